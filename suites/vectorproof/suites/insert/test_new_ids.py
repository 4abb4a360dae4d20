"""Documents that bring no ``_id``, and the ids that they get."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import holds
from vectorproof.harness.strategies.meeting import documents
from vectorproof.harness.target import Target
from vectorproof.suites.models.collection import Collection as Model
from vectorproof.suites.oracle import Done, comes_to, stored

Clause = dict[str, Any]


@requirement("INSERT-002")
@boundaries({"an empty document": {"held": [{}]}, "the same twice": {"held": [{"a": 1}, {"a": 1}]}})
@given(held=st.lists(documents(), min_size=1, max_size=5))
def test_made_up(target: Target, held: list[Clause]) -> None:
    """A document without an ``_id`` is stored whole under a new one, which the answer tells; no two get the same."""
    with target.space() as space:
        collection = space.database.collection()
        model, ids = Model({}), list[Any]()
        for document in held:
            answer = collection.insert_one(document)
            ids += answer.status_member.get("insertedIds") or ["none"]
            outcome = model.insert_one({"_id": ids[-1], **document})
            space.check("INSERT-002", Done(answer, stored(collection)), comes_to(outcome))
            model = Model(outcome.documents)
        new = [document_id for document_id in ids if isinstance(document_id, str)]
        space.check("INSERT-002", new, holds(f"{len(held)} different texts", lambda seen: len(set(seen)) == len(held)))
