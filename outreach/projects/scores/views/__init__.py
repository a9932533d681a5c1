"""Pages of the scores: desk, portal."""
