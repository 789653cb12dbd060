package commands

import "fmt"

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

// MissingScope tells them that Slack refuses something for want of a scope.
func MissingScope(scope string) Message {
	return alert(
		"*Slack refuses something that I need: the scope `"+Plain(scope)+"` is missing.* A part of what I do does not work until it is back.",
		"Please add it at api.slack.com/apps under OAuth & Permissions, and install the app again. `catcow doctor` on the server shows all that is missing.")
}

// NoBackup tells them that no backup was made for long.
func NoBackup(hours int) Message {
	return alert(
		fmt.Sprintf("*No backup has been made for %d hours.* All else goes on; what was kept since then stands on one disk alone.", hours),
		"Please look at my log for the reason. Most often the folder for backups is full, or may not be written. `catcow backup FILE` on the server makes one at once.")
}

// alert is a message to whoever runs Catcow: what is wrong, and what to do.
func alert(wrong, todo string) Message {
	return Message{Parts: []Part{
		Text(wrong), Text(todo),
		Note("You get this because you are named as the one who runs Catcow. I say it once a day at most."),
	}}
}
