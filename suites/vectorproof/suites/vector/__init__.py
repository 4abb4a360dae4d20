"""Vectors in documents, and searches by vector."""
