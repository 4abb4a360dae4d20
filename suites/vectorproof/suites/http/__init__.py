"""How commands travel: methods, paths, headers, bodies, and which trouble is told first."""
