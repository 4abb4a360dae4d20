"""Judging one answer by itself, with no target at hand: what any recorded exchange of the Data API must keep.

The schemas and the error catalogue of the specs are the law; which requirement an answer belongs to is not known here.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

import jsonschema_rs

from vectorproof.harness.exchange import shortened
from vectorproof.harness.json_values import object_in, objects_in
from vectorproof.harness.judging import Mismatch
from vectorproof.specs.commands import commands, refusal
from vectorproof.specs.errors import catalogue
from vectorproof.specs.loading import SpecError

_OK: Final = 200
_ENVELOPE: Final = frozenset({"data", "status", "errors"})
# What only answers about tables carry; their commands have no schemas here.
_TABLE_MEMBERS: Final = frozenset(
    {"primaryKeySchema", "projectionSchema", "sortedRowCount", "tables", "types", "indexes"}
)


def judge_answer(request: object, status: int, body: object, *, volatile: Iterable[str] = ()) -> tuple[Mismatch, ...]:
    """Judge an answer: its shape, its codes, and its HTTP status; an answer without a body keeps every promise.

    ``request`` is the JSON that was sent, or anything else where it was none; ``body`` is the parsed answer.
    ``volatile`` are JSON pointers into it whose values are not to be judged.
    """
    if body is None:
        return ()
    return (*_shape(request, body, frozenset(volatile)), *_codes(body), *_status(status, body))


def _shape(request: object, body: object, volatile: frozenset[str]) -> Iterator[Mismatch]:
    """Hold the answer to its command's schema; to the envelope alone where the command is unknown, or a table's."""
    members = object_in(body)
    if members is None or not members.keys() <= _ENVELOPE or not any(members.values()):
        yield Mismatch("an object of data, status and errors", shortened(repr(body), 300))
        return
    name = _command(request)
    if name is None or (object_in(members.get("status")) or {}).keys() & _TABLE_MEMBERS or _refusal().is_valid(body):
        return
    for error in _result(name).iter_errors(body):
        where = "/".join(map(str, error.instance_path))
        if not any(pointer.startswith(f"/{where}/") or pointer == f"/{where}" for pointer in volatile if "/" in where):
            promise = f"an answer of {name} as specified"
            yield Mismatch(promise, f"{where or 'the answer'}: {shortened(error.message, 300)}")
            return


def _command(request: object) -> str | None:
    """Name the command that was sent, if it is one whose answers have a schema."""
    name = next(iter(object_in(request) or {}), "")
    known = name in commands() and commands()[name].result is not None
    return name if known else None


def _codes(body: object) -> Iterator[Mismatch]:
    for error in _errors(body):
        code, scope, family = (str(error.get(member, "")) for member in ("errorCode", "scope", "family"))
        try:
            found = catalogue().find(code, scope)
        except SpecError:
            yield Mismatch("a code of the error catalogue", f"{scope}/{code}")
            continue
        if found.family != family:
            yield Mismatch(f"{scope}/{code} of family {found.family}", f"family {family}")


def _status(status: int, body: object) -> Iterator[Mismatch]:
    """The first error whose own status is not 200 decides; everything else is 200."""
    statuses = [_status_of(error) for error in _errors(body)]
    right = next((each for each in statuses if each != _OK), _OK)
    if status != right:
        yield Mismatch(f"HTTP {right}", f"HTTP {status}")


def _status_of(error: Mapping[str, Any]) -> int:
    try:
        return catalogue().find(str(error.get("errorCode", "")), str(error.get("scope", ""))).status
    except SpecError:
        return _OK


def _errors(body: object) -> list[dict[str, Any]]:
    return objects_in((object_in(body) or {}).get("errors"))


@cache
def _result(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(dict(commands()[name].result or {}))


@cache
def _refusal() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(dict(refusal()))
