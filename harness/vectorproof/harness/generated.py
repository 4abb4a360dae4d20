"""Requests made from the published schemas by Schemathesis: what nobody has thought of writing into a case.

The document with one operation for each command is what is generated from, so whatever the specs say of a command is
sent, and what they no longer say is not. Schemathesis' own checks are not used: on an API that answers refusals with
HTTP 200 they cry wolf. ``OFF`` says so for each.
"""

import json
from collections.abc import Collection as Names
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import orjson
from hypothesis import strategies as st

from vectorproof.harness.errors import Missing
from vectorproof.specs.openapi import document

EXTRA: Final = "schemathesis"

OFF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "positive_data_acceptance": "a request that fits is refused with HTTP 200, too, where its collection is not so",
        "negative_data_rejection": "a refusal is HTTP 200, so every request that does not fit looks accepted",
        "unsupported_method": "below the general level another method is answered with HTTP 404, not 405",
        "missing_required_header": "the token is refused before anything else is looked at, with HTTP 401",
        "use_after_free": "a command on what was deleted is answered with HTTP 200 and an error",
        "ensure_resource_availability": "a command on what was not made is answered with HTTP 200 and an error",
        "ignored_auth": "a command that needs no database is answered for any token",
    }
)
"""Schemathesis' own checks that are wrong here, each with the reason; those that are left judge the status only."""


@dataclass(frozen=True, slots=True)
class Generated:
    """One request: the command that it was made for, and the body as it is sent."""

    command: str
    body: bytes


def require_schemathesis() -> None:
    """End the case as SKIPPED where Schemathesis is not installed.

    Raises:
        Missing: it is not; says how to install it.

    """
    if not _installed():
        raise Missing(EXTRA, f"Schemathesis is not installed: pip install 'vectorproof[{EXTRA}]'")


def requests(*, fitting: bool, commands: Names[str] = ()) -> st.SearchStrategy[Generated]:
    """Draw requests that fit the schema of their command, or that do not; of all commands unless some are named.

    Nothing is made before the first is drawn; without Schemathesis every request is empty.
    """
    return st.deferred(lambda: _requests(fitting=fitting, commands=commands))


def requests_of(
    specification: Mapping[str, Any], *, fitting: bool, commands: Names[str] = ()
) -> st.SearchStrategy[Generated]:
    """Draw requests from an OpenAPI document of one operation for each command."""
    from schemathesis import GenerationMode  # noqa: PLC0415  # an extra, and slow to import

    mode = GenerationMode.POSITIVE if fitting else GenerationMode.NEGATIVE
    operations = _operations(specification)
    wanted = sorted(name for name in operations if not commands or name in commands)
    return st.one_of([_made(name, operations[name].as_strategy(generation_mode=mode)) for name in wanted])


def _made(name: str, cases: st.SearchStrategy[Any]) -> st.SearchStrategy[Generated]:
    return cases.map(lambda case: _generated(name, case))


def _requests(*, fitting: bool, commands: Names[str]) -> st.SearchStrategy[Generated]:
    if not _installed():
        return st.just(Generated("", b""))
    return requests_of(_document(), fitting=fitting, commands=commands)


def _operations(specification: Mapping[str, Any]) -> dict[str, Any]:
    import schemathesis  # noqa: PLC0415  # an extra, and slow to import

    loaded: Any = schemathesis.openapi.from_dict(dict(specification))
    found: list[Any] = [result.ok() for result in loaded.get_all_operations()]
    return {str(operation.definition.raw["operationId"]): operation for operation in found}


def _generated(name: str, case: Any) -> Generated:
    return Generated(name, _encoded(case.body))


def _encoded(body: Any) -> bytes:
    """Write a body as JSON, whole numbers beyond 64 bits, too; one that was left out is null."""
    if isinstance(body, bytes):
        return body
    try:
        return orjson.dumps(body)
    except TypeError:
        return json.dumps(body, default=lambda _: None).encode()


@cache
def _document() -> Mapping[str, Any]:
    return document("per-command")


@cache
def _installed() -> bool:
    from importlib.util import find_spec  # noqa: PLC0415  # seldom asked

    return find_spec(EXTRA) is not None
