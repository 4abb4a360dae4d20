"""What a projection shows."""
