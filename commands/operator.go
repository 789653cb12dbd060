package commands

// OtherCopy tells whoever runs Catcow that it runs twice.
func OtherCopy() Message {
	return alert(
		"*Another Catcow runs with the same tokens.* Slack gives each of them a part of what people say, so both miss something.",
		"Please stop one of the two. An old server, a second container or a trial on a laptop are the usual places.")
}

// NoRoom tells them that nothing can be saved until there is room again.
func NoRoom() Message {
	return alert(
		"*I can't save anything: there is no room on the disk.* I answer questions, change nothing and send no prompts; who wants to change something is told so. All that was kept before is safe.",
		"Please make some room on the disk that holds the database. I notice it within a minute and go on by myself.")
}

// NotKept tells them that the disk failed, and that Catcow stops for that reason.
func NotKept() Message {
	return alert(
		"*The disk did not keep what I wrote.* I stop, so that nobody is promised what may not be there tomorrow; the service manager starts me again.",
		"If this comes again, the disk may be failing: please look at the system's log, and have a backup at hand.")
}

// Replaced tells them that another file lies where the database was.
func Replaced() Message {
	return alert(
		"*The database file was moved or replaced while I was using it.* I stop, because what I write now would reach nobody.",
		"Please make sure that the right file is in its place, and start me again. To put a backup in place, stop Catcow first.")
}

// alert is a message to whoever runs Catcow: what is wrong, and what to do.
func alert(wrong, todo string) Message {
	return Message{Parts: []Part{
		Text(wrong), Text(todo),
		Note("You get this because you are named as the one who runs Catcow. I say it once a day at most."),
	}}
}
