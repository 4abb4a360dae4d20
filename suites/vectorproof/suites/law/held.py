"""What the laws stand on: a collection of drawn documents, and what an answer shows of them."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from hypothesis import strategies as st

from vectorproof.harness.collection import Collection
from vectorproof.harness.errors import TargetError
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import list_in
from vectorproof.harness.options import Options
from vectorproof.harness.space import Space
from vectorproof.harness.strategies.meeting import documents, filters

Clause: TypeAlias = dict[str, Any]


def several() -> st.SearchStrategy[list[Clause]]:
    """Draw a handful of documents without ``_id``, few enough for one page."""
    return st.lists(documents(), min_size=1, max_size=6)


def clauses() -> st.SearchStrategy[Clause]:
    """Draw filters that ask for something, and do not name ``_id``, of which a filter may hold one only."""
    return filters().filter(lambda clause: clause != {} and "_id" not in clause)


def filled(space: Space, held: Sequence[Clause], options: Options | None = None) -> Collection:
    """Make a collection of these documents, whose ids are their places."""
    collection = space.database.collection(options=options)
    numbered = [{"_id": number, **document} for number, document in enumerate(held)]
    answer = collection.insert_many(numbered)
    if list_in(answer.status_member.get("insertedIds")) != [*range(len(held))]:
        raise TargetError(f"the documents that the case stands on were not inserted: {answer}")
    return collection


def ids(answer: Exchange) -> list[int] | None:
    """Give the places of the documents found, upwards; ``None`` for a refusal."""
    return sorted(document["_id"] for document in answer.documents) if "documents" in answer.data else None


def everything(collection: Collection) -> list[Clause] | None:
    """Read every document whole, in the order of the ids; ``None`` for a refusal."""
    answer = collection.find({}, projection={"*": 1})
    whole = [dict(document) for document in answer.documents]
    return sorted(whole, key=lambda document: int(document["_id"])) if "documents" in answer.data else None
