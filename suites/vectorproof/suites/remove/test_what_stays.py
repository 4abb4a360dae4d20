"""What a removed key leaves behind: documents, vectors, and its secret at the provider."""

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import found_ids, inserted, nearest_is, no_calls, same_as, status_holds, succeeded
from vectorproof.harness.checks.keychain import keys_are
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import key_names, texts
from vectorproof.harness.target import Target

_EVERYTHING = {"*": 1}
_VECTOR = [1.0] + [0.0] * 767
_Reading = Callable[[Collection], Exchange]
_READINGS: Mapping[str, _Reading] = {
    "by id": lambda collection: collection.find_one({"_id": 1}, projection=_EVERYTHING),
    "by a field": lambda collection: collection.find({"even": True}, projection=_EVERYTHING),
    "all": lambda collection: collection.find({}, projection={"$vector": 1}),
    "by a vector": lambda collection: collection.find(sort={"$vector": _VECTOR}, options={"includeSimilarity": True}),
    "one by a vector": lambda collection: collection.find_one(sort={"$vector": _VECTOR}),
    "count": lambda collection: collection.count_documents({"even": False}),
}


def _documents(loaded: list[str]) -> list[dict[str, Any]]:
    return [{"_id": number, "even": number % 2 == 0, "$vectorize": text} for number, text in enumerate(loaded)]


@requirement("REMOVE-004")
@boundaries({title: {"reading": title, "loaded": ["a boat", "a car", "rain"]} for title in _READINGS})
@given(
    reading=st.sampled_from(sorted(_READINGS)),
    loaded=st.lists(texts(), min_size=2, max_size=4, unique=True),
)
def test_reading(target: Target, reading: str, loaded: list[str]) -> None:
    """What needs no embedding is answered as before the removal, without a call of the provider."""
    with target.space(Needs(key_control=True, provider_control=True, provider_journal=True)) as space:
        stored = space.stored_key()
        collection = space.vectorize_collection(space.bound_to(stored))
        loading = collection.insert_many(_documents(loaded))
        space.check("REMOVE-004", loading, inserted(*range(len(loaded))))
        read = _READINGS[reading]
        before = read(collection)
        space.check("REMOVE-004", before, succeeded(200))
        space.check("REMOVE-004", space.organization.remove_key(stored.name), succeeded(204))
        seen = space.provider.during(lambda: read(collection))
        space.check("REMOVE-004", seen.result.body, same_as(before.body))
        space.check("REMOVE-004", seen, no_calls())
        space.check("REMOVE-004", space.organization.keys(), keys_are({}))


@requirement("REMOVE-004")
@boundaries({"first": {"gone": 0, "loaded": ["a boat", "a car"]}, "last": {"gone": 1, "loaded": ["a boat", "a car"]}})
@given(gone=st.integers(0, 1), loaded=st.lists(texts(), min_size=2, max_size=4, unique=True))
def test_writing_without_a_text(target: Target, gone: int, loaded: list[str]) -> None:
    """Documents are still deleted, and added with a vector of their own."""
    with target.space(Needs(key_control=True, provider_control=True)) as space:
        stored = space.stored_key()
        collection = space.vectorize_collection(space.bound_to(stored))
        loading = collection.insert_many(_documents(loaded))
        space.check("REMOVE-004", loading, inserted(*range(len(loaded))))
        space.check("REMOVE-004", space.organization.remove_key(stored.name), succeeded(204))
        space.check("REMOVE-004", space.organization.keys(), keys_are({}))
        space.check("REMOVE-004", collection.delete_one({"_id": gone}), status_holds(deletedCount=1))
        space.check("REMOVE-004", collection.insert_one({"_id": "vector", "$vector": _VECTOR}), inserted("vector"))
        left = [number for number in range(len(loaded)) if number != gone]
        space.check("REMOVE-004", collection.find({}), found_ids(*left, "vector"))


@requirement("REMOVE-005")
@boundaries({"shortest name": {"name": "k", "text": "a boat"}, "longest name": {"name": "k" * 50, "text": "a boat"}})
@given(name=key_names(), text=texts())
def test_secret_at_the_provider(target: Target, name: str, text: str) -> None:
    """The provider goes on honouring the secret of a removed key: asked by itself, and stored again."""
    with target.space(Needs(key_control=True, provider_control=True)) as space:
        stored = space.stored_key(name)
        collection = space.vectorize_collection(space.bound_to(stored))
        space.check("REMOVE-005", space.organization.remove_key(name), succeeded(204))
        space.check("REMOVE-005", space.organization.keys(), keys_are({}))
        space.check("REMOVE-005", space.provider.embed([text], key=stored.key), succeeded(200))
        again = space.organization.add_key(name, stored.key.secret, space.databases)
        space.check("REMOVE-005", again, succeeded(201))
        space.check("REMOVE-005", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        space.check("REMOVE-005", collection.search(text), nearest_is("1"))
