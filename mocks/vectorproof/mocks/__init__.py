"""The simulator: an embedding provider, a Data API and a control plane that behave as documented."""
