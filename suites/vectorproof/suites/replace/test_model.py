"""What a findOneAndReplace makes of a document, or makes anew."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.strategies.meeting import documents, ids
from vectorproof.harness.target import Target
from vectorproof.suites.models.collection import Change, replacing
from vectorproof.suites.oracle import Done, comes_to, filled, stored

Clause = dict[str, Any]


def _judged(target: Target, requirement_id: str, held: list[Clause], body: Clause) -> None:
    """Replace the document of ``_id`` 1, and look at the answer and at what is stored."""
    with target.space() as space:
        collection = space.database.collection()
        state = filled(collection, held)
        answer = collection.command({"findOneAndReplace": {"filter": {"_id": 1}, **body}})
        options = body.get("options", {})
        change = Change(
            replacing(body["replacement"]),
            upsert=options.get("upsert", False),
            shown=options.get("returnDocument", "before"),
        )
        space.check(
            requirement_id, Done(answer, stored(collection)), comes_to(*state.change_one({"_id": 1}, {}, change))
        )


@requirement("REPLACE-001")
@boundaries(
    {
        "by another": {"held": {"a": 1, "b": 2}, "replacement": {"c": 3}, "shown": "after"},
        "by nothing": {"held": {"a": 1}, "replacement": {}, "shown": "before"},
        "by the same": {"held": {"a": 1, "b": 2}, "replacement": {"a": 1, "b": 2}, "shown": "after"},
        "by the same in another order": {"held": {"a": 1, "b": 2}, "replacement": {"b": 2, "a": 1}, "shown": "after"},
    }
)
@given(held=documents(), replacement=documents(), shown=st.sampled_from(("before", "after")))
def test_replaced(target: Target, held: Clause, replacement: Clause, shown: str) -> None:
    """A replacement takes the place of all but the ``_id``; the same members in another order are a change."""
    body = {"replacement": replacement, "options": {"returnDocument": shown}}
    _judged(target, "REPLACE-001", [{"_id": 1, **held}], body)


@requirement("REPLACE-002")
@boundaries(
    {
        "its own": {"document_id": 1, "replacement": {"a": 1}},
        "one that looks like it": {"document_id": "1", "replacement": {"a": 1}},
    }
)
@given(document_id=ids(), replacement=documents())
def test_id(target: Target, document_id: Any, replacement: Clause) -> None:
    """A replacement may name its document's ``_id`` and no other."""
    _judged(target, "REPLACE-002", [{"_id": 1, "b": 1}], {"replacement": {"_id": document_id, **replacement}})


@requirement("REPLACE-003")
@boundaries(
    {
        "without an id": {"replacement": {"a": 1}, "shown": "after"},
        "with the filter's id": {"replacement": {"_id": 1, "a": 1}, "shown": "before"},
        "with another id": {"replacement": {"_id": 2, "a": 1}, "shown": "after"},
    }
)
@given(replacement=documents(), shown=st.sampled_from(("before", "after")))
def test_upsert(target: Target, replacement: Clause, shown: str) -> None:
    """Where nothing matches, an upsert inserts the replacement under the filter's ``_id``."""
    options = {"upsert": True, "returnDocument": shown}
    _judged(target, "REPLACE-003", [{"_id": "another"}], {"replacement": replacement, "options": options})
