"""Pages and calls of the logbooks, by face."""
