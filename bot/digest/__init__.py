"""The resource of the week: when it is due in a channel, and posting it once."""
