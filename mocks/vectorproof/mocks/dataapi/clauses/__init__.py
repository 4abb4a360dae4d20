"""The clauses of a command as pure functions and values: filter, sort, projection, update, paths, extended JSON.

They know documents and errors; not HTTP, storage, nor the provider.
"""
