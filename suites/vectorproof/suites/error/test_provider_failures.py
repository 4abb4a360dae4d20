"""The provider's failures that are no refusals: it breaks down, is late, or makes no sense."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import inserted, number_of_calls, refused_with
from vectorproof.harness.collection import Collection
from vectorproof.harness.needs import DatabaseOptions, Needs
from vectorproof.harness.provider import Observed, ProviderKey
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import texts
from vectorproof.harness.strategies.provider_faults import (
    ATTEMPTS,
    TIMEOUT,
    UNEXPECTED,
    ProviderFault,
    breakdown,
    provider_breakdowns,
    provider_nonsense,
    provider_time_outs,
    provider_wrong_counts,
    time_out,
)
from vectorproof.harness.target import Target

_FAULTS = Needs(provider_control=True, provider_faults=True, provider_journal=True)
_IMPATIENT_MS = 60


@requirement("ERROR-006")
@boundaries(
    {
        "500": {"fault": breakdown(500, "a hut"), "text": "a boat", "loads": True},
        "503": {"fault": breakdown(503, "a hut"), "text": "a boat", "loads": True},
        "599": {"fault": breakdown(599, "a hut"), "text": "a boat", "loads": True},
    }
)
@given(fault=provider_breakdowns(), text=texts(), loads=st.booleans())
def test_breakdown(target: Target, fault: ProviderFault, text: str, loads: bool) -> None:  # noqa: FBT001  # drawn
    """A status of 500 to 599 is told as the provider's server error, with that status, after one call."""
    with target.space(_FAULTS) as space:
        seen = _spoiled(space, fault, text, loads=loads)
        space.check("ERROR-006", seen.result, refused_with(fault.code, says=str(fault.status)))
        space.check("ERROR-006", seen, number_of_calls(1))


@requirement("ERROR-006")
@boundaries(
    {
        "408": {"fault": time_out(408), "text": "a boat", "loads": True},
        "504": {"fault": time_out(504), "text": "a boat", "loads": False},
    }
)
@given(fault=provider_time_outs(), text=texts(), loads=st.booleans())
def test_time_out(target: Target, fault: ProviderFault, text: str, loads: bool) -> None:  # noqa: FBT001  # drawn
    """A provider that says 408 or 504 is asked four times, then that is told as its time-out."""
    with target.space(_FAULTS) as space:
        seen = _spoiled(space, fault, text, loads=loads)
        space.check("ERROR-006", seen.result, refused_with(fault.code, says=str(fault.status)))
        space.check("ERROR-006", seen, number_of_calls(ATTEMPTS))


@requirement("ERROR-006")
@boundaries(
    {
        "at the first attempt": {"failures": 0, "status": 504, "text": "a boat"},
        "at the last attempt": {"failures": ATTEMPTS - 1, "status": 504, "text": "a boat"},
    }
)
@given(failures=st.integers(0, ATTEMPTS - 1), status=st.sampled_from((408, 504)), text=texts())
def test_recovery(target: Target, failures: int, status: int, text: str) -> None:
    """A provider that comes back within four attempts costs calls and nothing else."""
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        if failures:
            space.provider.plan(time_out(status).plan, key=key, times=failures)
        seen = space.provider.during(lambda: collection.insert_one({"_id": "1", "$vectorize": text}))
        space.check("ERROR-006", seen.result, inserted("1"))
        space.check("ERROR-006", seen, number_of_calls(failures + 1))


@requirement("ERROR-006")
def test_silence(target: Target) -> None:
    """A provider that never answers is given up four times, then that is told as its time-out."""
    options = DatabaseOptions(provider_timeout_ms=_IMPATIENT_MS)
    needs = Needs(options=(options,), provider_control=True, provider_faults=True, provider_journal=True)
    with target.space(needs) as space:
        silence = ProviderFault({"name": "hang"}, TIMEOUT, calls=ATTEMPTS)
        seen = _spoiled(space, silence, "a boat", loads=True)
        space.check("ERROR-006", seen.result, refused_with(TIMEOUT))
        space.check("ERROR-006", seen, number_of_calls(ATTEMPTS))


@requirement("ERROR-006")
@boundaries(
    {
        "408, then the lowest status": {"status": 408, "fault": breakdown(500, "a hut"), "text": "a boat"},
        "504, then the highest status": {"status": 504, "fault": breakdown(599, "a hut"), "text": "a boat"},
    }
)
@given(status=st.sampled_from((408, 504)), fault=provider_breakdowns(), text=texts())
def test_late_then_broken(target: Target, status: int, fault: ProviderFault, text: str) -> None:
    """Where the attempt after a time-out breaks down, that is what is told, after two calls."""
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        space.provider.plan(time_out(status).plan, fault.plan, key=key)
        seen = space.provider.during(lambda: collection.insert_one({"_id": "1", "$vectorize": text}))
        space.check("ERROR-006", seen.result, refused_with(fault.code, says=str(fault.status)))
        space.check("ERROR-006", seen, number_of_calls(2))


@requirement("ERROR-006")
@boundaries(
    {
        "no body": {"fault": ProviderFault({"name": "ok-empty-body"}, UNEXPECTED), "text": "a boat", "loads": True},
        "vectors too short": {
            "fault": ProviderFault({"name": "ok-wrong-length"}, UNEXPECTED),
            "text": "a boat",
            "loads": False,
        },
        "vectors too long": {
            "fault": ProviderFault({"name": "ok-longer"}, UNEXPECTED),
            "text": "a boat",
            "loads": True,
        },
    }
)
@given(fault=provider_nonsense(), text=texts(), loads=st.booleans())
def test_nonsense(target: Target, fault: ProviderFault, text: str, loads: bool) -> None:  # noqa: FBT001  # drawn
    """A success without a body, without JSON, without data or with wrong vectors is told as an unexpected response."""
    with target.space(_FAULTS) as space:
        seen = _spoiled(space, fault, text, loads=loads)
        space.check("ERROR-006", seen.result, refused_with(fault.code))
        space.check("ERROR-006", seen, number_of_calls(1))


@requirement("ERROR-006")
@boundaries(
    {
        "one text": {"fault": ProviderFault({"name": "ok-one-missing"}, UNEXPECTED), "loaded": ["a boat"]},
        "eight texts": {"fault": ProviderFault({"name": "ok-one-extra"}, UNEXPECTED), "loaded": ["a boat"] * 8},
    }
)
@given(fault=provider_wrong_counts(), loaded=st.lists(texts(), min_size=1, max_size=8))
def test_wrong_count(target: Target, fault: ProviderFault, loaded: list[str]) -> None:
    """More or fewer vectors than texts is told as an unexpected response, whatever the number of documents."""
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        space.provider.plan(fault.plan, key=key)
        documents = [{"_id": number, "$vectorize": text} for number, text in enumerate(loaded)]
        seen = space.provider.during(lambda: collection.insert_many(documents))
        space.check("ERROR-006", seen.result, refused_with(fault.code))
        space.check("ERROR-006", seen, number_of_calls(1))


def _spoiled(space: Space, fault: ProviderFault, text: str, *, loads: bool) -> Observed[Any]:
    """Load a document, or search, while the provider fails in this way; watch its calls."""
    key = space.provider.new_key()
    collection = _collection(space, key)
    space.provider.plan(fault.plan, key=key, times=fault.times)
    document = {"_id": "1", "$vectorize": text}
    return space.provider.during(lambda: collection.insert_one(document) if loads else collection.search(text))


def _collection(space: Space, key: ProviderKey) -> Collection:
    return space.vectorize_collection(space.by_header(key), model="jina-embeddings-v3", dimension=4)
