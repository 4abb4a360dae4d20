"""How the control plane speaks HTTP: route tables, JSON in and out, refusals, and a header that says what is imitated.

Knows aiohttp; does not know keys, databases or who may do what.
"""

import functools
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final, cast

import orjson
from aiohttp import web

from vectorproof.mocks.controlplane.errors import ControlError, refusal
from vectorproof.mocks.core.calls import CallLog, trace_of

FIDELITY_HEADER: Final = "X-Sim-Fidelity"
Answer = Callable[[web.Request], Awaitable[web.Response]]
_PATH_SHOWN: Final = 500


class Fidelity(StrEnum):
    """What a surface imitates: a public API, an internal one, or nothing real at all."""

    DEVOPS = "devops"
    INTERNAL = "internal"
    SIMULATOR = "simulator-only"


# What the call log calls a surface.
_KINDS: Final = {Fidelity.DEVOPS: "devops", Fidelity.INTERNAL: "sync", Fidelity.SIMULATOR: "portal"}


@dataclass(frozen=True, slots=True)
class Route:
    """One operation; the path's ``{names}`` are read by ``request.match_info``."""

    method: str
    path: str
    answer: Answer


def mount(fidelity: Fidelity, routes: Iterable[Route], calls: CallLog | None = None) -> list[web.RouteDef]:
    """Make aiohttp's routes of a table; refusals become bodies, and every answer names its fidelity.

    With a call log every request is one of its lines.
    """
    return [web.route(r.method, r.path, _logged(fidelity, _spoken(fidelity, r.answer), calls)) for r in routes]


def json_response(body: object, status: int = HTTPStatus.OK, **headers: str) -> web.Response:
    """Make a JSON response."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    written = orjson.dumps(body, default=_digits)
    return web.Response(status=status, body=written, content_type="application/json", headers=named)


def _digits(value: object) -> orjson.Fragment:
    """Write a number of a file with the digits that it had."""
    if isinstance(value, Decimal):
        return orjson.Fragment(str(value).encode())
    raise TypeError(f"{type(value).__name__} is no JSON value")


def empty_response(status: int = HTTPStatus.NO_CONTENT) -> web.Response:
    """Make a response without a body."""
    return web.Response(status=status)


async def members(request: web.Request, *known: str, refused: ControlError | None = None) -> dict[str, Any]:
    """Read the body as a JSON object with only these members; a typo is refused, for it would be ignored otherwise."""
    raw = await request.read()
    try:
        body: object = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise refused or invalid(f"the body is not JSON ({error.msg}, position {error.pos})") from None
    if not isinstance(body, dict):
        raise refused or invalid("the body is a JSON object")
    found = cast("dict[str, Any]", body)
    unknown = sorted(found.keys() - set(known))
    if unknown:
        raise refused or invalid(f"unknown member {unknown[0][:40]!r}, {', '.join(known)} are known")
    return found


def text(found: dict[str, Any], name: str, default: str | None = None) -> str:
    """Read a member that is a text."""
    value = found.get(name, default)
    if not isinstance(value, str):
        raise invalid(f"{name} is a text and needed")
    return value


def texts(found: dict[str, Any], name: str) -> tuple[str, ...]:
    """Read a member that is a list of texts; a missing one is empty."""
    value = found.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in cast("list[object]", value)):
        raise invalid(f"{name} is a list of texts")
    return tuple(cast("list[str]", value))


def invalid(detail: str) -> ControlError:
    """Make the refusal of a request that is not understood."""
    return ControlError("REQUEST_INVALID", detail=detail)


def _logged(fidelity: Fidelity, answer: Answer, calls: CallLog | None) -> Answer:
    if calls is None:
        return answer

    @functools.wraps(answer)
    async def log(request: web.Request) -> web.Response:
        trace = trace_of(request.headers.get("traceparent", ""))
        with calls.line(_KINDS[fidelity], request.method, request.path[:_PATH_SHOWN], trace) as call:
            response = await answer(request)
            call.status = response.status
            return response

    return log


def _spoken(fidelity: Fidelity, answer: Answer) -> Answer:
    @functools.wraps(answer)
    async def speak(request: web.Request) -> web.Response:
        try:
            response = await answer(request)
        except ControlError as error:
            status, body = refusal(error)
            response = json_response(body, status)
        response.headers[FIDELITY_HEADER] = fidelity
        return response

    return speak
