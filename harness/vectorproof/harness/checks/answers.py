"""Judges of one answer's envelope: success, refusal, members of ``status``; what an error says."""

from collections.abc import Mapping
from typing import Any, Final

from vectorproof.harness.exchange import ApiError, Exchange
from vectorproof.harness.json_values import object_in
from vectorproof.harness.judging import Judge, Mismatch

_ERROR_MEMBERS: Final = ("message", "errorCode")


def succeeded(status: int | None = None) -> Judge[Exchange]:
    """A success that says something: 2xx, no errors, and a body unless the HTTP status allows none.

    ``status`` asks for exactly this HTTP status.
    """

    def judge(seen: Exchange) -> Mismatch | None:
        right = seen.ok and (status is None or seen.status == status)
        return None if right else Mismatch(f"success{_http(status)}", str(seen))

    return judge


def refused_with(
    *codes: str,
    status: int | None = None,
    family: str | None = None,
    scope: str | None = None,
    says: str | None = None,
) -> Judge[Exchange]:
    """A refusal whose first error carries one of these codes, the best first; nothing may be given back as data.

    ``status`` is the HTTP status; ``says`` must stand in title or message, capitals or not (eras moved texts between
    the two).
    """
    wanted = {name: value for name, value in (("family", family), ("scope", scope)) if value is not None}
    members = "".join(f", {name} {value}" for name, value in wanted.items())
    saying = "" if says is None else f", saying {says!r}"
    promise = f"refused with {' or '.join(codes)}{_http(status)}{members}{saying}"

    def judge(seen: Exchange) -> Mismatch | None:
        error = seen.error
        answered = not seen.data and (status is None or seen.status == status)
        right = (
            error is not None
            and error.code in codes
            and all(getattr(error, name) == value for name, value in wanted.items())
            and (says is None or _said(error, says))
        )
        return None if answered and right else Mismatch(promise, str(seen))

    return judge


def refused_telling(code: str, *facts: str) -> Judge[Exchange]:
    """A refusal of this code in whose first message these facts stand, letter by letter."""
    by_code = refused_with(code)

    def judge(seen: Exchange) -> Mismatch | None:
        message = "" if seen.error is None else seen.error.message
        told = all(fact in message for fact in facts)
        return by_code(seen) or (None if told else Mismatch(f"a message with {', '.join(facts)}", str(seen)))

    return judge


def http_status(*statuses: int) -> Judge[Exchange]:
    """The HTTP status is one of these."""

    def judge(seen: Exchange) -> Mismatch | None:
        wanted = " or ".join(map(str, statuses))
        return None if seen.status in statuses else Mismatch(f"HTTP {wanted}", str(seen))

    return judge


def message_says(fragment: str) -> Judge[Exchange]:
    """The first error's title or message contains this text, capitals or not."""

    def judge(seen: Exchange) -> Mismatch | None:
        right = seen.error is not None and _said(seen.error, fragment)
        return None if right else Mismatch(f"an error that says {fragment!r}", str(seen))

    return judge


def says(fragment: str) -> Judge[Exchange]:
    """The raw answer contains this text."""

    def judge(seen: Exchange) -> Mismatch | None:
        return None if fragment.encode() in seen.raw else Mismatch(f"an answer with {fragment!r}", str(seen))

    return judge


def status_holds(**members: Any) -> Judge[Exchange]:
    """A success whose ``status`` has these members with these values (names as on the wire)."""

    def judge(seen: Exchange) -> Mismatch | None:
        found = seen.status_member
        right = seen.ok and all(name in found and found[name] == value for name, value in members.items())
        return None if right else Mismatch(f"status with {members}", str(seen))

    return judge


def options_hold(expected: Mapping[str, Any]) -> Judge[Mapping[str, Any] | None]:
    """A collection's options contain these, member by member, whatever else stands there; ``None`` is not listed."""

    def judge(seen: Mapping[str, Any] | None) -> Mismatch | None:
        if seen is None:
            return Mismatch(f"options with {dict(expected)}", "the collection is not listed")
        return (
            None
            if _contains(dict(seen), dict(expected))
            else Mismatch(f"options with {dict(expected)}", str(dict(seen)))
        )

    return judge


def well_formed() -> Judge[Exchange]:
    """The envelope keeps its rules: an object, never data beside errors, no empty ``status``, complete errors."""

    def judge(seen: Exchange) -> Mismatch | None:
        body = object_in(seen.body)
        if not body or not body.keys() <= {"data", "status", "errors"}:
            return Mismatch("an object of data, status and errors", str(seen))
        if "errors" in body and ("data" in body or not seen.errors or not all(map(_complete, seen.errors))):
            return Mismatch("errors with code and message each, and no data beside them", str(seen))
        if body.get("status") == {}:
            return Mismatch("no empty status", str(seen))
        return None

    return judge


def _complete(error: ApiError) -> bool:
    return all(isinstance(error.raw.get(member), str) and error.raw[member] for member in _ERROR_MEMBERS)


def _said(error: ApiError, fragment: str) -> bool:
    return fragment.casefold() in f"{error.title}\n{error.message}".casefold()


def _http(status: int | None) -> str:
    return "" if status is None else f", HTTP {status}"


def _contains(found: Any, expected: Any) -> bool:
    wanted = object_in(expected)
    if wanted is None:
        return bool(found == expected)
    there = object_in(found)
    return there is not None and all(name in there and _contains(there[name], wanted[name]) for name in wanted)
