"""The ways for an embedding provider to fail, and what the Data API is to call each (jina-api 3.6, 3.7, 4.1, 4.2).

Left out are answers that the Data API passes off as its own unexpected error, such as broken JSON that claims to be
JSON: nobody can tell from those whose fault they are. The suite ``fault`` plans each of them (FAULT-006).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

from vectorproof.harness.strategies.edges import edges

CLIENT_ERROR: Final = "EMBEDDING_PROVIDER_CLIENT_ERROR"
RATE_LIMITED: Final = "EMBEDDING_PROVIDER_RATE_LIMITED"
SERVER_ERROR: Final = "EMBEDDING_PROVIDER_SERVER_ERROR"
TIMEOUT: Final = "EMBEDDING_PROVIDER_TIMEOUT"
UNEXPECTED: Final = "EMBEDDING_PROVIDER_UNEXPECTED_RESPONSE"

ATTEMPTS: Final = 4
"""How often a call is made that times out at the provider: once, and three times again."""

_TOO_MANY: Final = 429
_TIME_OUTS: Final = (408, 504)
_ENVELOPES: Final = ("flat", "nested", "validation", "uncoded")
_BAD_BODIES: Final = ("<html><body>Bad gateway</body></html>", "upstream is away", "error code: 520", "")
_LIMITS: Final = ("rate-rpm", "rate-tpm", "rate-concurrency", "rate-ip")
_NONSENSE: Final = (
    "ok-empty-body",
    "ok-no-content",
    "ok-html",
    "ok-xml",
    "ok-text",
    "ok-no-content-type",
    "ok-error-body",
    "ok-data-null",
    "ok-data-missing",
    "ok-wrong-length",
    "ok-longer",
    "ok-one-wrong-length",
    "ok-dims-ignored",
)
_WRONG_COUNTS: Final = ("ok-data-empty-list", "ok-one-missing", "ok-one-extra")
_OTHER_TYPES: Final = ("text/html", "text/plain", "application/xml", "application/problem+json", "image/png")
_SAID: Final = (
    'The "model" is busy',
    "C:\\models\\v3 is gone",
    "${errorMessage} and $1",
    "Guthaben aufgebraucht: bitte aufladen",
    "余额不足",
    "{detail}",
)


@dataclass(frozen=True, slots=True)
class ProviderFault:
    """One way to fail: what a fault plan is given, how many calls it spoils, and what the Data API calls it.

    ``calls`` is how many calls the provider sees for one command with one text; ``words`` are the provider's own,
    where they are to come through. ``inserts_only`` is what passes unnoticed in a search.
    """

    plan: Mapping[str, Any]
    code: str
    status: int = 200
    calls: int = 1
    words: str = ""
    inserts_only: bool = False

    @property
    def times(self) -> int:
        """How many calls are to be spoiled: all that are made."""
        return self.calls


def provider_words() -> st.SearchStrategy[str]:
    """Draw what a provider may say: texts without control characters, quotes and templates among them."""
    characters = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
    any_text = st.text(characters, min_size=1, max_size=120).filter(lambda text: bool(text.strip()))
    return st.one_of(st.sampled_from(_SAID), any_text)


def provider_refusals() -> st.SearchStrategy[ProviderFault]:
    """Draw refusals of status 400 to 499 but for those that have a meaning of their own (408, 429)."""
    statuses = edges(400, 499).filter(lambda status: status not in {*_TIME_OUTS, _TOO_MANY})
    return st.builds(refusal, statuses, st.sampled_from(_ENVELOPES), provider_words())


def provider_limits() -> st.SearchStrategy[ProviderFault]:
    """Draw refusals because of too many requests or tokens, with and without a hint when to come back."""
    return st.builds(limited, st.sampled_from(_LIMITS), st.integers(0, 60), st.booleans())


def provider_breakdowns() -> st.SearchStrategy[ProviderFault]:
    """Draw failures of status 500 to 599 but for 504, said in JSON, in HTML, or not at all."""
    statuses = edges(500, 599).filter(lambda status: status not in _TIME_OUTS)
    spoken = st.builds(breakdown, statuses, provider_words(), st.sampled_from(_ENVELOPES))
    silent = st.builds(_bare_breakdown, statuses, st.sampled_from(_BAD_BODIES), st.sampled_from(_OTHER_TYPES))
    return st.one_of(spoken, silent)


def provider_time_outs() -> st.SearchStrategy[ProviderFault]:
    """Draw a provider that says 408 or 504 however often it is asked."""
    return st.sampled_from([time_out(status) for status in _TIME_OUTS])


def provider_nonsense() -> st.SearchStrategy[ProviderFault]:
    """Draw answers of status 200 that are none: no body, no JSON, no data, vectors of a wrong length."""
    known = st.sampled_from([ProviderFault({"name": name}, UNEXPECTED) for name in _NONSENSE])
    return st.one_of(known, st.builds(_foreign, st.sampled_from(_OTHER_TYPES), provider_words()))


def provider_wrong_counts() -> st.SearchStrategy[ProviderFault]:
    """Draw answers with more or fewer vectors than texts, which is noticed where documents are inserted."""
    return st.sampled_from([ProviderFault({"name": name}, UNEXPECTED, inserts_only=True) for name in _WRONG_COUNTS])


def provider_lasting_faults() -> st.SearchStrategy[ProviderFault]:
    """Draw faults that nobody tries to get over by calling again: no time-outs, no limits."""
    return st.one_of(provider_refusals(), provider_breakdowns(), provider_nonsense(), provider_wrong_counts())


def provider_faults() -> st.SearchStrategy[ProviderFault]:
    """Draw any of these faults."""
    return st.one_of(provider_lasting_faults(), provider_limits(), provider_time_outs())


def time_out(status: int, calls: int = ATTEMPTS) -> ProviderFault:
    """Make the fault of a provider that gives this many calls a time-out: 408 or 504."""
    name = "req-timeout" if status == _TIME_OUTS[0] else "gw-timeout"
    return ProviderFault({"name": name}, TIMEOUT, status, calls)


def refusal(status: int, envelope: str, words: str) -> ProviderFault:
    """Make the fault of a provider that refuses with a status and its words, in one of its envelopes."""
    plan = {"name": "plan-resource", "status": status, "envelope": envelope, "detail": words}
    return ProviderFault(plan, CLIENT_ERROR, status, words=words)


def breakdown(status: int, words: str, envelope: str = "nested") -> ProviderFault:
    """Make the fault of a provider that breaks down with a status and its words, in one of its envelopes."""
    plan = {"name": "internal", "status": status, "envelope": envelope, "detail": words}
    return ProviderFault(plan, SERVER_ERROR, status, words=words)


def limited(name: str, retry_after_s: int, rate_headers: bool) -> ProviderFault:  # noqa: FBT001  # a drawn value
    """Make the fault of a provider that has had too much of one kind, and says when to come back."""
    plan = {"name": name, "retry_after_s": retry_after_s, "rate_headers": rate_headers}
    return ProviderFault(plan, RATE_LIMITED, _TOO_MANY)


def _bare_breakdown(status: int, body: str, content_type: str) -> ProviderFault:
    plan = {"name": "bad-gateway", "status": status, "body": body, "content_type": content_type}
    return ProviderFault(plan, SERVER_ERROR, status, words=body)


def _foreign(content_type: str, body: str) -> ProviderFault:
    return ProviderFault({"name": "ok-text", "body": body, "content_type": content_type}, UNEXPECTED)
