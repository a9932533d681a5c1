"""What the audit administrator sees: the work log, its chain, and who exported it."""
