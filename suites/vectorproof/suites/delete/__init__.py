"""What deleting leaves."""
