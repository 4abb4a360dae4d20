"""Moments of a record, ISO 8601 texts, as numbers for formats that count; knows no clock."""

from datetime import UTC, datetime


def milliseconds(moment: str) -> int:
    """Count the milliseconds from the epoch to a moment; 0 for a text that is none."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return 0
    aware = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    return max(0, round(aware.timestamp() * 1000))
