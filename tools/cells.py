"""Count what the suites send: by command, clause, operator, kind of value and outcome; report what is sent too seldom.

``python -m tools.cells`` plays the cases that send documents' commands against a simulator of its own and prints which
commands, clauses and operators were answered less often than the minimum, whatever the kind of value; the exit code
tells whether there is one. ``--all`` prints every cell.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import product
from typing import Any, Final

import orjson

from vectorproof.harness.case import catalogue
from vectorproof.harness.client import Client
from vectorproof.harness.config import Config
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.json_values import list_in, object_in
from vectorproof.harness.planning import client_of, planned
from vectorproof.harness.proving.player import Player
from vectorproof.specs.requirements import requirements

MINIMUM: Final = 20
SUITES: Final = ("find/*", "filter/*", "sort/*", "project/*", "update/*", "replace/*", "law/*", "count/*", "delete/*")
_GROUPS: Final = frozenset({"$and", "$or", "$not"})
_KINDS: Final = ((bool, "boolean"), (type(None), "null"), (int, "number"), (float, "number"), (str, "text"))
_FILTERED: Final = (
    "find", "findOne", "countDocuments", "updateOne", "updateMany", "findOneAndUpdate", "findOneAndReplace",
    "findOneAndDelete", "deleteOne", "deleteMany",
)  # fmt: skip
_OPERATORS: Final = ("=", "$eq", "$ne", "$in", "$nin", "$all", "$exists", "$size", "$gt", "$gte", "$lt", "$lte")
_ACTIONS: Final = (
    "$set", "$unset", "$inc", "$mul", "$min", "$max", "$push", "$addToSet", "$pop", "$rename", "$setOnInsert",
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """What was sent where, and what came of it; ``operator`` is ``=`` where a value stands alone."""

    command: str
    clause: str
    operator: str
    kind: str
    outcome: str


#: What each of these must be sent at least so often: command, clause and operator, whatever the value.
WANTED: Final = tuple(
    dict.fromkeys(
        (
            *product(("find", "updateOne", "updateMany", "deleteMany", "countDocuments"), ("filter",), _OPERATORS),
            *product(("updateOne", "updateMany", "findOneAndUpdate"), ("update",), _ACTIONS),
            *product(_FILTERED, ("filter",), ("=",)),
            *product(("find",), ("sort",), ("1", "-1", "$vector")),
            *product(("find",), ("projection",), ("include", "exclude", "$slice")),
        )
    )
)


def cells_of(body: bytes | None, *, refused: bool) -> frozenset[Cell]:
    """Take a request of the Data API apart; one that is no command has no cell."""
    try:
        command = object_in(orjson.loads(body or b""))
    except orjson.JSONDecodeError:
        command = None
    if command is None or len(command) != 1:
        return frozenset()
    name, members = next(iter(command.items()))
    outcome = "refused" if refused else "answered"
    found = _parts(object_in(members) or {})
    return frozenset(Cell(name, clause, operator, kind_of(value), outcome) for clause, operator, value in found)


def _parts(members: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    yield from (("filter", *part) for part in _compared(members.get("filter")))
    for operator, wishes in (object_in(members.get("update")) or {}).items():
        yield from (("update", operator, value) for value in (object_in(wishes) or {}).values())
    for path, way in (object_in(members.get("sort")) or {}).items():
        yield "sort", path if path.startswith("$") else str(way), way
    for value in (object_in(members.get("projection")) or {}).values():
        yield "projection", "$slice" if object_in(value) else "include" if value else "exclude", value


def _compared(clause: Any) -> Iterator[tuple[str, Any]]:
    for path, wish in (object_in(clause) or {}).items():
        wishes = object_in(wish)
        if path in _GROUPS:
            yield path, wish
            for part in list_in(wish) or [wish]:
                yield from _compared(part)
        elif wishes and all(name.startswith("$") for name in wishes) and not wishes.keys() & {"$date", "$uuid"}:
            yield from wishes.items()
        else:
            yield "=", wish


def kind_of(value: Any) -> str:
    """Name the kind of a JSON value; an object of one member with a dollar is that, such as ``$date``."""
    members = object_in(value)
    if members is not None:
        name = next(iter(members), "")
        return name if len(members) == 1 and name.startswith("$") else "object"
    return next((kind for known, kind in _KINDS if isinstance(value, known)), "array")


class Counting(Client):
    """Sends through another client, and counts the cells of what was sent."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client
        self.counts = Counter[Cell]()

    def send(self, request: Request) -> Exchange:
        """Send a request and count it."""
        exchange = self._client.send(request)
        self.counts.update(cells_of(request.body, refused=bool(exchange.errors)))
        return exchange


def seldom(counts: Mapping[Cell, int], minimum: int) -> Iterator[tuple[str, int]]:
    """Name what was answered less often than the minimum, with how often."""
    answered = Counter[tuple[str, str, str]]()
    for cell, count in counts.items():
        if cell.outcome == "answered":
            answered[cell.command, cell.clause, cell.operator] += count
    yield from ((" ".join(wanted), answered[wanted]) for wanted in WANTED if answered[wanted] < minimum)


def counted(examples: int, suites: tuple[str, ...]) -> Mapping[Cell, int]:
    """Play the cases of these suites and count."""
    known = requirements()
    with planned(Config()) as plan:
        counting = Counting(client_of(plan.endpoint))
        player = Player(plan.endpoint, plan.capabilities, counting, known)
        for name, case in catalogue(known=known, deep=False).items():
            if any(fnmatch(name, pattern) for pattern in suites):
                player.play(case, examples=max(1, examples // case.cost))
        return counting.counts


def main() -> int:
    """Count and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=100, help="of each property, as standard draws")
    parser.add_argument("--minimum", type=int, default=MINIMUM)
    parser.add_argument("--all", action="store_true", help="print every cell")
    asked = parser.parse_args()
    counts = counted(asked.examples, SUITES)
    for cell, count in sorted(counts.items()) if asked.all else ():
        sys.stdout.write(f"{count:7} {cell.command} {cell.clause} {cell.operator} {cell.kind} {cell.outcome}\n")
    few = list(seldom(counts, asked.minimum))
    sys.stdout.write(f"{len(counts)} cells, {sum(counts.values())} parts sent\n")
    sys.stdout.write("".join(f"too seldom, {count} of {asked.minimum}: {name}\n" for name, count in few))
    return int(bool(few))


if __name__ == "__main__":
    sys.exit(main())
