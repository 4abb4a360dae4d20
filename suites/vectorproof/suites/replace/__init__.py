"""What replacing a document leaves."""
