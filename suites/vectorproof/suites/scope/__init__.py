"""Which databases may use a key: the scope, how it grows and shrinks, and what it decides."""
