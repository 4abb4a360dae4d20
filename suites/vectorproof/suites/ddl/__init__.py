"""Collections: how they are created, listed and deleted, and who may embed for them."""
