"""The dossiers' pages, by face."""
