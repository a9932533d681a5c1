"""Pages of consultation and notice, by face."""
