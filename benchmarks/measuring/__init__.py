"""What the benchmarks share: pinned processes, a light load, interleaved rounds, and the figures that come of them."""
