"""What the pages of all faces stand on: base views, the frame of the page, preferences, error pages."""
