"""Errors: whose fault a failure is, how it is told, and what is left behind."""
