"""insertMany: up to a hundred documents, in order or not, answered one by one if asked (data-api 5.2)."""

from collections.abc import Iterator, Sequence
from typing import Any

from vectorproof.mocks.dataapi.binding import Bound, Violation, array, fields, flag, object_of
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.inserting import Attempt, insert
from vectorproof.mocks.dataapi.settings import CommandLimits


def _documents_are_there(bound: Bound, limits: CommandLimits) -> Iterator[Violation]:
    given = bound["documents"]
    if given is None:
        yield Violation("command.documents", None, "must not be null")
    if not given:
        yield Violation("command.documents", given, "must not be empty")
    elif len(given) > limits.insert:
        reason = f"amount of documents to insert is over the max limit ({len(given)} vs {limits.insert})"
        yield Violation("command.documents", given, reason)


@command(
    "insertMany",
    on=COLLECTION,
    fields=fields(documents=array, options=object_of(fields(ordered=flag, returnDocumentResponses=flag))),
    checks=(_documents_are_there,),
    writes=True,
)
async def insert_many(call: Call) -> Result:
    """Insert documents; without order each one is tried, in order the first that fails ends it."""
    attempts = await insert(call, call.fields["documents"], ordered=bool(call.options["ordered"]))
    errors = tuple(attempt.error for attempt in attempts if attempt.error is not None)
    if call.options["returnDocumentResponses"]:
        return Result(status={"documentResponses": _responses(attempts)}, errors=errors)
    inserted = [attempt.document_id for attempt in attempts if attempt.writing is not None]
    return Result(status={"insertedIds": inserted}, errors=errors)


def _responses(attempts: Sequence[Attempt]) -> list[dict[str, Any]]:
    responses: list[dict[str, Any]] = []
    errors = 0
    for attempt in attempts:
        shown: dict[str, Any] = {"_id": attempt.document_id} if attempt.known else {}
        if attempt.error is not None:
            responses.append({**shown, "status": "ERROR", "errorsIdx": errors})
            errors += 1
        else:
            responses.append({**shown, "status": "OK" if attempt.writing is not None else "SKIPPED"})
    return responses
