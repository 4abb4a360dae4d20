"""What the provider is shown when a collection embeds, and what happens when it no longer accepts that."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import (
    all_of,
    document_is,
    embedded_with,
    holds,
    inserted,
    message_says,
    refused_with,
    status_holds,
)
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import LONGEST_TEXT, SHORTEST_TEXT, secrets, texts
from vectorproof.harness.target import Target

_OPERATIONS = ("insert", "search")
_SECRET = "jina_" + "0" * 60
_VECTOR = [1.0] + [0.0] * 767


def _embed(collection: Collection, operation: str, text: str) -> Exchange:
    """Let a text be embedded, to be stored or to be searched for."""
    if operation == "insert":
        return collection.insert_one({"_id": "2", "$vectorize": text})
    return collection.search(text)


def _refused_by_provider(status: int) -> Judge[Exchange]:
    client_error = refused_with("EMBEDDING_PROVIDER_CLIENT_ERROR", says="HTTP client error")
    return all_of(client_error, message_says(str(status)))


@requirement("KEY-012")
@boundaries(
    {
        "shortest text": {"text": SHORTEST_TEXT, "secret": _SECRET},
        "longest text": {"text": LONGEST_TEXT, "secret": _SECRET},
    }
)
@given(secret=secrets(), text=texts())
def test_secret_of_the_bound_key(target: Target, secret: str, text: str) -> None:
    """Each collection shows the provider the secret stored under its own key, as a bearer token."""
    with target.space(Needs(key_control=True, provider_control=True, provider_journal=True)) as space:
        working = space.stored_key()
        other = space.stored_key(secret=space.provider.invent_key(secret).secret)
        first = space.vectorize_collection(space.bound_to(working))
        second = space.vectorize_collection(space.bound_to(other))
        seen = space.provider.during(lambda: first.insert_one({"_id": "1", "$vectorize": text}))
        space.check("KEY-012", seen.result, inserted("1"))
        space.check("KEY-012", seen, embedded_with(working.key, never=other.key))
        seen = space.provider.during(lambda: second.search(text))
        space.check("KEY-012", seen.result, holds("a search that fails", lambda answer: bool(answer.errors)))
        space.check("KEY-012", seen, embedded_with(other.key, never=working.key))


@requirement("KEY-013")
@boundaries({operation: {"operation": operation, "text": "a boat"} for operation in _OPERATIONS})
@given(operation=st.sampled_from(_OPERATIONS), text=texts())
def test_restricted_key(target: Target, operation: str, text: str) -> None:
    """A provider that turns a restricted key away with 403 is named as the origin of the failure."""
    with target.space(Needs(embedding=True, provider_control=True, provider_faults=True)) as space:
        binding = space.binding()
        assert binding.key is not None
        collection = space.vectorize_collection(binding)
        space.provider.plan({"name": "key-restricted"}, key=binding.key)
        space.check("KEY-013", _embed(collection, operation, text), _refused_by_provider(403))


@requirement("KEY-014")
@boundaries({operation: {"operation": operation, "text": "a boat", "later": "a car"} for operation in _OPERATIONS})
@given(operation=st.sampled_from(_OPERATIONS), text=texts(), later=texts())
def test_key_deleted_at_the_provider(target: Target, operation: str, text: str, later: str) -> None:
    """Without its secret at the provider nothing is embedded any more, while what was stored is still read."""
    with target.space(Needs(embedding=True, provider_control=True)) as space:
        binding = space.binding()
        assert binding.key is not None
        collection = space.vectorize_collection(binding)
        space.check("KEY-014", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        space.provider.delete_key(binding.key)
        space.check("KEY-014", _embed(collection, operation, later), _refused_by_provider(401))
        stored = collection.find_one({"_id": "1"}, projection={"$vectorize": 1})
        space.check("KEY-014", stored, document_is({"_id": "1", "$vectorize": text}))
        space.check("KEY-014", collection.count_documents({"_id": "1"}), status_holds(count=1))


@requirement("KEY-014")
@boundaries(
    {
        "insert, shortest text": {"secret": _SECRET, "operation": "insert", "text": SHORTEST_TEXT},
        "search, longest text": {"secret": _SECRET, "operation": "search", "text": LONGEST_TEXT},
    }
)
@given(secret=secrets(), operation=st.sampled_from(_OPERATIONS), text=texts())
def test_secret_changed_at_the_provider(target: Target, secret: str, operation: str, text: str) -> None:
    """With a secret that the provider does not know, a text is not embedded; what needs no embedding works."""
    with target.space(Needs()) as space:
        collection = space.vectorize_collection(space.by_header(space.provider.invent_key(secret)))
        space.check("KEY-014", collection.insert_one({"_id": "1", "$vector": _VECTOR}), inserted("1"))
        space.check("KEY-014", _embed(collection, operation, text), _refused_by_provider(401))
        stored = collection.find_one({"_id": "1"}, projection={"$vector": 1})
        space.check("KEY-014", stored, document_is({"_id": "1", "$vector": _VECTOR}))
        space.check("KEY-014", collection.count_documents({"_id": "1"}), status_holds(count=1))
