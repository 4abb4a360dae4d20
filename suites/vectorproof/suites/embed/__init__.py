"""Texts that become vectors: what is sent to the provider, when, and what becomes of its answer."""
