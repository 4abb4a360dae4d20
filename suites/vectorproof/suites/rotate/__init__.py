"""Rotation: a stored key is replaced by another of the same name."""
