"""The provider's error answers: the rows of ``errors.toml``, in the envelope of the dialect that is spoken.

Raise ``Refusal`` anywhere on the way to an answer; nothing else becomes an error the client sees.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from vectorproof.mocks.faults.wire import Answer
from vectorproof.mocks.jina.settings import Dialect, Generation
from vectorproof.mocks.jina.shortening import brief
from vectorproof.specs.loading import Table, read_toml

ENVELOPES = frozenset({"flat", "nested", "validation", "uncoded"})


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One row of ``errors.toml``: what a code looks like in each generation."""

    code: str
    status: int
    envelope: str
    detail: str
    status_a: int
    detail_a: str


@dataclass(frozen=True, slots=True)
class FieldError:
    """One complaint about one field of a request (422); ``given`` is what was sent there."""

    field: str
    message: str
    type: str
    given: object = None

    def wire(self) -> dict[str, object]:
        """Write it as the body has it."""
        return {"field": self.field, "message": self.message, "type": self.type, "input": self.given}


class Refusal(Exception):  # noqa: N818  # it is what the client sees, not a failure of ours
    """The request is refused with a code; ``facts`` fill the text of its row."""

    def __init__(
        self, code: str, *, errors: tuple[FieldError, ...] = (), headers: tuple[tuple[str, str], ...] = (), **facts: Any
    ) -> None:
        super().__init__(code)
        self.code = code
        self.errors = errors
        self.headers = headers
        self.facts = facts


def invalid(field: str, message: str, kind: str, given: object = None) -> Refusal:
    """Make the 422 for one field; its text repeats the first complaint."""
    error = FieldError(f"body -> {field}" if field else "body", message, kind, brief(given))
    return Refusal("VALIDATION", errors=(error,), count=1, first=message)


@cache
def error_rows() -> Mapping[str, ErrorRow]:
    """Give every row of ``errors.toml`` by its code."""
    rows = read_toml(files("vectorproof.mocks.jina") / "errors.toml")
    return {code: _row(code, members) for code, members in rows.items()}


@dataclass(frozen=True, slots=True)
class ErrorText:
    """An error that is ready but for its envelope."""

    status: int
    envelope: str
    code: str
    detail: str
    errors: tuple[FieldError, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


def error_text(refusal: Refusal, generation: Generation) -> ErrorText:
    """Look a refusal up and fill in its facts, in the words of a generation."""
    row = error_rows()[refusal.code]
    old = generation is Generation.A
    status, detail = (row.status_a, row.detail_a) if old else (row.status, row.detail)
    text = detail.format_map(refusal.facts)
    return ErrorText(status, row.envelope, row.code, text, refusal.errors, refusal.headers)


def envelope(error: ErrorText, dialect: Dialect, request_id: str) -> Answer:
    """Put an error into the body that its kind has (jina-api 1.6); generation A knows only ``detail``."""
    build = _old if dialect.generation is Generation.A else _BODIES[error.envelope]
    return Answer(error.status, orjson.dumps(build(error, dialect, request_id)), headers=error.headers)


def _flat(error: ErrorText, dialect: Dialect, request_id: str) -> dict[str, object]:
    del dialect
    return {"detail": error.detail, "request_id": request_id, "code": error.code}


def _uncoded(error: ErrorText, dialect: Dialect, request_id: str) -> dict[str, object]:
    del dialect
    return {"detail": error.detail, "request_id": request_id}


def _nested(error: ErrorText, dialect: Dialect, request_id: str) -> dict[str, object]:
    if dialect.nested_id_inside:
        return {"detail": {"message": error.detail, "request_id": request_id, "code": error.code}}
    return {"detail": {"message": error.detail, "code": error.code}, "request_id": request_id}


def _validation(error: ErrorText, dialect: Dialect, request_id: str) -> dict[str, object]:
    del dialect
    return {"detail": error.detail, "request_id": request_id, "errors": [one.wire() for one in error.errors]}


def _old(error: ErrorText, dialect: Dialect, request_id: str) -> dict[str, object]:
    del dialect, request_id
    return {"detail": error.detail}


_BODIES: Mapping[str, Callable[[ErrorText, Dialect, str], dict[str, object]]] = {
    "flat": _flat,
    "nested": _nested,
    "validation": _validation,
    "uncoded": _uncoded,
}


def _row(code: str, members: object) -> ErrorRow:
    table = Table("errors.toml", code, members)
    status, detail = table.integer("status"), table.text("detail")
    row = ErrorRow(
        code=code,
        status=status,
        envelope=table.text("envelope", among=ENVELOPES),
        detail=detail,
        status_a=table.optional_integer("status_a", status),
        detail_a=table.optional_text("detail_a") or detail,
    )
    table.optional_flag("unverified", default=False)
    table.done()
    return row
