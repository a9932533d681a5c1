"""Chinese text search on plain PostgreSQL, for words from two characters on."""
