"""The lies a target could tell in one answer, as pure changes of an exchange. Knows the wire and no requirement."""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

import orjson

from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import list_in, object_in, objects_in

_READS: Final = frozenset({
    "find", "findOne", "countDocuments", "findCollections", "findKeyspaces", "findEmbeddingProviders",
})  # fmt: skip
_ERROR: Final[Mapping[str, str]] = MappingProxyType(
    {
        "id": "00000000-0000-4000-8000-000000000000",
        "family": "SERVER",
        "scope": "DATABASE",
        "errorCode": "TIMEOUT_WRITING_DATA",
        "title": "A time-out",
        "message": "The database did not answer in time.",
    }
)
_MOST_FIELDS: Final = 40
_MOST_ITEMS: Final = 3


@dataclass(frozen=True, slots=True)
class Lie:
    """One lie: its kind, the exchange it is told in (counted from 0 within an example), and where in the body."""

    kind: str
    at: int
    where: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        place = "/" + "/".join(map(str, self.where)) if self.where else ""
        return f"{self.kind} at exchange {self.at + 1}{place}"


def is_write(exchange: Exchange) -> bool:
    """Tell whether the request was to change something."""
    if "v1" not in exchange.request.path or "/sim/" in exchange.request.path:
        return exchange.request.method != "GET"
    return exchange.request.method != "GET" and _command_of(exchange) not in _READS


def lies_about(exchanges: Sequence[Exchange]) -> Iterator[Lie]:
    """List every lie that could be told in these exchanges, the coarse ones of each exchange first."""
    for at, exchange in enumerate(exchanges):
        yield from _whole_lies(exchange, at)
        if any(_same_question(exchange, earlier) for earlier in exchanges[:at]):
            yield Lie("stale-read", at)
    for at, exchange in enumerate(exchanges):
        for where in _places(exchange.body)[:_MOST_FIELDS]:
            yield Lie("field-dropped", at, where)
            yield Lie("field-doubled", at, where)


def tell(lie: Lie, honest: Exchange, earlier: Sequence[Exchange]) -> Exchange:
    """Change an honest answer into the lie; ``earlier`` are the exchanges of the example before this one."""
    return _TELLERS[lie.kind](lie, honest, earlier)


def _whole_lies(exchange: Exchange, at: int) -> Iterator[Lie]:
    if exchange.ok:
        yield Lie("error-for-success", at)
    else:
        yield Lie("success-for-error", at)
        yield Lie("another-code", at)
    if is_write(exchange) and exchange.ok:
        yield Lie("write-not-done", at)


def _same_question(one: Exchange, other: Exchange) -> bool:
    questions = [(e.request.method, e.request.path, e.request.title) for e in (one, other)]
    return questions[0] == questions[1] and one.raw != other.raw


def _error(_: Lie, honest: Exchange, __: Sequence[Exchange]) -> Exchange:
    status = honest.status if _is_command(honest) else 500
    return _answered(honest, {"errors": [dict(_ERROR)]}, status=status)


def _success(_: Lie, honest: Exchange, __: Sequence[Exchange]) -> Exchange:
    if not _is_command(honest):
        return _answered(honest, {"id": "0"}, status=201 if honest.request.method == "POST" else 200)
    return _answered(honest, copy.deepcopy(_SUCCESSES.get(_command_of(honest), {"status": {"ok": 1}})), status=200)


def _other_code(_: Lie, honest: Exchange, __: Sequence[Exchange]) -> Exchange:
    body = copy.deepcopy(honest.body)
    for error in objects_in((object_in(body) or {}).get("errors")):
        for member in ("errorCode", "code"):
            if member in error:
                error[member] = "SOMETHING_ELSE"
        error["title"] = error["message"] = "Something else went wrong."
    return _answered(honest, body, status=honest.status)


def _stale(_: Lie, honest: Exchange, earlier: Sequence[Exchange]) -> Exchange:
    same = [e for e in earlier if _same_question(honest, e)]
    return replace(honest, status=same[-1].status, body=same[-1].body, raw=same[-1].raw) if same else honest


def _not_done(_: Lie, honest: Exchange, __: Sequence[Exchange]) -> Exchange:
    return honest  # the liar never sent the request: what it says is the honest answer of an earlier run


def _dropped(lie: Lie, honest: Exchange, _: Sequence[Exchange]) -> Exchange:
    return _answered(honest, _changed(honest.body, lie.where, _drop), status=honest.status)


def _doubled(lie: Lie, honest: Exchange, _: Sequence[Exchange]) -> Exchange:
    return _answered(honest, _changed(honest.body, lie.where, _double), status=honest.status)


_Teller = Callable[[Lie, Exchange, Sequence[Exchange]], Exchange]

_TELLERS: Final[Mapping[str, _Teller]] = MappingProxyType(
    {
        "error-for-success": _error,
        "success-for-error": _success,
        "another-code": _other_code,
        "stale-read": _stale,
        "write-not-done": _not_done,
        "field-dropped": _dropped,
        "field-doubled": _doubled,
    }
)

# What a target that claims success would say to a command, whatever really happened.
_SUCCESSES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "insertOne": {"status": {"insertedIds": ["1"]}},
        "insertMany": {"status": {"insertedIds": ["1"]}},
        "find": {"data": {"documents": [], "nextPageState": None}},
        "findOne": {"data": {"document": None}},
        "updateOne": {"status": {"matchedCount": 1, "modifiedCount": 1}},
        "deleteOne": {"status": {"deletedCount": 1}},
        "deleteMany": {"status": {"deletedCount": 1}},
        "countDocuments": {"status": {"count": 0}},
    }
)


def _is_command(exchange: Exchange) -> bool:
    """Tell whether this is an exchange of the Data API, whose refusals are HTTP 200 with an envelope."""
    body = exchange.request.body or b""
    return exchange.request.method == "POST" and body.startswith(f'{{"{_command_of(exchange)}"'.encode())


def _command_of(exchange: Exchange) -> str:
    """Read the command out of a step's title: "find on collection_1" is a ``find``."""
    return exchange.request.title.partition(" ")[0]


def _answered(honest: Exchange, body: Any, *, status: int) -> Exchange:
    return replace(honest, status=status, body=body, raw=orjson.dumps(body))


def _places(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """List the places of a body, shallow ones first; of a long list of numbers only the list itself."""
    children = _children(value)
    here = [(*at, name) for name, _ in children]
    return here + [place for name, child in children for place in _places(child, (*at, name))]


def _children(value: Any) -> list[tuple[str | int, Any]]:
    members, items = object_in(value), list_in(value)
    if members is not None:
        return list(members.items())
    if items is None or any(isinstance(item, int | float) for item in items):
        return []
    return list(enumerate(items[:_MOST_ITEMS]))


def _changed(body: Any, where: tuple[str | int, ...], change: Callable[[Any, str | int], None]) -> Any:
    """Change one place of a copy; an answer that lacks the place (another example's) stays as it is."""
    body = copy.deepcopy(body)
    parent = body
    for step in where[:-1]:
        parent = _at(parent, step)
    if _has(parent, where[-1]):
        change(parent, where[-1])
    return body


def _at(parent: Any, step: str | int) -> Any:
    return parent[step] if _has(parent, step) else None


def _has(parent: Any, step: str | int) -> bool:
    members, items = object_in(parent), list_in(parent)
    if members is not None:
        return step in members
    return items is not None and isinstance(step, int) and step < len(items)


def _drop(parent: Any, step: str | int) -> None:
    del parent[step]


def _double(parent: Any, step: str | int) -> None:
    items = list_in(parent)
    if items is not None:
        items.insert(int(step), items[int(step)])
    else:
        parent[step] = _twice(parent[step])


def _twice(value: Any) -> Any:
    members = object_in(value)
    if members is not None:
        return {**members, **{f"{name}_": copy.deepcopy(inner) for name, inner in members.items()}}
    if isinstance(value, bool):
        return not value
    return "null" if value is None else value + value
