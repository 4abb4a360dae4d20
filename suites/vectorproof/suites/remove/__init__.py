"""Removal: a stored key is taken away, and what that does to collections, integration and provider."""
