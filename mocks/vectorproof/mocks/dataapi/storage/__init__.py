"""What is stored and which invariants hold: collections, documents, vectors, order. Synchronous; knows no HTTP.

Between two awaits of a command nothing else runs, so each method here is atomic.
"""
