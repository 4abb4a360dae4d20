"""A collection in memory and what each command has to do to it (sections 5, 7 and 14).

A command gives every outcome that the rules allow: where they leave a choice, such as which of several matching
documents is changed, there are several. Nothing is changed by asking; ``documents`` is whatever the caller saw last.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vectorproof.suites.models import filters, projections, updates
from vectorproof.suites.models.identity import as_shown, key_of
from vectorproof.suites.models.order import in_order, near, similarity, vector_of
from vectorproof.suites.models.outcomes import Document, Documents, Key, Outcome, subsets
from vectorproof.suites.models.values import ABSENT, Refused, alike, as_kept, at, elements, kind, members, refuse, trail

DELETED_AT_ONCE = 20
"""How many documents a deleteMany deletes at most (5.9)."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a command does to a document it picks: the wished update or replacement, and how it is answered (5.5)."""

    make: Callable[[Document, bool], updates.Made]
    upsert: bool = False
    shown: str | None = None
    projection: Mapping[str, Any] | None = None
    new_id: Any = None


@dataclass(frozen=True, slots=True)
class Collection:
    """What a collection holds, by key; ``metric`` is how it measures vectors, if it does."""

    documents: Documents
    metric: str | None = None

    def insert_one(self, document: Any) -> Outcome:
        """Insert a document that has its ``_id`` (5.1)."""
        try:
            key, kept = kept_document(document)
            if key in self.documents:
                refuse("DOCUMENT_ALREADY_EXISTS")
        except Refused as refused:
            return Outcome(self.documents, {"insertedIds": []}, None, (refused.codes,))
        return Outcome({**self.documents, key: kept}, {"insertedIds": [kept["_id"]]})

    def insert_many(self, documents: Sequence[Any], *, ordered: bool) -> list[Outcome]:
        """Insert several: in order up to the first that fails, or each that can be; of equal ids any one wins (5.2)."""
        rows = range(len(documents))
        if ordered:
            return [self._inserted(documents, rows, stop=True)]
        # Whichever comes first wins; the order of trying is the target's.
        return [self._inserted(documents, row, stop=False) for row in (rows, rows[::-1])]

    def _inserted(self, documents: Sequence[Any], order: Sequence[int], *, stop: bool) -> Outcome:
        held, done = self.documents, dict[int, Any]()
        failed = dict[int, frozenset[str]]()
        for number in order:
            outcome = replace(self, documents=held).insert_one(documents[number])
            held = outcome.documents
            if outcome.errors:
                failed[number] = outcome.errors[0]
                if stop:
                    break
            else:
                done[number] = documents[number]
        ids = [as_kept(as_shown(done[number]["_id"])) for number in sorted(done)]
        return Outcome(held, {"insertedIds": ids}, None, tuple(failed[number] for number in sorted(failed)))

    def matching(self, clause: Any) -> list[Key]:
        """Name the documents that a filter finds (9)."""
        return [key for key, document in self.documents.items() if filters.holds(document, clause)]

    def picked(self, clause: Any, sort: Mapping[str, Any]) -> list[Key]:
        """Name each document that a command for one may pick: any match, or any that may come first (5.5, 11, 12)."""
        keys = self.matching(clause)
        if not sort:
            return keys
        if "$vector" in sort:
            scores = self.scores(keys, sort["$vector"])
            return [key for key, score in scores.items() if near(score, max(scores.values()))]
        found = [self.documents[key] for key in keys]
        return [key for key in keys if all(in_order([self.documents[key], other], sort) for other in found)]

    def scores(self, keys: Sequence[Key], query: Sequence[float]) -> dict[Key, float]:
        """Work out the similarity of the documents that have a vector (12)."""
        vectors = {key: vector_of(self.documents[key]) for key in keys}
        metric = self.metric or ""
        return {key: similarity(metric, query, vector) for key, vector in vectors.items() if vector is not None}

    def count(self, clause: Any) -> Outcome:
        """Count (5.10); beyond the cap nothing is worked out here."""
        try:
            filters.judge(clause)
        except Refused as refused:
            return Outcome(self.documents, errors=(refused.codes,))
        return Outcome(self.documents, {"count": len(self.matching(clause))})

    def change_one(self, clause: Any, sort: Mapping[str, Any], change: Change) -> list[Outcome]:
        """Change, replace or make one document (5.5, 5.7)."""
        keys = self.picked(clause, sort)
        if not keys:
            return [self._made_anew(clause, change) if change.upsert else self._unmatched(change)]
        return [self._changed(key, change) for key in keys]

    def _changed(self, key: Key, change: Change) -> Outcome:
        before = self.documents[key]
        try:
            made = change.make(before, False)  # noqa: FBT003  # a callback's shape
            # What is not modified is not written, and so nobody looks at what it would have been.
            if made.modified:
                judge_document(made.document)
        except Refused as refused:
            return Outcome(self.documents, errors=(refused.codes,))
        status = {"matchedCount": 1, "modifiedCount": int(made.modified)}
        after = made.document if made.modified else before
        return Outcome({**self.documents, key: after}, status, _shown(change, before, after))

    def _made_anew(self, clause: Any, change: Change) -> Outcome:
        try:
            made = change.make(skeleton(clause), True)  # noqa: FBT003  # a callback's shape
            document = {"_id": made.document.get("_id", change.new_id), **made.document}
            key, kept = kept_document(document)
        except Refused as refused:
            return Outcome(self.documents, errors=(refused.codes,))
        status = {"upsertedId": kept["_id"], "matchedCount": 0, "modifiedCount": 0}
        return Outcome({**self.documents, key: kept}, status, _shown(change, None, kept))

    def _unmatched(self, change: Change) -> Outcome:
        return Outcome(self.documents, {"matchedCount": 0, "modifiedCount": 0}, _shown(change, None, None))

    def update_many(self, clause: Any, change: Change) -> list[Outcome]:
        """Change all matches; where one cannot be, any of the others may have been before (5.6)."""
        keys = self.matching(clause)
        if not keys:
            return self.change_one(clause, {}, change)
        alone = {key: self._changed(key, change) for key in keys}
        wrong = [outcome.errors[0] for outcome in alone.values() if outcome.errors]
        right = {key: outcome.documents[key] for key, outcome in alone.items() if not outcome.errors}
        if wrong:
            held = [{**self.documents, **{key: right[key] for key in some}} for some in subsets(list(right))]
            return [Outcome(documents, errors=(codes,)) for documents in held for codes in set(wrong)]
        modified = sum((outcome.status or {})["modifiedCount"] for outcome in alone.values())
        return [Outcome({**self.documents, **right}, {"matchedCount": len(keys), "modifiedCount": modified})]

    def delete_one(self, clause: Any, sort: Mapping[str, Any], *, shown: Any = ABSENT) -> list[Outcome]:
        """Delete one document; findOneAndDelete shows it by a projection (5.8)."""
        keys = self.picked(clause, sort)
        if not keys:
            data = None if shown is ABSENT else {"document": None}
            return [Outcome(self.documents, {"deletedCount": 0}, data)]
        return [self._deleted(key, shown) for key in keys]

    def _deleted(self, key: Key, shown: Any) -> Outcome:
        left = {other: document for other, document in self.documents.items() if other != key}
        document = self.documents[key]
        data = None if shown is ABSENT else {"document": projections.projected(document, shown)}
        return Outcome(left, {"deletedCount": 1}, data)

    def delete_many(self, clause: Any) -> Outcome:
        """Delete all matches of a small collection; a filter that asks for nothing empties it (5.9)."""
        keys = self.matching(clause)
        assert len(keys) <= DELETED_AT_ONCE
        left = {key: document for key, document in self.documents.items() if key not in keys}
        return Outcome(left, {"deletedCount": -1 if filters.vacuous(clause) else len(keys)})


def _shown(change: Change, before: Document | None, after: Document | None) -> dict[str, Any] | None:
    """Show the document before or after the change, for the commands that do (5.5)."""
    if change.shown is None:
        return None
    document = before if change.shown == "before" else after
    return {"document": None if document is None else projections.projected(document, change.projection)}


def updating(clause: Mapping[str, Any]) -> Callable[[Document, bool], updates.Made]:
    """Make the change that an update clause describes."""
    return lambda document, inserting: updates.updated(document, clause, inserting=inserting)


def replacing(replacement: Mapping[str, Any]) -> Callable[[Document, bool], updates.Made]:
    """Make the change to another document under the same ``_id`` (5.7)."""

    def make(document: Document, _: bool) -> updates.Made:  # noqa: FBT001  # a callback's shape
        if {"_id"} <= replacement.keys() & document.keys():
            old, new = document["_id"], replacement["_id"]
            if kind(old) != kind(new) or not alike(as_kept(old), as_kept(new)):
                refuse("DOCUMENT_REPLACE_DIFFERENT_DOCID")
        own = {name: document[name] for name in ("_id",) if name in document}
        after = as_kept({**own, **{name: value for name, value in replacement.items() if name not in own}})
        return updates.Made(after, not alike(dict(document), after) or str(document) != str(after))

    return make


def skeleton(clause: Any) -> dict[str, Any]:
    """Make what an upsert starts from: the equalities at the top of the filter, and nothing within groups (5.5)."""
    document: dict[str, Any] = {}
    for path, operand in filters.entries(clause):
        for operator, wish in filters.asked(operand) if path not in filters.GROUPS else ():
            whole = wish is None or kind(wish) in {"array", "object"}
            if operator == "$eq" or (operator == "$ne" and whole and path != "_id"):
                document = updates.rewritten(document, trail(path) or [], as_shown(wish) if path == "_id" else wish)
    return document


def kept_document(document: Any) -> tuple[Key, dict[str, Any]]:
    """Give key and content of a document as it is kept: ``_id`` first, the rest as it was sent (7.1)."""
    if members(document) is None:
        refuse("SHRED_BAD_DOCUMENT_TYPE")
    key = key_of(document["_id"])
    judge_document(document)
    rest = {name: value for name, value in document.items() if name != "_id"}
    return key, as_kept({"_id": as_shown(document["_id"]), **rest})


def judge_document(document: Mapping[str, Any]) -> None:
    """Refuse names that no field may have (7.3)."""
    for name, value in document.items():
        if not name or (name.startswith("$") and name not in {"$vector", "$vectorize", "$lexical"}):
            refuse("SHRED_BAD_FIELD_NAME")
        _judge_names(value)


def _judge_names(value: Any) -> None:
    for each in elements(value) or ():
        _judge_names(each)
    inner = members(value) or {}
    if kind(value) == "object":
        for name, each in inner.items():
            if not name or name.startswith("$"):
                refuse("SHRED_BAD_FIELD_NAME")
            _judge_names(each)


def value_at(document: Document, path: str) -> Any:
    """Give what stands at a path, ``ABSENT`` if nothing does."""
    return at(document, trail(path) or [])
