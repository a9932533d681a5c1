"""Pages and addresses of votes, by face."""
