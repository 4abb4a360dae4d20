"""Writing new documents."""
