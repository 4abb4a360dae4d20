"""Wrong part: what is told of a provider's failures, what they leave, and what comes after them."""

import json
from dataclasses import replace
from typing import Any, Final

from vectorproof.mocks.dataapi import provider_answers, rules
from vectorproof.mocks.dataapi.embedded import Made
from vectorproof.mocks.dataapi.hearing import Heard
from vectorproof.mocks.dataapi.provider_answers import Answer
from vectorproof.mocks.defects import wrong
from vectorproof.mocks.parts import Parts, Seen
from vectorproof.mocks.spoiling import (
    Json,
    both,
    hearing,
    nowhere,
    refusing,
    refusing_again,
    rewording,
    status_of,
    telling,
    telling_as,
    with_data_api,
)

_CLIENT: Final = "EMBEDDING_PROVIDER_CLIENT_ERROR"
_SERVER: Final = "EMBEDDING_PROVIDER_SERVER_ERROR"
_LIMITED: Final = "EMBEDDING_PROVIDER_RATE_LIMITED"
_UNRESOLVED: Final = frozenset(
    {"EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE", "EMBEDDING_GATEWAY_REQUEST_PROCESSING_ERROR"}
)
_CREDENTIALS: Final = frozenset({*_UNRESOLVED, "VECTORIZE_CREDENTIAL_INVALID"})
_UNAUTHORIZED: Final = 401
_BATCH: Final = 32
_MEMBERS: Final = frozenset({"object", "model", "data", "usage"})


def _failed(seen: Seen) -> bool:
    errors: list[Json] = (seen.json or {}).get("errors") or []
    return any(str(error.get("errorCode")).startswith("EMBEDDING_PROVIDER_") for error in errors)


def _place(seen: Seen) -> object:
    return seen.path if _failed(seen) else None


def _same_place(seen: Seen) -> object:
    return seen.path if b"$vectorize" in seen.request_body and not _failed(seen) else None


def _somewhere(seen: Seen) -> object:
    return "somewhere" if _failed(seen) else None


def _anywhere(seen: Seen) -> object:
    return "somewhere" if b"$vectorize" in seen.request_body and not _failed(seen) else None


def _unsaid(body: Json) -> Json | None:
    errors: list[Json] = body.get("errors") or []
    if not any(error["errorCode"] in _CREDENTIALS for error in errors):
        return None
    words = {"errorCode": "SERVER_UNHANDLED_ERROR", "title": "Something failed", "message": "Please try again."}
    return {**body, "errors": [{**error, **words} for error in errors]}


def _unauthorized(parts: Parts) -> Parts:
    right = parts.data_api.failure_code
    return parts.with_data_api(failure_code=lambda status: _SERVER if status == _UNAUTHORIZED else right(status))


def _nothing_new(answer: Answer, model: str) -> list[Made]:
    """Decode an answer that has no members beside the usual ones."""
    found = provider_answers.vectors(answer, model)
    if not json.loads(answer.raw).keys() <= _MEMBERS:
        raise provider_answers.nonsense("The Embedding Provider answered more than it was asked")
    return found


def _with_counts(body: Json) -> Json | None:
    return {**body, "status": {"matchedCount": 0, "modifiedCount": 0}} if body.keys() == {"errors"} else None


def _fewer(body: Json) -> Json | None:
    return {**body, "status": {"ok": 1}} if "insertedIds" in body.get("status", {}) else None


def _nothing_found(body: Json) -> Json | None:
    return {"data": {"document": None}} if (body.get("data") or {}).get("document") else None


def _by_id(members: Json) -> bool:
    return {*(members.get("filter") or {})} == {"_id"}


def _one_deleted(body: Json) -> Json | None:
    return {"status": {"deletedCount": 1}} if "status" in body else None


def _doubled(body: Json) -> Json | None:
    status: Json = body.get("status") or {}
    return (
        {**body, "status": {**status, "matchedCount": status["matchedCount"] + 1}} if "matchedCount" in status else None
    )


def _deleting(parts: Parts) -> Parts:
    """Let countDocuments be deleteMany, and tell what was deleted as the count."""

    def hear(heard: Heard) -> Heard:
        members: Any = heard.command.get("countDocuments") if isinstance(heard.command, dict) else None
        is_asked = isinstance(members, dict) and bool(members.get("filter"))
        return replace(heard, command={"deleteMany": {"filter": members["filter"]}}) if is_asked else heard

    return parts.with_hearing(hear)


def _deleted_as_counted(body: Json) -> Json | None:
    status: Json = body.get("status") or {}
    return {"status": {"count": status["deletedCount"]}} if "deletedCount" in status else None


def _unknown_operator(members: Json) -> bool:
    wishes = (members.get("filter") or {}).values()
    return any("$foo" in wish for wish in wishes if isinstance(wish, dict))


DEFECTS: Final = (
    wrong(
        "dead-key-as-server-error",
        "A key that the provider no longer knows is told as the provider's breakdown.",
        "KEY-014",
        _unauthorized,
    ),
    wrong(
        "status-of-the-provider-untold",
        "The HTTP status of the provider is not told.",
        "FAULT-013",
        both(*(rewording(code, r"with HTTP \d+", "") for code in (_CLIENT, _SERVER, _LIMITED))),
    ),
    wrong(
        "numbers-of-vectors-untold",
        "The error for vectors of another number or length tells neither.",
        "FAULT-023",
        rewording("EMBEDDING_PROVIDER_UNEXPECTED_RESPONSE", r"'\d+'", "another"),
    ),
    wrong(
        "words-of-the-provider-untold",
        "What the provider said of a refusal is not told.",
        "ERROR-004 ERROR-005 FAULT-014",
        rewording(_CLIENT, r"(?s)error message: .*$", "error message: none"),
    ),
    wrong(
        "failures-as-http-502",
        "A failure of the provider is answered with HTTP 502.",
        "FAULT-015",
        status_of("EMBEDDING_PROVIDER_", 502),
    ),
    wrong(
        "written-without-vector",
        "A text that could not be embedded is written without a vector, and nothing is said.",
        "FAULT-017 FAULT-018",
        with_data_api(failures_matter=False),
    ),
    wrong(
        "wrecks-told-as-nonsense",
        "An answer that cannot be decoded is told as one that was not expected.",
        "FAULT-006 FAULT-009",
        telling_as("UNEXPECTED_SERVER_ERROR", "EMBEDDING_PROVIDER_UNEXPECTED_RESPONSE"),
    ),
    wrong(
        "new-members-refused",
        "An answer of the provider with a member that nobody knows is refused.",
        "FAULT-007",
        with_data_api(decoded=_nothing_new),
    ),
    wrong(
        "tried-again-at-once",
        "After a time-out the provider is asked again at once.",
        "FAULT-011",
        with_data_api(pace=lambda pace: replace(pace, backoff_s=0)),
    ),
    wrong(
        "one-retry-too-few",
        "A late provider is asked three times.",
        "FAULT-012 FAULT-011",
        with_data_api(attempts=lambda pace: rules.attempts(pace) - 1),
    ),
    wrong(
        "first-batch-kept",
        "Of an insert whose texts could not all be embedded the first batch of documents is stored.",
        "FAULT-016",
        with_data_api(kept_when_embedding_fails=lambda documents: list(documents[:_BATCH])),
    ),
    wrong(
        "counts-beside-a-failure",
        "updateMany tells beside a failure that it changed nothing.",
        "FAULT-019",
        telling(_with_counts, "updateMany"),
    ),
    wrong(
        "unresolved-told-as-a-refusal",
        "A stored key that cannot be read is told as the provider's refusal.",
        "ERROR-007 ERROR-008",
        both(*(telling_as(code, _CLIENT) for code in sorted(_UNRESOLVED))),
    ),
    wrong(
        "failure-remembered",
        "A collection whose provider failed once takes no text again.",
        "FAULT-021",
        refusing_again("EMBEDDING_PROVIDER_TIMEOUT", _place, _same_place),
    ),
    wrong(
        "failure-of-one-is-all-s",
        "When the provider has failed for one collection, no other takes a text again.",
        "FAULT-022",
        refusing_again("EMBEDDING_PROVIDER_TIMEOUT", _somewhere, _anywhere),
    ),
    wrong("credential-unsaid", "An error for a credential does not say so.", "ERROR-007", telling(_unsaid)),
    wrong(
        "insert-without-ids", "An insert says ok, and no ids.", "SCHEMA-001", telling(_fewer, "insertOne", "insertMany")
    ),
    wrong(
        "wrong-structure-breaks",
        "A body of a wrong structure is answered with HTTP 500.",
        "SCHEMA-002",
        status_of("REQUEST_STRUCTURE_MISMATCH", 500),
    ),
    wrong(
        "find-one-by-id-finds-nothing",
        "findOne by an id alone finds nothing.",
        "SCHEMA-003",
        telling(_nothing_found, "findOne", where=_by_id),
    ),
    wrong(
        "deletion-not-done",
        "deleteOne by an id says that it deleted, and does not.",
        "SCHEMA-004",
        both(
            hearing(lambda members: nowhere(members) if _by_id(members) else None, "deleteOne"),
            telling(_one_deleted, "deleteOne", where=_by_id),
        ),
    ),
    wrong(
        "matched-once-more",
        "updateOne says that it matched one document more.",
        "SCHEMA-005",
        telling(_doubled, "updateOne"),
    ),
    wrong(
        "count-deletes",
        "countDocuments deletes what it counts by a filter.",
        "SCHEMA-007",
        both(_deleting, telling(_deleted_as_counted, "countDocuments")),
    ),
    wrong(
        "refused-and-done",
        "An update whose filter is refused is done to the first document.",
        "SCHEMA-008",
        both(
            hearing(
                lambda members: {**members, "filter": {}, "sort": {"_id": 1}} if _unknown_operator(members) else None,
                "updateOne",
            ),
            refusing("FILTER_UNSUPPORTED_OPERATOR", "updateOne", "updateMany", where=_unknown_operator),
        ),
    ),
)
