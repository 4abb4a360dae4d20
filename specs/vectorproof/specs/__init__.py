"""What is promised: requirements, commands, errors and limits as data. Imports nothing else of ours."""
