"""Pages of the duty reports."""
