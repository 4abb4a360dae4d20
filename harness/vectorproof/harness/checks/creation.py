"""Judges of createCollection: made, or refused for its options, a value, its name, a collection that exists, a limit.

Each names the code of the newest era first; earlier eras answered the others. The HTTP status of refusals is judged
elsewhere, once for all of them.
"""

from collections.abc import Mapping
from typing import Any, Final

from vectorproof.harness.checks.answers import refused_with
from vectorproof.harness.checks.shapes import is_object
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch

_LIMIT_CODES: Final = ("TOO_MANY_INDEXES_FOR_COLLECTION", "TOO_MANY_INDEXES", "TOO_MANY_COLLECTIONS")


def created() -> Judge[Exchange]:
    """The collection was made, or is there already as wanted: HTTP 200, ``ok: 1``, nothing but warnings beside it."""

    def judge(seen: Exchange) -> Mismatch | None:
        status = seen.status_member
        alone = is_object(seen.body) and set(seen.body) == {"status"}
        right = seen.status == 200 and alone and status.get("ok") == 1  # noqa: PLR2004  # HTTP
        right = right and status.keys() <= {"ok", "warnings"} and not isinstance(status["ok"], bool)
        return None if right else Mismatch("HTTP 200 and ok: 1", str(seen))

    return judge


def options_refused(says: str | None = None) -> Judge[Exchange]:
    """The options do not go together, or name what the server does not offer."""
    return refused_with("INVALID_CREATE_COLLECTION_OPTIONS", says=says)


def value_refused() -> Judge[Exchange]:
    """A member of the command has a value that it cannot have."""
    return refused_with("COMMAND_FIELD_VALUE_INVALID", "COMMAND_FIELD_INVALID")


def dimension_refused() -> Judge[Exchange]:
    """The dimension is refused: as no positive number, or as none of the model's."""
    codes = ("COMMAND_FIELD_VALUE_INVALID", "INVALID_CREATE_COLLECTION_OPTIONS", "COMMAND_FIELD_INVALID")
    return refused_with(*codes)


def name_refused() -> Judge[Exchange]:
    """The name cannot be a collection's."""
    codes = ("UNSUPPORTED_SCHEMA_NAME", "COMMAND_FIELD_VALUE_INVALID", "COMMAND_FIELD_INVALID")
    return refused_with(*codes)


def settings_refused() -> Judge[Exchange]:
    """A collection of that name exists, and with other settings."""
    return refused_with("EXISTING_COLLECTION_DIFFERENT_SETTINGS")


def limit_reached() -> Judge[Exchange]:
    """The database holds as many collections as it can."""
    return refused_with(*_LIMIT_CODES)


def has_no_service() -> Judge[Mapping[str, Any] | None]:
    """The collection is listed, and its options attach no provider."""

    def judge(seen: Mapping[str, Any] | None) -> Mismatch | None:
        if seen is None:
            return Mismatch("options without a service", "the collection is not listed")
        vector = seen.get("vector")
        attached = vector is not None and (not is_object(vector) or vector.get("service") is not None)
        return Mismatch("options without a service", str(dict(seen))) if attached else None

    return judge


def has_no_authentication() -> Judge[Mapping[str, Any] | None]:
    """The collection is listed with a service that names no stored key."""

    def judge(seen: Mapping[str, Any] | None) -> Mismatch | None:
        vector = (seen or {}).get("vector")
        service = vector.get("service") if is_object(vector) else None
        if not is_object(service):
            return Mismatch("a service without authentication", "no service" if seen is not None else "not listed")
        if service.get("authentication"):
            return Mismatch("a service without authentication", str(dict(service)))
        return None

    return judge
