"""What a document may be: its size, its names, its values, and what comes back of it."""
