"""Creating a collection that embeds: what is settled then, and what can be chosen."""
