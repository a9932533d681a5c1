"""代表述职: a report is written, rated at a meeting, counted by two people, published. The fifth book fills itself."""
