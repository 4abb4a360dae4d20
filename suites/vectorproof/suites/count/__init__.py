"""How documents are counted."""
