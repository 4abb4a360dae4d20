"""Whole options of createCollection that are right, for collections of every kind, with and without defaults."""

from typing import Final

from hypothesis import strategies as st

from vectorproof.harness.options import Options, vector_options, vectorize_options
from vectorproof.harness.strategies.vectors import RANGED_MODEL, dimensions, metrics, models

_INDEXING: Final[tuple[Options, ...]] = (
    {},
    {"indexing": {"deny": ["*"]}},
    {"indexing": {"allow": ["name", "year"]}},
)


def vectorize_settings() -> st.SearchStrategy[Options]:
    """Draw options of collections that Jina embeds for; dimension and metric are sometimes left out."""
    fixed = st.builds(
        vectorize_options, models(), dimension=st.sampled_from((None, 768)), metric=st.one_of(st.none(), metrics())
    )
    ranged = st.builds(
        vectorize_options,
        st.just(RANGED_MODEL),
        dimension=st.one_of(st.none(), dimensions()),
        metric=st.one_of(st.none(), metrics()),
    )
    return st.one_of(fixed, ranged)


def settings() -> st.SearchStrategy[Options]:
    """Draw options of any collection: one that embeds, one of vectors, one of neither, some with chosen indexes."""
    vector = st.builds(vector_options, dimensions(), st.one_of(st.none(), metrics()))
    chosen: st.SearchStrategy[Options] = st.sampled_from(
        ({}, {"indexing": {"deny": ["*"]}}, {"indexing": {"allow": ["name", "year"]}})
    )
    return st.tuples(st.one_of(vectorize_settings(), vector, _plain()), chosen).map(
        lambda drawn: {**drawn[0], **drawn[1]}
    )


def settings_and_others() -> st.SearchStrategy[tuple[Options, Options]]:
    """Draw options of a collection that embeds, everything named, and options that differ from them.

    The others have another model, dimension or metric, or no service, or no vector at all.
    """
    others = st.one_of(_named(), st.builds(vector_options, dimensions(), metrics()), _without_service(), _plain())
    return st.tuples(_named(), others).filter(lambda drawn: drawn[0] != drawn[1])


def _named() -> st.SearchStrategy[Options]:
    fixed = st.builds(vectorize_options, models(), dimension=st.just(768), metric=metrics())
    ranged = st.builds(vectorize_options, st.just(RANGED_MODEL), dimension=dimensions(), metric=metrics())
    return st.one_of(fixed, ranged)


def _plain() -> st.SearchStrategy[Options]:
    return st.just({})


def _without_service() -> st.SearchStrategy[Options]:
    return st.builds(vector_options, st.just(768), metrics())
