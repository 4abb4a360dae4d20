"""Times on the wire: RFC 3339 in UTC, as the DevOps API writes them."""

from datetime import UTC, datetime
from typing import Final

LAST_MS: Final = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp()) * 1000
"""The last moment that can be written."""


def written(at_ms: int) -> str:
    """Write milliseconds since the epoch to the second, such as ``2025-06-17T02:28:00Z``."""
    return datetime.fromtimestamp(at_ms // 1000, UTC).isoformat().replace("+00:00", "Z")


def parsed(text: str) -> int:
    """Read such a time as milliseconds since the epoch; a time without offset counts as UTC.

    Raises:
        ValueError: it is no time.

    """
    moment = datetime.fromisoformat(text)
    try:
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError("a time has a year from 1 to 9999, also in UTC") from error
    return int(moment.timestamp() * 1000)
