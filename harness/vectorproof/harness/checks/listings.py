"""Judges of ``findCollections``: which collections there are, and which of them a key serves."""

from collections.abc import Iterable
from typing import Any

from vectorproof.harness.checks.shapes import is_list, is_object
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch


def lists_collection(name: str) -> Judge[Exchange]:
    """The collection is listed, exactly once."""
    return _lists(name, times=1, promise=f"{name!r} listed once")


def lists_no_collection(name: str) -> Judge[Exchange]:
    """There is a listing, and the collection is not in it."""
    return _lists(name, times=0, promise=f"{name!r} not listed")


def bound_to_key(reference: str, names: Iterable[str]) -> Judge[Exchange]:
    """Of the explained collections exactly these name this key (``NAME.providerKey``) in their service."""
    wanted = sorted(names)

    def judge(seen: Exchange) -> Mismatch | None:
        entries = [one for one in _entries(seen) or [] if is_object(one)]
        found = sorted(str(one.get("name")) for one in entries if _key_of(one) == reference)
        promise = f"{wanted} bound to {reference!r}"
        return None if seen.ok and found == wanted else Mismatch(promise, f"{found}" if entries else str(seen))

    return judge


def _lists(name: str, *, times: int, promise: str) -> Judge[Exchange]:
    def judge(seen: Exchange) -> Mismatch | None:
        entries = _entries(seen)
        if entries is None:
            return Mismatch(promise, str(seen))
        found = [one.get("name") if is_object(one) else one for one in entries].count(name)
        return None if found == times else Mismatch(promise, f"listed {found} times")

    return judge


def _entries(seen: Exchange) -> list[Any] | None:
    listed = seen.status_member.get("collections")
    return listed if seen.ok and is_list(listed) else None


def _key_of(entry: object) -> object:
    found = entry
    for member in ("options", "vector", "service", "authentication", "providerKey"):
        found = found.get(member) if is_object(found) else None
    return found
