"""Moments at which databases were created: before and after 24 June 2024, never on that day, which is left open."""

from datetime import datetime, timedelta
from typing import Final

from hypothesis import strategies as st

LAST_BEFORE: Final = "2024-06-23T23:59:59Z"
FIRST_AFTER: Final = "2024-06-25T00:00:00Z"
_FORM: Final = "%Y-%m-%dT%H:%M:%SZ"
_OLDEST: Final = datetime(2022, 1, 1)  # noqa: DTZ001  # Hypothesis draws naive ones; all are UTC
_NEWEST: Final = datetime(2025, 12, 31)  # noqa: DTZ001  # as above


def moments_before() -> st.SearchStrategy[str]:
    """Draw moments before that day, its last second often."""
    return st.one_of(st.just(LAST_BEFORE), _moments(_OLDEST, datetime.strptime(LAST_BEFORE, _FORM)))  # noqa: DTZ007


def moments_after() -> st.SearchStrategy[str]:
    """Draw moments after that day, the first second often."""
    return st.one_of(st.just(FIRST_AFTER), _moments(datetime.strptime(FIRST_AFTER, _FORM), _NEWEST))  # noqa: DTZ007


def _moments(first: datetime, last: datetime) -> st.SearchStrategy[str]:
    seconds = st.integers(0, int((last - first).total_seconds()))
    return seconds.map(lambda passed: (first + timedelta(seconds=passed)).strftime(_FORM))
