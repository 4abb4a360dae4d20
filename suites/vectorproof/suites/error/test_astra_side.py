"""Failures that are Astra DB's: the platform's, the Data API's, or of how it was asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import inserted, refused_with
from vectorproof.harness.checks.credentials import credential_invalid, credential_not_found
from vectorproof.harness.checks.sides import Side, blames
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Binding, Space
from vectorproof.harness.strategies import LONGEST_TEXT, SHORTEST_TEXT, texts
from vectorproof.harness.target import Target

_LENGTH = 4
_RIGHT = [1.0] * _LENGTH
_NO_KEY = "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED"


@dataclass(frozen=True, slots=True)
class _Mistake:
    """A command that cannot work, and the codes that say so: the newest era's first."""

    act: Callable[[Collection, str], Exchange]
    codes: tuple[str, ...]


def _elsewhere(collection: Collection, *, keyspace: str | None = None) -> Exchange:
    """Read from a collection that is not there."""
    database = collection.database
    return database.existing(database.new_name(), keyspace=keyspace).find({})


# Most of these are of a collection that has a provider, where one could take them for the provider's.
_MISTAKES: Mapping[str, _Mistake] = MappingProxyType(
    {
        "no key": _Mistake(lambda c, text: c.insert_one({"$vectorize": text}), (_NO_KEY,)),
        "no key in a search": _Mistake(lambda c, text: c.search(text), (_NO_KEY,)),
        "no text": _Mistake(
            lambda c, text: c.insert_one({"$vectorize": [text]}),
            ("INVALID_VECTORIZE_VALUE_TYPE", "SHRED_BAD_VECTORIZE_VALUE"),
        ),
        "vector of another length": _Mistake(
            lambda c, text: c.insert_one({"note": text, "$vector": [*_RIGHT, 1.0]}),
            ("INVALID_VECTOR_LENGTH", "VECTOR_SIZE_MISMATCH"),
        ),
        "document there already": _Mistake(
            lambda c, text: c.insert_one({"_id": "1", "note": text}), ("DOCUMENT_ALREADY_EXISTS",)
        ),
        "collection not there": _Mistake(
            lambda c, _: _elsewhere(c), ("UNKNOWN_COLLECTION_OR_TABLE", "COLLECTION_NOT_EXIST")
        ),
        "keyspace not there": _Mistake(
            lambda c, _: _elsewhere(c, keyspace=c.database.new_name("ks")),
            ("UNKNOWN_KEYSPACE", "KEYSPACE_DOES_NOT_EXIST", "NAMESPACE_DOES_NOT_EXIST"),
        ),
        "command not known": _Mistake(
            lambda c, text: c.command({"embedNow": {"text": text}}), ("COMMAND_UNKNOWN", "NO_COMMAND_MATCHED")
        ),
        "field not known": _Mistake(
            lambda c, text: c.command({"find": {"embed": text}}), ("COMMAND_FIELD_UNKNOWN", "COMMAND_FIELD_INVALID")
        ),
        "filter not known": _Mistake(
            lambda c, text: c.find({"note": {"$like": text}}),
            ("FILTER_UNSUPPORTED_OPERATOR", "UNSUPPORTED_FILTER_OPERATION"),
        ),
    }
)


@requirement("ERROR-001", "ERROR-008")
@boundaries({f"{name}": {"mistake": name, "text": "a boat"} for name in _MISTAKES})
@given(mistake=st.sampled_from(list(_MISTAKES)), text=texts())
def test_mistakes(target: Target, mistake: str, text: str) -> None:
    """What the Data API itself refuses has a code of its own and is told as Astra DB's."""
    with target.space() as space:
        collection = _collection(space, Binding())
        space.check("ERROR-008", collection.insert_one({"_id": "1", "$vector": _RIGHT}), inserted("1"))
        answer = _MISTAKES[mistake].act(collection, text)
        space.check("ERROR-001", answer, blames(Side.ASTRA))
        space.check("ERROR-008", answer, refused_with(*_MISTAKES[mistake].codes))
        space.check("ERROR-008", answer, blames(Side.ASTRA))


@requirement("ERROR-001", "ERROR-007", "ERROR-008")
@boundaries(
    {
        "the only key, shortest text": {"text": SHORTEST_TEXT, "others": 0},
        "one of three keys, longest text": {"text": LONGEST_TEXT, "others": 2},
    }
)
@given(text=texts(), others=st.integers(0, 2))
def test_outside_the_scope(target: Target, text: str, others: int) -> None:
    """A database that leaves a key's scope is refused what needs it, in words about the credential, as Astra DB's."""
    with target.space(Needs(databases=2, key_control=True, provider_control=True)) as space:
        stored = space.stored_key()
        for _ in range(others):
            space.stored_key()
        collection = _collection(space, space.bound_to(stored))
        space.check("ERROR-007", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        space.organization.remove_scope(stored.name, space.database)
        loaded, searched = collection.insert_one({"_id": "2", "$vectorize": text}), collection.search(text)
        for answer in (loaded, searched):
            space.check("ERROR-007", answer, credential_not_found())
            space.check("ERROR-001", answer, blames(Side.ASTRA))
            space.check("ERROR-008", answer, blames(Side.ASTRA))


@requirement("ERROR-007", "ERROR-008")
@boundaries(
    {
        "the first of two, shortest text": {"text": SHORTEST_TEXT, "first": True},
        "the second of two, longest text": {"text": LONGEST_TEXT, "first": False},
    }
)
@given(text=texts(), first=st.booleans())
def test_never_in_the_scope(target: Target, text: str, first: bool) -> None:  # noqa: FBT001  # a drawn value
    """Where a database never was in a key's scope, creating a collection says so, in words about the credential."""
    with target.space(Needs(databases=2, key_control=True, provider_control=True)) as space:
        inside, outside = space.databases if first else reversed(space.databases)
        binding = space.bound_to(space.stored_key(None, inside))
        refusal = outside.create_collection(options={"vector": {"service": binding.service()}})
        space.check("ERROR-007", refusal, credential_invalid())
        space.check("ERROR-008", refusal, blames(Side.ASTRA))
        there = space.vectorize_collection(binding, database=inside)
        space.check("ERROR-007", there.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))


def _collection(space: Space, binding: Binding) -> Collection:
    return space.vectorize_collection(binding, model="jina-embeddings-v3", dimension=_LENGTH)
