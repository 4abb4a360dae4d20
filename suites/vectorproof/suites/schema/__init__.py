"""Requests that nobody has thought of: made from the published schemas, judged by them and by what links promise."""
