"""What every provider of the simulator stands on: clock, ids, tenants, tokens, credentials. Knows no command."""
