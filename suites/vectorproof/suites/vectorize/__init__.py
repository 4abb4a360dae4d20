"""Loading and searching with texts that the target turns into vectors."""
