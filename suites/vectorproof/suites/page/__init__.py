"""How a long answer comes in pages."""
