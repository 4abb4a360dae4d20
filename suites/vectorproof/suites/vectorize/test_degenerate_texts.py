"""Texts with nothing to embed, and values that are no texts."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import embedded_texts, found_ids, holds, inserted, no_calls, refused_with
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Binding, Space
from vectorproof.harness.strategies import blank_texts, texts
from vectorproof.harness.target import Target

_LENGTH = 4
_NO_TEXTS = st.one_of(
    st.booleans(),
    st.integers(-(2**31), 2**31),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.sampled_from(("a", "text")), st.text(max_size=5), max_size=2),
)


@requirement("VECTORIZE-018")
@boundaries({"null": {"blank": None}, "empty": {"blank": ""}, "white space": {"blank": " \n"}})
@given(blank=st.one_of(st.none(), blank_texts()))
def test_nothing_to_embed(target: Target, blank: str | None) -> None:
    """A null or blank text is taken without a key, stored without a vector, and no search by a vector finds it."""
    with target.space() as space:
        collection = _collection(space, Binding())
        space.check("VECTORIZE-018", collection.insert_one({"_id": "1", "$vectorize": blank}), inserted("1"))
        stored = collection.find_one({"_id": "1"}, projection={"$vector": 1, "$vectorize": 1})
        space.check("VECTORIZE-018", stored, holds("the document as it came, with no vector", _bare(blank)))
        collection.insert_one({"_id": "2", "$vector": [1.0] * _LENGTH})
        found = collection.find(sort={"$vector": [1.0] * _LENGTH}, options={"limit": 10})
        space.check("VECTORIZE-018", found, found_ids("2"))


@requirement("VECTORIZE-018")
@boundaries(
    {
        "null": {"blank": None, "text": "a boat"},
        "empty": {"blank": "", "text": "a boat"},
        "white space": {"blank": " \n", "text": "a boat"},
    }
)
@given(blank=st.one_of(st.none(), blank_texts()), text=texts())
def test_calls_nobody(target: Target, blank: str | None, text: str) -> None:
    """A null or blank text is not sent to the provider, neither alone nor among others."""
    with target.space(Needs(provider_control=True, provider_journal=True)) as space:
        collection = _collection(space, space.by_header(space.provider.new_key()))
        documents: list[dict[str, Any]] = [
            {"_id": 1, "$vectorize": blank},
            {"_id": 2, "$vectorize": text},
            {"_id": 3, "$vectorize": blank},
        ]
        mixed = space.provider.during(lambda: collection.insert_many(documents))
        space.check("VECTORIZE-018", mixed.result, inserted(1, 2, 3))
        space.check("VECTORIZE-018", mixed, embedded_texts(text))
        alone = space.provider.during(lambda: collection.insert_one({"_id": 4, "$vectorize": blank}))
        space.check("VECTORIZE-018", alone, no_calls())


@requirement("VECTORIZE-018")
@boundaries(
    {
        "lowest number": {"wrong": -(2**31), "text": "a boat"},
        "highest number": {"wrong": 2**31, "text": "a boat"},
        "empty array": {"wrong": [], "text": "a boat"},
        "empty object": {"wrong": {}, "text": "a boat"},
    }
)
@given(wrong=_NO_TEXTS, text=texts())
def test_no_text(target: Target, wrong: Any, text: str) -> None:
    """What is no text is refused, alone and among others."""
    with target.space() as space:
        collection = _collection(space, Binding())
        refusal = collection.insert_one({"_id": "1", "$vectorize": wrong})
        space.check("VECTORIZE-018", refusal, refused_with("INVALID_VECTORIZE_VALUE_TYPE"))
        many = collection.insert_many([{"_id": "2"}, {"_id": "3", "$vectorize": wrong}, {"_id": "4", "note": text}])
        space.check("VECTORIZE-018", many, refused_with("INVALID_VECTORIZE_VALUE_TYPE"))


@requirement("VECTORIZE-018")
@boundaries({"empty": {"blank": ""}, "white space": {"blank": " \n"}})
@given(blank=blank_texts())
def test_blank_search(target: Target, blank: str) -> None:
    """A search by a blank text is refused and finds nothing."""
    with target.space() as space:
        collection = _collection(space, Binding())
        refusal = collection.search(blank)
        space.check("VECTORIZE-018", refusal, refused_with("SORT_CLAUSE_VALUE_INVALID"))


def _bare(text: str | None) -> Callable[[Exchange], bool]:
    """Give the rule that a document has this text and no vector."""

    def rule(seen: Exchange) -> bool:
        document = seen.document or {}
        return document.get("_id") == "1" and document.get("$vectorize") == text and document.get("$vector") is None

    return rule


def _collection(space: Space, binding: Binding) -> Collection:
    return space.vectorize_collection(binding, model="jina-embeddings-v3", dimension=_LENGTH)
