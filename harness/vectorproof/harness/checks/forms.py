"""Judges of the create-collection form: its key field, its dimension fields, and that it was not taken."""

from collections.abc import Mapping
from typing import Any

from vectorproof.harness.checks.shapes import is_list, is_object
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch


def key_fixed(name: str) -> Judge[Exchange]:
    """The form takes this key and lets nobody choose."""
    return _field("key", {"mode": "fixed", "value": name, "options": [name]}, f"the key {name!r}, fixed")


def key_chosen(*names: str) -> Judge[Exchange]:
    """The form lets one choose among exactly these keys, and has chosen none itself."""

    def judge(seen: Exchange) -> Mismatch | None:
        found = _member(seen, "key")
        options = found.get("options")
        listed = sorted(map(str, options)) if is_list(options) else None
        right = found.get("mode") == "choice" and found.get("value") is None and listed == sorted(names)
        return None if right else Mismatch(f"a choice among {sorted(names)}", str(dict(found) or seen))

    return judge


def dimension_fixed(model: str, value: int) -> Judge[Exchange]:
    """The form fills in the model's dimension and keeps it."""
    return _dimension(model, {"mode": "fixed", "value": value})


def dimension_editable(model: str, lowest: int, highest: int, *, value: int | None) -> Judge[Exchange]:
    """The form lets the model's dimension be edited within its bounds; ``value`` is what it fills in."""
    return _dimension(model, {"mode": "editable", "value": value, "minimum": lowest, "maximum": highest})


def refused() -> Judge[Exchange]:
    """The form is not taken: a 4xx with an error that says something."""

    def judge(seen: Exchange) -> Mismatch | None:
        right = 400 <= seen.status < 500 and seen.error is not None and bool(seen.error.message)  # noqa: PLR2004  # HTTP
        return None if right else Mismatch("the form refused, with a reason", str(seen))

    return judge


def _dimension(model: str, wanted: Mapping[str, Any]) -> Judge[Exchange]:
    def judge(seen: Exchange) -> Mismatch | None:
        listed = seen.body.get("models") if seen.ok and is_object(seen.body) else None
        entries = [entry for entry in listed if is_object(entry)] if is_list(listed) else []
        found = [entry.get("dimension") for entry in entries if entry.get("name") == model]
        promise = f"{model} with dimension {dict(wanted)}"
        return None if found == [wanted] else Mismatch(promise, f"{found}" if found else str(seen))

    return judge


def _field(name: str, wanted: Mapping[str, Any], promise: str) -> Judge[Exchange]:
    def judge(seen: Exchange) -> Mismatch | None:
        found = _member(seen, name)
        return None if found == wanted else Mismatch(promise, str(dict(found) or seen))

    return judge


def _member(seen: Exchange, name: str) -> Mapping[str, Any]:
    found = seen.body.get(name) if seen.ok and is_object(seen.body) else None
    return found if is_object(found) else {}
