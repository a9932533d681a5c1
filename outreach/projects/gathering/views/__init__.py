"""Pages of the year and its candidates, by face."""
