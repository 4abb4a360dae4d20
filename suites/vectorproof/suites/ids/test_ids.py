"""What an ``_id`` may be, and which two are one."""

from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import found_ids, inserted, refused_with
from vectorproof.harness.strategies.meeting import OBJECT_ID, UUID, documents, ids
from vectorproof.harness.target import Target
from vectorproof.suites.models.identity import as_shown, key_of
from vectorproof.suites.models.values import as_kept
from vectorproof.suites.oracle import Done, comes_to, filled, stored

Clause = dict[str, Any]


@requirement("IDS-001")
@boundaries(
    {
        "a text and a number": {"one": "1", "other": 1},
        "a text and true": {"one": "true", "other": True},
        "a text and null": {"one": "null", "other": None},
        "the same number": {"one": 1, "other": 1.0},
        "a UUID and its text": {"one": {"$uuid": UUID}, "other": UUID},
        "a UUID in capitals": {"one": {"$uuid": UUID.upper()}, "other": {"$uuid": UUID}},
        "an ObjectId and its text": {"one": {"$objectId": OBJECT_ID}, "other": OBJECT_ID},
        "a date and its number": {"one": {"$date": 5}, "other": 5},
    }
)
@given(one=ids(), other=ids())
def test_same_or_not(target: Target, one: Any, other: Any) -> None:
    """Two documents may have ids of different kinds or texts; of the same the second is refused."""
    with target.space() as space:
        collection = space.database.collection()
        held = filled(collection, [{"_id": one, "first": True}])
        seen = Done(collection.insert_one({"_id": other, "second": True}), stored(collection))
        space.check("IDS-001", seen, comes_to(held.insert_one({"_id": other, "second": True})))


@requirement("IDS-002")
@boundaries(
    {
        "a UUID in capitals": {"document_id": {"$uuid": UUID.upper()}, "rest": {}},
        "null": {"document_id": None, "rest": {"a": 1}},
    }
)
@given(document_id=ids(), rest=documents())
def test_shown(target: Target, document_id: Any, rest: Clause) -> None:
    """An ``_id`` is answered and found in the form in which it was sent, a UUID in small letters."""
    right = as_kept(as_shown(document_id))
    with target.space() as space:
        collection = space.database.collection()
        space.check("IDS-002", collection.insert_one({"_id": document_id, **rest}), inserted(right))
        space.check("IDS-002", collection.find({"_id": document_id}), found_ids(right))


def wrong_ids() -> st.SearchStrategy[tuple[Any, str]]:
    """Draw what is no id, and the code that says so."""
    kinds = st.sampled_from(
        ([], [1], {}, {"a": 1}, {"$binary": 5}, {"$uuid": "x"}, {"$objectId": "12"}, {"$date": "x"})
    )
    return st.one_of(st.just(("", "SHRED_BAD_DOCID_VALUE")), kinds.map(lambda value: (value, "SHRED_BAD_DOCID_TYPE")))


@requirement("IDS-003")
@boundaries(
    {
        "an empty text": {"wrong": ("", "SHRED_BAD_DOCID_VALUE")},
        "an array": {"wrong": ([1], "SHRED_BAD_DOCID_TYPE")},
        "an object": {"wrong": ({}, "SHRED_BAD_DOCID_TYPE")},
        "a UUID that is none": {"wrong": ({"$uuid": "x"}, "SHRED_BAD_DOCID_TYPE")},
    }
)
@given(wrong=wrong_ids())
def test_refused(target: Target, wrong: tuple[Any, str]) -> None:
    """An empty text, an array, an object and a wrapped value that is none are no ids: nothing is written."""
    value, code = wrong
    with target.space() as space:
        collection = space.database.collection()
        space.check("IDS-003", collection.insert_one({"_id": "witness"}), inserted("witness"))
        seen = collection.insert_one({"_id": value, "a": 1})
        space.check("IDS-003", seen.codes, lambda codes: refused_with(code)(seen) if codes != (code,) else None)
        space.check("IDS-003", collection.find({}), found_ids("witness"))


@requirement("IDS-004")
@boundaries({"texts": {"some": ["a", "b"]}, "of every kind": {"some": ["1", 1, True, None, {"$date": 5}]}})
@given(some=st.lists(ids(), min_size=1, max_size=6, unique_by=lambda value: str(key_of(value))))
def test_each_its_own(target: Target, some: list[Any]) -> None:
    """Every document is found, and only it, by its own ``_id``, whatever other ids there are."""
    with target.space() as space:
        collection = space.database.collection()
        filled(collection, [{"_id": document_id, "n": number} for number, document_id in enumerate(some)])
        for number, document_id in enumerate(some):
            seen = collection.find({"_id": document_id, "n": number})
            space.check("IDS-004", seen, found_ids(as_kept(as_shown(document_id))))
        for (number, document_id), other in product(enumerate(some), range(len(some))):
            if number != other:
                space.check("IDS-004", collection.find({"_id": document_id, "n": other}), found_ids())
