"""Keyspaces: their names, their lives, and the older word for them."""
