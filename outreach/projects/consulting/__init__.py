"""Before the list is fixed: what deputies advise (征求代表意见) and what the public says of the notice (公示)."""
