"""Remarks as they stand behind a ``#`` in a printed body: one line of anything."""

from hypothesis import strategies as st


def remarks() -> st.SearchStrategy[str]:
    """Draw a remark, the printed one often; always begins with ``#`` and stays in its line."""
    words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=40)
    return st.one_of(st.just("# optional"), words.map("#".__add__))
