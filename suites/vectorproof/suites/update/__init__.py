"""What an update makes of documents."""
