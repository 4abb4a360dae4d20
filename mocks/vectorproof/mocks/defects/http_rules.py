"""Wrong part: methods, paths, statuses and bodies, and which trouble is told first."""

import json
from collections.abc import Mapping
from typing import Any, Final

from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import read
from vectorproof.mocks.defects import wrong
from vectorproof.mocks.spoiling import (
    Json,
    answering,
    forgiving,
    refusing,
    refusing_if,
    rewording,
    status_of,
    telling,
    telling_as,
    with_data_api,
    with_status,
)

_UNKNOWN: Final = "UNKNOWN_COLLECTION_OR_TABLE"
_FIELD: Final = "COMMAND_FIELD_UNKNOWN"


def _last_holds(raw: bytes, longest: int) -> Any:
    try:
        return read(raw, longest)
    except WireError:
        try:
            return json.loads(raw)
        except ValueError:
            pass
        raise


def _nothing_is_empty(raw: bytes, longest: int) -> Any:
    body = read(raw, longest)
    return {} if body is None else body


def _first_holds(raw: bytes, longest: int) -> Any:
    body = read(raw, longest)
    return dict(list(body.items())[:1]) if isinstance(body, dict) else body


def _nothing_behind(raw: bytes, longest: int) -> Any:
    body = read(raw, longest)
    try:
        json.loads(raw or b"null")
    except ValueError as error:
        raise WireError("REQUEST_NOT_JSON", problem="something follows the body") from error
    return body


def _limit_otherwise(members: Json) -> bool:
    limit: Any = (members.get("options") or {}).get("limit", 1)
    return type(limit) is not int


def _as_written(headers: Mapping[str, str]) -> str | None:
    return next((value for name, value in headers.items() if name in {"Token", "X-Cassandra-Token"}), None)


def _told_as(code: str, instead: str) -> Any:
    """Tell a code by another one, in bodies that were no command, too."""

    def change(body: Json) -> Json | None:
        errors: list[Json] = body.get("errors") or []
        told = [{**e, "errorCode": instead} if e.get("errorCode") == code else e for e in errors]
        return None if told == errors else {**body, "errors": told}

    return answering("/v1", change, methods="POST")


def _no_envelope(body: Json) -> Json | None:
    refused = any(error.get("scope") == "SECURITY" for error in body.get("errors") or [])
    return {"message": "not allowed"} if refused else None


def _empty_status(body: Json) -> Json | None:
    return {**body, "status": {}} if "status" in body else None


DEFECTS: Final = (
    wrong(
        "no-json-is-a-bad-request",
        "A body that is no JSON is answered with HTTP 400.",
        "HTTP-001",
        status_of("REQUEST_NOT_JSON", 400),
    ),
    wrong(
        "no-token-is-a-wrong-one",
        "A missing token is told as one that nobody knows.",
        "HTTP-002",
        _told_as("MISSING_AUTHENTICATION_TOKEN", "UNAUTHENTICATED_REQUEST"),
    ),
    wrong(
        "token-header-as-written",
        "The token's header is found only if it is written with one capital.",
        "HTTP-004",
        with_data_api(token_of=_as_written),
    ),
    wrong(
        "older-token-header-unknown",
        "A token in the older header is overlooked.",
        "HTTP-003",
        with_data_api(token_of=lambda headers: headers.get("Token")),
    ),
    wrong("options-forbidden", "OPTIONS is not allowed.", "HTTP-007", with_status(200, 405, methods="OPTIONS")),
    wrong(
        "nothing-behind-a-body",
        "A body that something follows is no JSON.",
        "HTTP-015",
        with_data_api(read=_nothing_behind),
    ),
    wrong(
        "whole-numbers-as-such",
        "A limit is refused if it is written as a text or with a fraction.",
        "HTTP-028",
        refusing("COMMAND_FIELD_VALUE_INVALID", "find", where=_limit_otherwise),
    ),
    wrong(
        "other-methods-found-nowhere",
        "Another method than POST is not found at the general level.",
        "HTTP-005",
        with_status(405, 404),
    ),
    wrong(
        "other-methods-not-allowed",
        "Another method than POST is not allowed at a keyspace or a collection.",
        "HTTP-006",
        with_status(404, 405, path="^/v1/", methods="GET PUT PATCH DELETE"),
    ),
    wrong(
        "slashes-count",
        "A slash at the end of a path, or one that is doubled, leads elsewhere.",
        "HTTP-008",
        refusing_if(_UNKNOWN, lambda seen: seen.path.endswith("/") or "//" in seen.path),
    ),
    wrong(
        "escapes-count",
        "An escaped letter of a name is another letter.",
        "HTTP-009",
        refusing_if(_UNKNOWN, lambda seen: "%" in seen.path),
    ),
    wrong(
        "deeper-than-a-collection",
        "A path deeper than a collection is answered with HTTP 200.",
        "HTTP-010",
        with_status(404, 200, path="^/v1/", methods="POST"),
    ),
    wrong(
        "no-json-is-a-structure",
        "A body that is no JSON is told as one of a wrong structure.",
        "HTTP-013",
        _told_as("REQUEST_NOT_JSON", "REQUEST_STRUCTURE_MISMATCH"),
    ),
    wrong(
        "last-of-two-members-holds",
        "Of a member that stands twice the last one holds.",
        "HTTP-014",
        with_data_api(read=_last_holds),
    ),
    wrong(
        "no-body-is-an-object",
        "A body of nothing is taken for an empty object.",
        "HTTP-016",
        with_data_api(read=_nothing_is_empty),
    ),
    wrong(
        "first-of-several-commands",
        "Of several commands in one body the first is done.",
        "HTTP-017",
        with_data_api(read=_first_holds),
    ),
    wrong(
        "unknown-command-unnamed",
        "The refusal of an unknown command does not say which.",
        "HTTP-019",
        rewording("COMMAND_UNKNOWN", r"(?s)^.*$", "There is no such command."),
    ),
    wrong(
        "unknown-members-overlooked",
        "Members that a command does not have are overlooked.",
        "HTTP-021",
        forgiving(_FIELD, where=lambda members: "options" not in members),
    ),
    wrong(
        "unknown-options-overlooked",
        "Options that a command does not have are overlooked.",
        "HTTP-022",
        forgiving(_FIELD, where=lambda members: "options" in members),
    ),
    wrong(
        "options-of-no-command",
        "A command without options takes any.",
        "HTTP-027",
        forgiving("COMMAND_ACCEPTS_NO_OPTIONS"),
    ),
    wrong(
        "token-before-body",
        "The token is looked at before the body.",
        "HTTP-025 HTTP-035",
        with_data_api(token_first=True),
    ),
    wrong(
        "clauses-before-collection",
        "A bad filter is told before an unknown collection.",
        "HTTP-031",
        telling_as(_UNKNOWN, "FILTER_INVALID_EXPRESSION", "find", where=lambda members: bool(members.get("sort"))),
    ),
    wrong(
        "sort-before-filter",
        "A bad filter beside a sort is told as a bad sort.",
        "HTTP-032",
        telling_as(
            "FILTER_UNSUPPORTED_OPERATOR",
            "SORT_CLAUSE_INVALID",
            "find",
            where=lambda members: bool(members.get("sort")),
        ),
    ),
    wrong(
        "projection-before-sort",
        "A bad direction of a sort beside a projection is told as a bad projection.",
        "HTTP-033",
        telling_as(
            "SORT_CLAUSE_VALUE_INVALID",
            "UNSUPPORTED_PROJECTION_DEFINITION",
            "find",
            where=lambda members: bool(members.get("projection")),
        ),
    ),
    wrong(
        "unknown-token-forbidden",
        "A token that nobody gave out is answered with HTTP 403.",
        "HTTP-034",
        status_of("UNAUTHENTICATED_REQUEST", 403),
    ),
    wrong(
        "status-of-nothing",
        "A deletion answers with an empty status.",
        "ENVELOPE-008",
        telling(_empty_status, "deleteOne", "deleteMany", "updateOne", "updateMany", "insertOne", "insertMany"),
    ),
    wrong(
        "refused-token-without-envelope",
        "Who is not let in is told so by a message, without an envelope.",
        "ENVELOPE-015",
        answering("/v1", _no_envelope, methods="POST"),
    ),
)
