"""What running exchanges again needs: variables from the environment, and what each answer tells for later requests.

A placeholder such as ``$WORLD_TOKEN`` is known from the first answer that holds it as a whole value; one that a request
needs before any answer told it is either an address or a secret of the environment, or was made up by the case.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

from vectorproof.reports.evidence import ExchangeRecord

GIVEN: Final[Mapping[str, str]] = {
    "DATA_API": "where the Data API answers, such as http://127.0.0.1:8181",
    "CONTROL": "the base of the control API, which ends in /sim/v1",
    "DEVOPS": "the base of the DevOps API, which ends in /v2",
    "JINA": "where the embedding provider answers",
    "JINA_CONTROL": "the base of the mock provider's control API, which ends in /__mock__",
    "DATABASE_ID": "the id of the database",
    "KEYSPACE": "a keyspace to work in, instead of the one that the run had made for itself",
    "VECTORPROOF_TOKEN": "the application token",
    "VECTORPROOF_EMBEDDING_KEY": "a key of the embedding provider",
}
"""What the environment has to give, by variable: what it is."""

_VARIABLE: Final = re.compile(r"\$([A-Z]+(?:_[A-Z]+)*(?:_[0-9]+)?)\b")
_NUMBERED: Final = re.compile(r"[A-Z_]+_[0-9]+")
# What stands for a passing value in a request; any value of its kind does.
_PASSING: Final = (
    ("since=<n>", "since=0"),
    ("<uuid>", "00000000-0000-4000-8000-000000000000"),
    ("<time>", "2026-01-01T00:00:00Z"),
)

Place: TypeAlias = tuple[str | int, ...]
"""Names and numbers that lead to a value inside JSON."""


@dataclass(frozen=True, slots=True)
class ReplayStep:
    """One request to send again; ``told`` gives for each variable that its answer tells the place of the value."""

    exchange: ExchangeRecord
    told: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Replay:
    """Requests in their order; ``given`` are the variables of the environment, ``made_up`` values that any do for."""

    steps: tuple[ReplayStep, ...]
    given: tuple[str, ...]
    made_up: Mapping[str, str]

    @property
    def variables(self) -> frozenset[str]:
        """Name every variable that a request may hold."""
        told = (name for step in self.steps for name in step.told)
        return frozenset({*self.given, *self.made_up, *told})


def replay(exchanges: Iterable[ExchangeRecord]) -> Replay:
    """Find out what running these exchanges again needs."""
    known: dict[str, None] = {}
    given: dict[str, None] = {}
    made_up: dict[str, str] = {}
    steps: list[ReplayStep] = []
    for exchange in exchanges:
        for name in _needed(exchange):
            if name in GIVEN:
                given[name] = None
            elif name not in known and _NUMBERED.fullmatch(name):
                made_up[name] = f"made-up-{name.lower().replace('_', '-')}-0123456789"
        told = {name: place for name, place in _told(exchange) if name not in {*GIVEN, *known, *made_up}}
        known |= dict.fromkeys(told)
        steps.append(ReplayStep(repeatable(exchange), told))
    return Replay(tuple(steps), tuple(given), made_up)


def repeatable(exchange: ExchangeRecord) -> ExchangeRecord:
    """Give the same exchange with a value in the place of each passing one that its request holds."""
    url, body = exchange.url, exchange.body
    for passing, value in _PASSING:
        url = url.replace(passing, value)
        body = None if body is None else body.replace(passing, value)
    return ExchangeRecord(
        exchange.title, exchange.method, url, exchange.headers, body, exchange.status,
        exchange.answer_headers, exchange.answer, exchange.seconds,
    )  # fmt: skip


def pieces(text: str, variables: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Divide a text into literal pieces and names of variables; the flag tells which is a name."""
    names = frozenset(variables)
    end = 0
    for found in _VARIABLE.finditer(text):
        if found[1] in names:
            yield text[end : found.start()], False
            yield found[1], True
            end = found.end()
    yield text[end:], False


def _needed(exchange: ExchangeRecord) -> Iterator[str]:
    for text in (exchange.url, *exchange.headers.values(), exchange.body or ""):
        yield from _VARIABLE.findall(text)


def _told(exchange: ExchangeRecord) -> Iterator[tuple[str, Place]]:
    try:
        answer = json.loads(exchange.answer)
    except (ValueError, RecursionError):
        return
    seen: set[str] = set()
    for text, place in _texts(answer, ()):
        found = _VARIABLE.fullmatch(text)
        if found is not None and found[1] not in seen:
            seen.add(found[1])
            yield found[1], place


def _texts(value: Any, place: Place) -> Iterator[tuple[str, Place]]:
    if isinstance(value, str):
        yield value, place
    elif isinstance(value, dict):
        for name, member in cast("dict[str, Any]", value).items():
            yield from _texts(member, (*place, name))
    elif isinstance(value, list):
        for number, member in enumerate(cast("list[object]", value)):
            yield from _texts(member, (*place, number))
