"""Table of contents of the tasks of outreach."""
