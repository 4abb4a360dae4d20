"""What an error is made of."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks.envelopes import (
    codes_are_in_capitals,
    concerns,
    errors_have_texts,
    errors_without_data,
    families_are_known,
    ids_are_their_own,
    members_are_known,
    no_exception_class,
    refused_by_token,
)
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.strategies import document_ids
from vectorproof.harness.target import Target

# Commands that are refused, each for another reason and in another step.
_REFUSED: Final[dict[str, dict[str, Any]]] = {
    "an unknown command": {"fnd": {}},
    "an unknown member": {"find": {"where": {}}},
    "a value out of range": {"find": {"options": {"limit": 0}}},
    "an unknown operator": {"find": {"filter": {"a": {"$foo": 1}}}},
    "a sort of no direction": {"find": {"sort": {"a": 2}}},
    "a projection of both kinds": {"find": {"projection": {"a": 1, "b": 0}}},
    "an operator without a dollar": {"updateOne": {"filter": {}, "update": {"set": {"a": 1}}}},
    "a document without a name": {"insertOne": {"document": {"": 1}}},
    "a search where there are no vectors": {"find": {"sort": {"$vector": [1.0]}}},
    "too many documents": {"insertMany": {"documents": [{}] * 101}},
    "a table's command": {"alterTable": {}},
}
_NAMED: Final = st.sampled_from(list(_REFUSED))
_IDS: Final = ("a", "5", 5, True, None, {"$date": 7}, {"$uuid": "11111111-2222-4333-8444-555555555555"})


@requirement("ENVELOPE-001", "ENVELOPE-002", "ENVELOPE-005", "ENVELOPE-003", "ENVELOPE-004")
@boundaries({name: {"name": name} for name in _REFUSED})
@costly(5)
@given(name=_NAMED)
def test_every_refusal(target: Target, name: str) -> None:
    """Whatever is refused is refused in the same form."""
    with target.space() as space:
        answer = space.database.collection().command(_REFUSED[name])
        space.check("ENVELOPE-001", answer, members_are_known())
        space.check("ENVELOPE-002", answer, errors_without_data())
        space.check("ENVELOPE-005", answer, codes_are_in_capitals())
        space.check("ENVELOPE-003", answer, errors_have_texts())
        space.check("ENVELOPE-004", answer, families_are_known())


@requirement("ENVELOPE-007")
@boundaries({name: {"name": name} for name in list(_REFUSED)[:4]})
@costly(5)
@given(name=_NAMED)
def test_no_class(target: Target, name: str) -> None:
    """An error has a code, and no class of an exception beside it."""
    with target.space() as space:
        space.check("ENVELOPE-007", space.database.collection().command(_REFUSED[name]), no_exception_class())


@requirement("ENVELOPE-006")
@boundaries(
    {
        "the same trouble twice": {"first": "an unknown command", "second": "an unknown command"},
        "two troubles": {"first": "an unknown member", "second": "a value out of range"},
    }
)
@costly(5)
@given(first=_NAMED, second=_NAMED)
def test_ids(target: Target, first: str, second: str) -> None:
    """No two errors have one id, not even of the same trouble."""
    with target.space() as space:
        collection = space.database.collection()
        answers = (collection.command(_REFUSED[first]), collection.command(_REFUSED[second]))
        space.check("ENVELOPE-006", answers, ids_are_their_own())


@requirement("ENVELOPE-013")
@boundaries({f"the id {document_id}": {"document_id": document_id} for document_id in _IDS})
@costly(5)
@given(document_id=st.one_of(document_ids(), st.sampled_from(_IDS)))
def test_document_ids(target: Target, document_id: Any) -> None:
    """The refusal of a document names its id as it was sent, with its wrapper."""
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_one({"_id": document_id})
        space.check("ENVELOPE-013", collection.insert_one({"_id": document_id}), concerns(document_id))


@requirement("ENVELOPE-015")
@boundaries(
    {"no token": {"token": None, "name": "find"}, "an unknown one": {"token": "nobody", "name": "countDocuments"}}
)
@costly(5)
@given(
    token=st.one_of(st.none(), st.text("abcdef0123456789", min_size=1, max_size=40)),
    name=st.sampled_from(("find", "findOne", "countDocuments")),
)
def test_refused_token(target: Target, token: str | None, name: str) -> None:
    """Who is not let in is told so in an envelope, too."""
    with target.space() as space:
        answer = _with_token(space.database.collection(), name, token)
        space.check("ENVELOPE-015", answer, refused_by_token())


def _with_token(collection: Collection, name: str, token: str | None) -> Exchange:
    return collection.command({name: {}}, headers={"Token": token})
