package commands

// OtherCopy tells whoever runs Catcow that it runs twice.
func OtherCopy() Message {
	return Message{Parts: []Part{
		Text("*Another Catcow runs with the same tokens.* Slack gives each of them a part of what people say, so both miss something."),
		Text("Please stop one of the two. An old server, a second container or a trial on a laptop are the usual places."),
		Note("You get this because you are named as the one who runs Catcow. I say it once a day at most."),
	}}
}
