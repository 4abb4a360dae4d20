"""One line of a record between bytes and values: JSON that any reader takes, judged by the schema both ways."""

import json
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from vectorproof.reports.lines import SCHEMA, CaseLine, RunFooter, RunHeader
from vectorproof.reports.redaction import Redaction
from vectorproof.reports.texts import changed, encodable
from vectorproof.specs.record import validator

KINDS: Final[Mapping[str, type[RunHeader | CaseLine | RunFooter]]] = {
    "header": RunHeader,
    "case": CaseLine,
    "footer": RunFooter,
}
NAMES: Final[Mapping[type[RunHeader | CaseLine | RunFooter], str]] = {kind: name for name, kind in KINDS.items()}


class LineError(ValueError):
    """What is wrong with one line; whoever knows file and line number adds them."""


class NotJsonError(LineError):
    """The line is no JSON at all: perhaps only the first half of one."""


def encode(line: RunHeader | CaseLine | RunFooter, redaction: Redaction) -> tuple[dict[str, Any], bytes]:
    """Give the plain members of a line and its bytes, newline included; raises ``LineError`` where the schema does."""
    members = changed(
        {"kind": NAMES[type(line)], **msgspec.to_builtins(line)}, lambda text: redaction.text(encodable(text))
    )
    _judge(members)
    text = json.dumps(members, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return members, text.encode() + b"\n"


def decode(content: bytes) -> tuple[dict[str, Any], RunHeader | CaseLine | RunFooter]:
    """Read one line; raises ``NotJsonError``, or ``LineError`` naming the member that is wrong."""
    members = _parse(content)
    _judge_version(members)
    _judge(members)
    kind = KINDS[members["kind"]]
    values = {name: value for name, value in members.items() if name != "kind"}
    try:
        return members, msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise LineError(str(error)) from error


def _parse(content: bytes) -> Any:
    try:
        # Not orjson: it refuses the escape of a lone surrogate, which a record of another maker may hold.
        members = json.loads(content.decode("utf-8"), parse_constant=_refuse_constant)
        # Only an escape can bring a lone surrogate in: UTF-8 has none.
        return changed(members, encodable) if b"\\u" in content else members
    except RecursionError as error:
        raise LineError("nested too deeply") from error
    except ValueError as error:
        raise NotJsonError(f"not JSON: {error}") from error


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _judge_version(members: Any) -> None:
    """Accept this major version up to this minor one: a newer minor may mean more than this reader knows."""
    match members:
        case {"kind": "header", "schema": str(version)}:
            major, minor = SCHEMA.split(".")
            found_major, _, found_minor = version.partition(".")
            if found_major != major or not found_minor.isdecimal() or int(found_minor[:9]) > int(minor):
                raise LineError(f"schema {version[:40]!r}, this tool reads {major}.0 to {SCHEMA}")
        case _:
            pass


def _judge(members: object) -> None:
    try:
        error = next(validator().iter_errors(members), None)
    except ValueError as problem:
        raise LineError(f"not a line of a record: {problem}") from problem
    if error is not None:
        where = "/".join(str(part) for part in error.instance_path) or "the line"
        raise LineError(f"{where}: {error.message[:200]}")
