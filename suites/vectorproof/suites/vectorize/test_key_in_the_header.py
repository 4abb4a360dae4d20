"""A key that comes with the request: it wins over the stored one, and without either nothing is embedded."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import (
    embedded_with,
    holds_vector,
    inserted,
    nearest_is,
    no_calls,
    refused_with,
    succeeded,
)
from vectorproof.harness.checks.credentials import credential_not_found
from vectorproof.harness.checks.failing import failed
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Binding, Space
from vectorproof.harness.strategies import LONGEST_TEXT, SHORTEST_TEXT, secrets, texts
from vectorproof.harness.target import Target

_SECRET = "jina_" + "0" * 60
_STORED = Needs(key_control=True, provider_control=True, provider_journal=True)
_NO_KEY = "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED"
_LENGTH = 4


@requirement("VECTORIZE-015")
@boundaries(
    {
        "load, shortest text": {"text": SHORTEST_TEXT, "loads": True},
        "search, longest text": {"text": LONGEST_TEXT, "loads": False},
    }
)
@given(text=texts(), loads=st.booleans())
def test_wins_over_the_stored_key(target: Target, text: str, loads: bool) -> None:  # noqa: FBT001  # a drawn value
    """Loading and searching with a header embed with the header's key, without it with the stored one."""
    with target.space(_STORED) as space:
        stored, sent = space.stored_key(), space.provider.new_key()
        collection = _collection(space, space.bound_to(stored))
        with_header = collection.with_headers(space.by_header(sent).headers)
        space.check("VECTORIZE-015", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        seen = space.provider.during(lambda: _used(with_header, text, loads=loads))
        space.check("VECTORIZE-015", seen.result, inserted("2") if loads else nearest_is("1"))
        space.check("VECTORIZE-015", seen, embedded_with(sent, never=stored.key))
        later = space.provider.during(lambda: _used(collection, text, loads=False))
        space.check("VECTORIZE-015", later, embedded_with(stored.key, never=sent))


@requirement("VECTORIZE-015")
@boundaries(
    {
        "load, shortest text": {"text": SHORTEST_TEXT, "secret": _SECRET, "loads": True},
        "search, longest text": {"text": LONGEST_TEXT, "secret": _SECRET, "loads": False},
    }
)
@given(text=texts(), secret=secrets(), loads=st.booleans())
def test_bad_key_does_not_fall_back(target: Target, text: str, secret: str, loads: bool) -> None:  # noqa: FBT001
    """A header with a secret that the provider does not know fails there; the stored key does not help out."""
    with target.space(_STORED) as space:
        stored, sent = space.stored_key(), space.provider.invent_key(secret)
        collection = _collection(space, space.bound_to(stored))
        space.check("VECTORIZE-015", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        with_header = collection.with_headers(space.by_header(sent).headers)
        seen = space.provider.during(lambda: _used(with_header, text, loads=loads))
        space.check("VECTORIZE-015", seen.result, failed())
        space.check("VECTORIZE-015", seen, embedded_with(sent, never=stored.key))


@requirement("VECTORIZE-015")
@boundaries({"shortest text": {"text": SHORTEST_TEXT}, "longest text": {"text": LONGEST_TEXT}})
@given(text=texts())
def test_works_after_removal(target: Target, text: str) -> None:
    """With a header a collection goes on embedding after its stored key was removed."""
    with target.space(_STORED) as space:
        stored, sent = space.stored_key(), space.provider.new_key()
        collection = _collection(space, space.bound_to(stored))
        space.check("VECTORIZE-015", space.organization.remove_key(stored.name), succeeded(204))
        refusal = collection.insert_one({"_id": "1", "$vectorize": text})
        space.check("VECTORIZE-015", refusal, credential_not_found())
        with_header = collection.with_headers(space.by_header(sent).headers)
        seen = space.provider.during(lambda: with_header.insert_one({"_id": "2", "$vectorize": text}))
        space.check("VECTORIZE-015", seen.result, inserted("2"))
        space.check("VECTORIZE-015", seen, embedded_with(sent, never=stored.key))


@requirement("VECTORIZE-015", "VECTORIZE-016")
@boundaries({"shortest text": {"text": SHORTEST_TEXT}, "longest text": {"text": LONGEST_TEXT}})
@given(text=texts())
def test_is_all_that_is_needed(target: Target, text: str) -> None:
    """A collection that names no key loads and searches with the header, and with nothing but the header."""
    with target.space(Needs(embedding=True)) as space:
        collection = _collection(space, space.by_header())
        space.check("VECTORIZE-015", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        stored = collection.find_one({"_id": "1"}, projection={"$vector": 1})
        space.check("VECTORIZE-015", stored, holds_vector(_LENGTH))
        space.check("VECTORIZE-015", collection.search(text), nearest_is("1"))
        space.check("VECTORIZE-016", collection.with_headers({}).search(text), refused_with(_NO_KEY))


@requirement("VECTORIZE-016")
@boundaries({"shortest text": {"text": SHORTEST_TEXT}, "longest text": {"text": LONGEST_TEXT}})
@given(text=texts())
def test_without_any_key(target: Target, text: str) -> None:
    """Without a stored key and without a header, loading and searching say which keys are missing."""
    with target.space() as space:
        collection = _collection(space, Binding())
        refusal = collection.insert_one({"_id": "1", "$vectorize": text})
        space.check("VECTORIZE-016", refusal, refused_with(_NO_KEY))
        many = collection.insert_many([{"_id": "2"}, {"_id": "3", "$vectorize": text}])
        space.check("VECTORIZE-016", many, refused_with(_NO_KEY))
        space.check("VECTORIZE-016", collection.search(text), refused_with(_NO_KEY))


@requirement("VECTORIZE-016")
@boundaries(
    {
        "load, shortest text": {"text": SHORTEST_TEXT, "loads": True},
        "search, longest text": {"text": LONGEST_TEXT, "loads": False},
    }
)
@given(text=texts(), loads=st.booleans())
def test_earlier_key_is_not_remembered(target: Target, text: str, loads: bool) -> None:  # noqa: FBT001
    """The key of an earlier request is not used for a later one that brings none: the provider is not called."""
    with target.space(Needs(provider_control=True, provider_journal=True)) as space:
        sent = space.provider.new_key()
        collection = _collection(space, space.by_header(sent))
        used = space.provider.during(lambda: collection.insert_one({"_id": "1", "$vectorize": text}))
        space.check("VECTORIZE-016", used, embedded_with(sent))
        seen = space.provider.during(lambda: _used(collection.with_headers({}), text, loads=loads))
        space.check("VECTORIZE-016", seen.result, refused_with(_NO_KEY))
        space.check("VECTORIZE-016", seen, no_calls())


def _used(collection: Collection, text: str, *, loads: bool) -> Exchange:
    """Load a second document with a text, or search by it."""
    return collection.insert_one({"_id": "2", "$vectorize": text}) if loads else collection.search(text, limit=1)


def _collection(space: Space, binding: Binding) -> Collection:
    return space.vectorize_collection(binding, model="jina-embeddings-v3", dimension=_LENGTH)
