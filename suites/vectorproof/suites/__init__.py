"""The cases: one folder per area of the catalogue, one module per subject. They know the harness and the specs only."""
