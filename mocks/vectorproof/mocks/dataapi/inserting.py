"""Inserting documents, one or many: what refuses them all, what refuses one, and what is answered for each.

Source: data-api 5.1, 5.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vectorproof.mocks.dataapi import database, documents, hybrid, lexical, new_ids, vectorize
from vectorproof.mocks.dataapi.clauses import ids
from vectorproof.mocks.dataapi.command import Call
from vectorproof.mocks.dataapi.documents import ShredRules, shred, with_id_first
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.storage.collection import Writing


@dataclass(frozen=True, slots=True)
class Attempt:
    """One document on its way: its id as far as it is known, and what is written or what refuses it.

    Neither ``writing`` nor ``error``: it was skipped.
    """

    document_id: Any = documents.ID
    known: bool = False
    writing: Writing | None = None
    error: WireError | None = None

    @classmethod
    def refused(cls, error: WireError, document_id: Any) -> "Attempt":
        """Keep what refuses a document, and nothing else of where it was raised.

        By its traceback an error holds the document, and all attempts beside it, until cycles are looked for.
        """
        return cls(document_id, known=True, error=error.concerning(document_id).with_traceback(None))


async def insert(call: Call, given: Sequence[Any], *, ordered: bool) -> list[Attempt]:
    """Insert documents; nothing is written before all of them are embedded and checked.

    Raises:
        WireError: what refuses the whole command: exclusivity, embedding, vectors where there are none.

    """
    plain = hybrid.expanded(given)
    try:
        embedded = await vectorize.documents(call, plain)
    except WireError:
        kept = call.services.parts.kept_when_embedding_fails(plain)
        _write(call, [_prepare(call, document) for document in kept], ordered=ordered)
        raise
    attempts = [_prepare(call, document) for document in embedded]
    _check_vectors_supported(call, attempts)
    return _write(call, attempts, ordered=ordered)


def shred_rules(call: Call) -> ShredRules:
    """Give what the collection asks of its documents."""
    collection, settings = call.collection, call.services.settings
    lexical = collection.definition.lexical.enabled
    return ShredRules(collection.rules, lexical, settings.documents, collection.keyspace, collection.name)


def new_id(call: Call) -> Any:
    """Make an id of the collection's type."""
    return new_ids.make(call.collection.definition.default_id, call.services.ids, call.services.clock)


def already_exists(document_id: Any) -> WireError:
    """Make the error for an ``_id`` that is taken."""
    return WireError("DOCUMENT_ALREADY_EXISTS", id=ids.quoted(document_id)).concerning(document_id)


def _prepare(call: Call, document: Any) -> Attempt:
    try:
        complete = with_id_first(document, lambda: new_id(call))
    except WireError as error:
        if error.spec.scope == "":
            raise
        return Attempt(error=error.with_traceback(None))
    document_id = complete[documents.ID]
    try:
        return Attempt(document_id, known=True, writing=shred(complete, shred_rules(call)))
    except WireError as error:
        return Attempt.refused(error, document_id)


def _check_vectors_supported(call: Call, attempts: Sequence[Attempt]) -> None:
    if call.collection.definition.vector is None:
        for attempt in attempts:
            if attempt.writing is not None and attempt.writing.vector is not None:
                raise WireError("VECTOR_SEARCH_NOT_SUPPORTED", collection=call.collection.name)


def _write(call: Call, attempts: Sequence[Attempt], *, ordered: bool) -> list[Attempt]:
    written: list[Attempt] = []
    stopped = False
    for attempt in attempts:
        done = Attempt(attempt.document_id, known=attempt.known) if stopped else _written(call, attempt)
        written.append(done)
        stopped = stopped or (done.error is not None and ordered and call.services.parts.ordered_stops)
    return written


def _written(call: Call, attempt: Attempt) -> Attempt:
    if attempt.writing is None:
        return attempt
    try:
        database.check_vector(call.collection, attempt.writing.vector)
        lexical.check(call.collection, attempt.writing.document)
        inserted = call.collection.insert(attempt.writing)
    except WireError as error:
        return Attempt.refused(error, attempt.document_id)
    if not inserted:
        return Attempt(attempt.document_id, known=True, error=already_exists(attempt.document_id))
    return attempt
