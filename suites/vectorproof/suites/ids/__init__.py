"""What an _id may be."""
