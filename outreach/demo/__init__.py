"""The demo world of outreach."""
