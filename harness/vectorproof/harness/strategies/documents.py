"""Documents: ids of the ordinary kinds, flat fields, and a text to embed where one is wanted."""

from typing import Any, Final

from hypothesis import strategies as st

from vectorproof.harness.strategies.texts import texts

_FIELD_CHARACTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
_LARGEST: Final = 2**53 - 1


def document_ids() -> st.SearchStrategy[str | int]:
    """Draw ids: non-empty texts and whole numbers that every JSON reader keeps exactly."""
    words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
    return st.one_of(words, st.integers(-_LARGEST, _LARGEST))


def documents() -> st.SearchStrategy[dict[str, Any]]:
    """Draw documents without ``_id`` and without a vector: up to six fields of plain values."""
    names = st.text(_FIELD_CHARACTERS, min_size=1, max_size=20)
    values = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-_LARGEST, _LARGEST),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
    )
    return st.dictionaries(names, values, max_size=6)


def documents_with_text() -> st.SearchStrategy[dict[str, Any]]:
    """Draw documents with a ``$vectorize`` to embed."""
    return st.tuples(documents(), texts()).map(lambda drawn: {**drawn[0], "$vectorize": drawn[1]})
