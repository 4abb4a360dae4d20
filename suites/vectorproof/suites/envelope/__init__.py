"""What an answer is made of, whatever the command."""
