"""Every way of the provider to fail, in every command that embeds."""
