"""Changing documents that exist, or making them: update, replace, delete, upsert, and the race with other writers.

Source: data-api 5.5-5.9, 8.4, 14.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from vectorproof.mocks.dataapi import database, documents, inserting, lexical, vectorize
from vectorproof.mocks.dataapi.clauses import ids, targets, updates
from vectorproof.mocks.dataapi.clauses.analyzers import LexicalQuery
from vectorproof.mocks.dataapi.clauses.filters import Comparison, Group
from vectorproof.mocks.dataapi.clauses.paths import MISSING
from vectorproof.mocks.dataapi.clauses.updates import Update
from vectorproof.mocks.dataapi.command import Call
from vectorproof.mocks.dataapi.errors import WireError, unexpected
from vectorproof.mocks.dataapi.jsontext import is_array, is_object
from vectorproof.mocks.dataapi.selecting import Selection
from vectorproof.mocks.dataapi.storage.collection import Stored, Writing

ID = "_id"


@dataclass(frozen=True, slots=True)
class Changed:
    """A document that a change made, and whether it is another one than before."""

    document: Mapping[str, Any]
    modified: bool


#: From the document as read, and whether it is being inserted, to the changed one.
Change: TypeAlias = Callable[[Mapping[str, Any], bool], Awaitable[Changed]]


@dataclass(slots=True)
class Outcome:
    """What a command did: counts, the documents before and after of the last one, a new id, errors on the way."""

    matched: int = 0
    modified: int = 0
    upserted: Any = MISSING
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    errors: list[WireError] = field(default_factory=list[WireError])

    def status(self) -> dict[str, Any]:
        """Give the counts as the wire shows them."""
        upserted = {} if self.upserted is MISSING else {"upsertedId": self.upserted}
        return {**upserted, "matchedCount": self.matched, "modifiedCount": self.modified}


def updating(call: Call, update: Update) -> Change:
    """Make the change that an update clause describes; a text that it sets is embedded."""
    parts, clock = call.services.parts, call.services.clock

    async def change(document: Mapping[str, Any], inserting_it: bool) -> Changed:  # noqa: FBT001  # a callback's shape
        updated = update.apply(
            document, clock.now_ms(), inserting=inserting_it, vector_drops_text=parts.vector_drops_text
        )
        if updated.text is not MISSING:
            await _embed_update(call, updated.document, updated.text)
        return Changed(updated.document, updated.modified)

    return change


async def change_one(call: Call, selection: Selection, read: Stored, change: Change, outcome: Outcome) -> None:
    """Change one document; when another writer was quicker, read again and try again, a few times."""
    attempts = 1 + call.services.settings.commands.conflict_retries
    outcome.matched += 1
    current: Stored | None = read
    for _ in range(attempts):
        if current is None or not selection.matches(current.document):
            return
        changed = await change(current.document, False)  # noqa: FBT003  # a callback's shape
        # What is not modified is not written, and so shown as it is stored: without an array that nothing was added to.
        outcome.before, outcome.after = current.document, changed.document if changed.modified else current.document
        if not changed.modified:
            return
        if call.collection.replace(current, writing(call, changed.document)):
            outcome.modified += 1
            return
        current = call.collection.get(read.key)
    outcome.errors.append(WireError("FAILED_CONCURRENT_OPERATIONS", attempts=attempts).concerning(read.document[ID]))


async def upsert(call: Call, selection: Selection, change: Change, outcome: Outcome) -> None:
    """Insert the document that the filter's equalities and the change make."""
    changed = await change(_skeleton(selection.condition), True)  # noqa: FBT003  # a callback's shape
    complete = documents.with_id_first(changed.document, lambda: inserting.new_id(call))
    ready = writing(call, complete)
    if call.collection.insert(ready):
        outcome.upserted, outcome.after = complete[ID], complete
        return
    existing = call.collection.get(ready.key)
    assert existing is not None
    await change_one(call, selection, existing, change, outcome)


def writing(call: Call, document: Mapping[str, Any]) -> Writing:
    """Check a whole document and make it ready to be written; what the database would refuse is refused."""
    ready = documents.shred(document, inserting.shred_rules(call))
    database.check_vector(call.collection, ready.vector)
    lexical.check(call.collection, ready.document)
    return ready


def update_of(call: Call) -> Update:
    """Build the update of a call; this happens after filter, sort and projection were checked."""
    clause = call.fields["update"]
    assert isinstance(clause, updates.UpdateClause)
    return updates.build(clause)


async def _embed_update(call: Call, document: dict[str, Any], text: Any) -> None:
    """Write the vector of a new text; the text itself may have been taken out again by an ``$unset``."""
    document[documents.VECTOR] = await vectorize.vector_of(call, text)


def _skeleton(condition: Group) -> dict[str, Any]:
    """Copy the equalities of the filter's top level into a new document (data-api 5.5, with its slips)."""
    document: dict[str, Any] = {}
    for item in condition.items:
        if isinstance(item, Comparison):
            _copy(item, document)
    return document


def _copy(comparison: Comparison, document: dict[str, Any]) -> None:
    operand = comparison.operand
    if comparison.path == ID and comparison.operator == "$in" and len(operand) != 1:
        raise unexpected("IllegalStateException", "an upsert by several ids")
    copied = comparison.operator == "$eq" or (
        comparison.operator == "$ne" and comparison.path != ID and (operand is None or _is_whole(operand))
    )
    if isinstance(operand, LexicalQuery):
        document[documents.LEXICAL] = operand.text
    elif copied:
        targets.make(document, comparison.path, comparison.segments).put(_as_id(comparison.path, operand))


def _is_whole(operand: Any) -> bool:
    return is_array(operand) or (is_object(operand) and not any(name.startswith("$") for name in operand))


def _as_id(path: str, operand: Any) -> Any:
    return ids.wire_form(operand) if path == ID else operand
