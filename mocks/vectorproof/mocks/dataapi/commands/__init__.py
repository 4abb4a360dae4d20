"""The commands, one module each; they never import each other. What several do alike stands one level above."""
