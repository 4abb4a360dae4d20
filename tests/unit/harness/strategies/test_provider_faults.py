"""The provider's failures that suites draw: every class is in reach, and both sides of each boundary."""

from collections.abc import Callable

import pytest
from hypothesis import find, given
from tests.unit.drawing import SAMPLE, SEARCH

from vectorproof.harness.checks.sides import PROVIDER_CODES
from vectorproof.harness.strategies.provider_faults import (
    ATTEMPTS,
    ProviderFault,
    provider_breakdowns,
    provider_faults,
    provider_lasting_faults,
    provider_limits,
    provider_nonsense,
    provider_refusals,
    provider_words,
)

REFUSALS: dict[str, Callable[[ProviderFault], bool]] = {
    "lowest": lambda fault: fault.status == 400,
    "highest": lambda fault: fault.status == 499,
    "in between": lambda fault: 400 < fault.status < 499,
    "words in an object": lambda fault: fault.plan["envelope"] == "nested",
    "words that JSON has to escape": lambda fault: '"' in fault.words or "\\" in fault.words,
    "words beyond ASCII": lambda fault: not fault.words.isascii(),
}
BREAKDOWNS: dict[str, Callable[[ProviderFault], bool]] = {
    "lowest": lambda fault: fault.status == 500,
    "highest": lambda fault: fault.status == 599,
    "in JSON": lambda fault: "envelope" in fault.plan,
    "in HTML": lambda fault: "html" in str(fault.plan.get("body")),
    "without a body": lambda fault: fault.plan.get("body") == "",
}
LIMITS: dict[str, Callable[[ProviderFault], bool]] = {
    "with a hint when to come back": lambda fault: fault.plan["retry_after_s"] > 0,
    "without a hint": lambda fault: fault.plan["retry_after_s"] == 0,
}
NONSENSE: dict[str, Callable[[ProviderFault], bool]] = {
    "no body": lambda fault: fault.plan["name"] == "ok-empty-body",
    "no JSON": lambda fault: "content_type" in fault.plan,
    "no data": lambda fault: fault.plan["name"] == "ok-data-missing",
    "a wrong length": lambda fault: fault.plan["name"] == "ok-wrong-length",
}


@pytest.mark.parametrize("kind", REFUSALS)
def test_refusals(kind: str) -> None:
    assert find(provider_refusals(), REFUSALS[kind], settings=SEARCH).code == "EMBEDDING_PROVIDER_CLIENT_ERROR"


@pytest.mark.parametrize("kind", BREAKDOWNS)
def test_breakdowns(kind: str) -> None:
    assert find(provider_breakdowns(), BREAKDOWNS[kind], settings=SEARCH).code == "EMBEDDING_PROVIDER_SERVER_ERROR"


@pytest.mark.parametrize("kind", LIMITS)
def test_limits(kind: str) -> None:
    assert find(provider_limits(), LIMITS[kind], settings=SEARCH).status == 429


@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense(kind: str) -> None:
    assert find(provider_nonsense(), NONSENSE[kind], settings=SEARCH).status == 200


@pytest.mark.parametrize("code", sorted(PROVIDER_CODES))
def test_every_class_is_drawn(code: str) -> None:
    assert find(provider_faults(), lambda fault: fault.code == code, settings=SEARCH).code == code


@SAMPLE
@given(fault=provider_faults())
def test_statuses_with_a_meaning_of_their_own_keep_it(fault: ProviderFault) -> None:
    own = {408: "EMBEDDING_PROVIDER_TIMEOUT", 504: "EMBEDDING_PROVIDER_TIMEOUT", 429: "EMBEDDING_PROVIDER_RATE_LIMITED"}
    assert fault.code == own.get(fault.status, fault.code)
    assert fault.calls == (ATTEMPTS if fault.status in {408, 504} else 1)


@SAMPLE
@given(fault=provider_lasting_faults())
def test_lasting_faults_are_met_once(fault: ProviderFault) -> None:
    assert fault.calls == 1
    assert fault.status not in {408, 429, 504}


@SAMPLE
@given(words=provider_words())
def test_words_are_visible(words: str) -> None:
    assert words.strip()
    assert not any(character < " " for character in words)
