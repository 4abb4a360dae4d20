"""Almost right members of a collection's service: providers, models, key members and metrics that do not exist."""

import string
from typing import Final

from hypothesis import strategies as st

from vectorproof.harness.strategies.vectors import FIXED_MODELS, METRICS, RANGED_MODEL

_PROVIDER: Final = "jinaAI"
_MEMBER: Final = "providerKey"
_MISPRINT: Final = "euclidian"
_MODELS: Final = (*FIXED_MODELS, RANGED_MODEL)
_WORDS: Final = string.ascii_letters + string.digits + "_-."


def misspelled_providers() -> st.SearchStrategy[str]:
    """Draw what looks like ``jinaAI`` and is not: other capitals, a character more or less, a separator."""
    slips = st.sampled_from(("jina", "JinaAI", "jinaai", "JINAAI", "jina_ai", "jina-ai", "Jina AI", "jinaAI "))
    shorter = st.integers(0, len(_PROVIDER) - 1).map(lambda at: _PROVIDER[:at] + _PROVIDER[at + 1 :])
    longer = st.sampled_from(_WORDS).flatmap(lambda more: st.sampled_from((_PROVIDER + more, more + _PROVIDER)))
    return st.one_of(slips, capitals(_PROVIDER), shorter, longer).filter(_PROVIDER.__ne__)


def models_not_offered() -> st.SearchStrategy[str]:
    """Draw model names that Jina's list does not have: close to those it has, or any word."""
    slips = st.sampled_from(("jina-embeddings-v2-small-en", "jina-embeddings-v2-base", "jina-embeddings-v2-base-fr"))
    near = st.sampled_from(_MODELS).flatmap(
        lambda name: st.sampled_from((name.upper(), name[:-1], f"{name}-", name[1:]))
    )
    words = st.text(_WORDS, min_size=1, max_size=40).map("no-".__add__)
    return st.one_of(slips, near, words).filter(lambda name: name not in _MODELS)


def foreign_key_members() -> st.SearchStrategy[str]:
    """Draw names of members, other than ``providerKey``, that one might take for the place of a key's name."""
    slips = st.sampled_from(("apiKey", "accessId", "secretId", "key", "token", "provider_key", "Authorization"))
    words = st.text(string.ascii_letters + string.digits + "_", min_size=1, max_size=30)
    return st.one_of(slips, capitals(_MEMBER), words).filter(_MEMBER.__ne__)


def unknown_metrics() -> st.SearchStrategy[str]:
    """Draw words that are no metric, however their letters are written."""
    slips = st.sampled_from(("manhattan", "hamming", "dot", "dotproduct", "dot-product", "l2", "cosin", "euclid"))
    words = st.text(string.ascii_letters + string.digits + "_", min_size=1, max_size=20)
    return st.one_of(slips, words).filter(lambda word: word.casefold() not in METRICS)


def misprinted_metrics() -> st.SearchStrategy[str]:
    """Draw the page's misspelling of the third metric, in any capitals; in the page's own often."""
    return st.one_of(st.just(_MISPRINT.upper()), capitals(_MISPRINT))


def capitals(word: str) -> st.SearchStrategy[str]:
    """Draw a word with each of its letters in upper or lower case."""
    return st.tuples(*(st.sampled_from((letter.lower(), letter.upper())) for letter in word)).map("".join)
