"""Whole numbers of a range whose two ends matter more than its middle."""

from hypothesis import strategies as st


def edges(low: int, high: int) -> st.SearchStrategy[int]:
    """Draw from ``low`` to ``high``, both included, about every third time one of the two ends."""
    return st.one_of(st.integers(low, high), st.integers(low, high), st.sampled_from(sorted({low, high})))
