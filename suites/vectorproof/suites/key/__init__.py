"""Stored provider keys: names, secrets, who may manage them."""
