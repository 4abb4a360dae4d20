"""Times on the wire: RFC 3339 in UTC, as the DevOps API writes them."""

from datetime import UTC, datetime


def written(at_ms: int) -> str:
    """Write milliseconds since the epoch to the second, such as ``2025-06-17T02:28:00Z``."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parsed(text: str) -> int:
    """Read such a time as milliseconds since the epoch; a time without offset counts as UTC.

    Raises:
        ValueError: it is no time.

    """
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
