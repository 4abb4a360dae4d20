"""How many collections a database holds, and what happens at the limit."""
