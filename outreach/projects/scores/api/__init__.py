"""The public register under /api/v1/."""
