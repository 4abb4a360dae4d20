"""What answers of the DevOps API are made of, and how they are judged. Source: control-plane B.1."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from vectorproof.harness.checks import holds
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import list_in, object_in, objects_in, texts_in
from vectorproof.harness.judging import Judge, Mismatch

STATUSES: Final = frozenset({
    "ACTIVE", "PENDING", "PREPARING", "PREPARED", "INITIALIZING", "PARKED", "PARKING", "UNPARKING", "TERMINATED",
    "TERMINATING", "RESIZING", "ERROR", "MAINTENANCE", "SUSPENDED", "UNKNOWN",
})  # fmt: skip
BUSY: Final = 2000049
"""The number of the refusal of a database that is not in the state for what was asked."""
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)

_Kind = Callable[[Any], bool]


def _text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _time(value: object) -> bool:
    return isinstance(value, str) and _TIME.fullmatch(value) is not None


def _status(value: object) -> bool:
    return isinstance(value, str) and value in STATUSES


def _texts(value: object) -> bool:
    return list_in(value) is not None and len(texts_in(value)) == len(list_in(value) or ())


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_MEMBERS: Final[Mapping[str, _Kind]] = {
    "id": _text,
    "orgId": _text,
    "ownerId": _text,
    "creationTime": _time,
    "terminationTime": _time,
    "lastUsageTime": _time,
    "status": _status,
    "observedStatus": _status,
    "availableActions": _texts,
    "storage": lambda value: object_in(value) is not None,
    "dataEndpointUrl": lambda value: _text(value) and value.startswith("https://"),
    "info.name": _text,
    "info.cloudProvider": _text,
    "info.tier": _text,
    "info.capacityUnits": _count,
    "info.region": _text,
    "info.keyspace": _text,
    "info.keyspaces": lambda value: _texts(value) and bool(value),
    "info.additionalKeyspaces": lambda value: value is None or _texts(value),
    "info.datacenters": lambda value: bool(objects_in(value)),
}
"""The members of a description that every active database has, each with a rule for its type."""
_LASTING: Final = ("id", "orgId", "creationTime", "info.name", "info.cloudProvider", "info.region", "info.keyspaces")


def at(value: object, path: str) -> Any:
    """Read a member of nested objects; dots lead into them, and ``None`` stands for what is missing."""
    for name in path.split("."):
        value = (object_in(value) or {}).get(name)
    return value


def told(promise: str, path: str, rule: _Kind) -> Judge[Exchange]:
    """A success with a member that a rule is true of; ``promise`` says the rule in words."""
    return holds(promise, lambda seen: seen.ok and rule(at(seen.body, path)))


def described() -> Judge[Exchange]:
    """A description of an active database: each documented member, of its type."""

    def judge(seen: Exchange) -> Mismatch | None:
        wrong = [path for path, is_right in _MEMBERS.items() if not is_right(at(seen.body, path))]
        return None if not wrong else Mismatch(f"a description with a right {wrong[0]}", str(at(seen.body, wrong[0])))

    return judge


def describes(**members: Any) -> Judge[Exchange]:
    """A description with these values; two underscores in a name are the dot of its path."""
    wanted = {name.replace("__", "."): value for name, value in members.items()}

    def judge(seen: Exchange) -> Mismatch | None:
        found = {path: at(seen.body, path) for path in wanted}
        return None if seen.ok and found == wanted else Mismatch(f"a description with {wanted}", str(found))

    return judge


def in_status(*statuses: str) -> Judge[Exchange]:
    """A description whose status, seen from both sides, is among these."""

    def judge(seen: Exchange) -> Mismatch | None:
        found = [at(seen.body, "status"), at(seen.body, "observedStatus")]
        right = seen.ok and all(status in statuses for status in found)
        return None if right else Mismatch(f"status {' or '.join(statuses)}", f"HTTP {seen.status}, {found}")

    return judge


def ids_in(exchange: Exchange) -> tuple[str, ...]:
    """Read the ids of a list of databases, in order."""
    return tuple(str(database.get("id")) for database in objects_in(exchange.body))


def lists(*ids: str) -> Judge[Exchange]:
    """A list of exactly these databases, each once, in any order."""

    def judge(seen: Exchange) -> Mismatch | None:
        found = ids_in(seen)
        right = seen.status == 200 and sorted(found) == sorted(ids)  # HTTP's own number
        return None if right else Mismatch(f"a list of {sorted(ids)}", f"HTTP {seen.status}, {sorted(found)}")

    return judge


def entries_are(descriptions: Sequence[Exchange]) -> Judge[Exchange]:
    """A list whose entries say of each of these databases what its own description says and time does not change."""
    return holds(
        "entries that say the same as the databases' own descriptions",
        lambda seen: _lasting(objects_in(seen.body)) == _lasting([object_in(one.body) or {} for one in descriptions]),
    )


def _lasting(descriptions: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    return sorted(([at(one, path) for path in _LASTING] for one in descriptions), key=str)


def refused(*statuses: int, number: int | None = None, says: str = "") -> Judge[Exchange]:
    """A refusal in the form of the DevOps API: errors, each with a number as ``ID`` and a text as ``message``.

    Without statuses any of the 4xx will do; ``number`` and ``says`` are of the first error.
    """
    allowed = statuses or tuple(range(400, 500))
    which = "HTTP 4xx" if not statuses else f"HTTP {' or '.join(map(str, statuses))}"
    saying = f" that says {says!r}" if says else ""
    promise = f"{which}, errors of ID {number or 'and a number'}{saying}"

    def judge(seen: Exchange) -> Mismatch | None:
        errors = objects_in(at(seen.body, "errors"))
        formed = bool(errors) and all(_count(error.get("ID")) and _text(error.get("message")) for error in errors)
        told = formed and number in (None, errors[0]["ID"]) and says in errors[0]["message"]
        return None if told and seen.status in allowed else Mismatch(promise, str(seen))

    return judge


def accepted(status: int) -> Judge[Exchange]:
    """An answer of this HTTP status that says nothing more."""
    return holds(f"HTTP {status} without a body", lambda seen: seen.status == status and not seen.raw)
