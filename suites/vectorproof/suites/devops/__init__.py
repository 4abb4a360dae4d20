"""The public DevOps API: databases, keyspaces, regions, tokens and roles."""
