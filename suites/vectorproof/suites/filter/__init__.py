"""What a filter finds."""
