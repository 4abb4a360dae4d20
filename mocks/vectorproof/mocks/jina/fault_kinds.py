"""Faults as a plan meets them: answers made of rows, transport faults, and sequences of both.

``catalogue`` is the one list of everything that can be asked for, read from ``faults.toml`` and ``mocks/faults``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from vectorproof.mocks import faults as transport
from vectorproof.mocks.faults.contract import Fault, FaultError, Parameter, ParameterError, adjusted, parameters
from vectorproof.mocks.faults.wire import Answer
from vectorproof.mocks.jina.refusals import ENVELOPES, ErrorText, FieldError, Refusal, envelope, error_text
from vectorproof.mocks.jina.reshaping import RESHAPES, Means
from vectorproof.mocks.jina.settings import Dialect
from vectorproof.specs.loading import SpecError, read_toml

PASS = "pass"  # noqa: S105  # an ordinary answer, no password
_SUCCESS = range(200, 300)
_FIRST_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Scene:
    """What an answer fault may need to know of the call that it spoils; ``secret`` is the key that was sent."""

    dialect: Dialect
    model: str
    request_id: str
    secret: str = field(repr=False)
    means: Means = field(repr=False)


@dataclass(frozen=True, slots=True)
class RefusalFault:
    """A refusal of ``errors.toml``; empty or zero parameters leave what its row there says."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    field_name: str = ""
    status: int = 0
    envelope: str = ""
    detail: str = ""
    retry_after_s: int = 0
    rate_headers: bool = False

    charged = False

    def answer(self, right: Answer | None, scene: Scene) -> Answer:
        """Write the refusal in the envelope of the dialect."""
        del right
        text = self.detail or ""
        errors = (FieldError(f"body -> {self.field_name}", text or "Invalid value", "value_error"),)
        facts = {"model": scene.model, **self.facts}
        refusal = Refusal(self.code, errors=errors if self.field_name else (), headers=self._headers(), **facts)
        plain = error_text(refusal, scene.dialect.generation)
        changed = ErrorText(
            self.status or plain.status,
            self.envelope or plain.envelope,
            plain.code,
            text or plain.detail,
            plain.errors,
            plain.headers,
        )
        return envelope(changed, scene.dialect, scene.request_id)

    def _headers(self) -> tuple[tuple[str, str], ...]:
        rows = [("Retry-After", str(self.retry_after_s))] if self.retry_after_s else []
        if self.rate_headers:
            rows += [("X-RateLimit-Remaining-Requests", "0"), ("X-RateLimit-Remaining-Tokens", "0")]
        return tuple(rows)


@dataclass(frozen=True, slots=True)
class RawFault:
    """A complete answer, written down; ``{key}`` in the body becomes the key that was sent."""

    status: int
    body: str
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def charged(self) -> bool:
        """Tell whether the answer claims success."""
        return self.status in _SUCCESS

    def answer(self, right: Answer | None, scene: Scene) -> Answer:
        """Give the written answer."""
        del right
        body = self.body.replace("{key}", scene.secret)
        return Answer(self.status, body.encode(), self.content_type or None, tuple(self.headers.items()))


@dataclass(frozen=True, slots=True)
class ReshapedFault:
    """A successful answer made wrong."""

    reshape: str
    content_type: str = "application/json"

    charged = True

    def answer(self, right: Answer | None, scene: Scene) -> Answer:
        """Take the right answer and spoil it."""
        assert right is not None, "a charged fault always gets the right answer"
        made = RESHAPES[self.reshape](orjson.loads(right.body), scene.means)
        body = made if isinstance(made, bytes) else orjson.dumps(made)
        return Answer(right.status, body, self.content_type or None, right.headers)


AnswerFault = RefusalFault | RawFault | ReshapedFault
Step = AnswerFault | Fault | None
# What a row fixes; everything else of a fault is a parameter.
_FIXED = frozenset({"code", "facts", "field_name", "reshape", "headers"})


@dataclass(frozen=True, slots=True)
class _First:
    """What can be set of a sequence: how many calls meet its first step."""

    first: int


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One entry of the catalogue: what the fault is called, what it does, and what can be set.

    ``kind`` is ``answer``, ``transport`` or ``sequence``; ``step`` is what one call meets, ``steps`` the names and
    counts of a sequence (empty for the others).
    """

    id: str
    kind: str
    summary: str
    parameters: tuple[Parameter, ...]
    step: Step = field(repr=False)
    steps: tuple[tuple[str, int], ...] = ()

    def expand(self, given: Mapping[str, Any]) -> tuple[Step, ...]:
        """List what successive calls meet, ``None`` meaning an ordinary answer.

        Raises:
            ParameterError: a parameter is unknown or of a wrong type.

        """
        if self.steps:
            return self._sequence(given)
        if isinstance(self.step, RefusalFault) and given.get("envelope", "flat") not in ENVELOPES:
            raise ParameterError("envelope", f"one of {', '.join(sorted(ENVELOPES))} would be right")
        return (adjusted(self.step, given, _FIXED),)

    def _sequence(self, given: Mapping[str, Any]) -> tuple[Step, ...]:
        asked = adjusted(_First(self.steps[0][1]), given)
        if not 1 <= asked.first <= _FIRST_MAX:
            raise ParameterError("first", f"found {asked.first}, a whole number from 1 to {_FIRST_MAX} would be right")
        known = catalogue()
        steps = ((self.steps[0][0], asked.first), *self.steps[1:])
        return tuple(None if name == PASS else known[name].step for name, often in steps for _ in range(often))


@cache
def catalogue() -> Mapping[str, FaultKind]:
    """Give every fault by its id: the rows in their order, then the transport faults in theirs."""
    wires = transport.catalogue()
    rows = read_toml(files("vectorproof.mocks.jina") / "faults.toml")
    found = {name: _kind(name, members, wires) for name, members in rows.items()}
    doubles = found.keys() & wires.keys()
    if doubles:
        raise FaultError(f"two faults are called {min(doubles)!r}; a name of its own would be right")
    return found | {n: FaultKind(n, "transport", f.summary(), parameters(f), f) for n, f in wires.items()}


def find(name: str) -> FaultKind:
    """Find a fault by its id.

    Raises:
        FaultError: no such fault; says which names are near.

    """
    found = catalogue().get(name)
    if found is None:
        near = [known for known in catalogue() if known.partition("-")[0] == name.partition("-")[0]]
        raise FaultError(f"fault {name!r} is unknown; one of {', '.join(near or catalogue())} would be right")
    return found


def _kind(name: str, members: Mapping[str, Any], wires: Mapping[str, Fault]) -> FaultKind:
    sort = next((sort for sort in _MEMBERS if sort in members), None)
    right = _MEMBERS.get(sort or "", frozenset(_MEMBERS))
    unknown = members.keys() - right - {"summary", sort}
    if sort is None or unknown or "summary" not in members:
        raise SpecError(
            "faults.toml", name, f"found {', '.join(members)}; summary, {', '.join(sorted(right))} are right"
        )
    if sort == "steps":
        steps = tuple((str(step), int(often)) for step, often in members["steps"])
        return FaultKind(name, "sequence", members["summary"], parameters(_First(steps[0][1])), None, steps)
    step = _step(sort, {key: value for key, value in members.items() if key != "summary"}, wires)
    kind = "transport" if isinstance(step, Fault) else "answer"
    return FaultKind(name, kind, members["summary"], parameters(step, _FIXED), step)


def _step(sort: str, members: Mapping[str, Any], wires: Mapping[str, Fault]) -> AnswerFault | Fault:
    if sort == "wire":
        return adjusted(wires[members["wire"]], members.get("parameters", {}))
    if sort == "code":
        return RefusalFault(**members)
    return RawFault(**members) if sort == "status" else ReshapedFault(**members)


# By the member that tells the kind of a row: what else may stand in it.
_MEMBERS: Mapping[str, frozenset[str]] = {
    "code": frozenset({"facts", "field_name", "envelope"}),
    "status": frozenset({"body", "content_type", "headers"}),
    "reshape": frozenset({"content_type"}),
    "wire": frozenset({"parameters"}),
    "steps": frozenset(),
}
