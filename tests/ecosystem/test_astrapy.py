"""astrapy's own integration suite, as published, against the simulator: collections, and operations on a database.

The suite is copied and run in an environment of its own; only the module that chooses the provider is replaced. Which
of its tests are not counted, and why, is data: ``astrapy/exclusions.toml``.
"""

import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from tests.ecosystem.foreign_suite import Exclusion, Outcome, copied_suite, counted, exclusions, outcomes_of

OURS = Path(__file__).with_name("astrapy")
SWITCH = "embedding_provider_switcher.py"
PARTS = ("tests/base/integration/collections", "tests/base/integration/misc")
KINDS = {"tables", "other provider", "network timing", "portal"}
PASSED_AT_LEAST, EXCLUDED_AT_MOST = 0.97, 0.15
FEWEST = 200  # The published suite has more; fewer mean that it was not found or not collected.

Serve = Callable[..., AbstractContextManager[Mapping[str, Any]]]


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy their suite, with our module in the place of the one that chooses the provider."""
    folder = copied_suite("astrapy", "astrapy", tmp_path_factory.mktemp("astrapy"))
    assert (folder / "tests" / SWITCH).is_file(), "the suite has no such module to choose the provider"
    shutil.copy(OURS / SWITCH, folder / "tests")
    return folder


@pytest.fixture(scope="module")
def outcomes(suite: Path, serve: Serve) -> list[Outcome]:
    """Run their suite once against a simulator of its own."""
    with serve("--world", str(OURS / "world.toml")) as ready:
        return outcomes_of("astrapy", suite, PARTS, their_environment(ready))


@pytest.fixture(scope="module")
def excluded() -> list[Exclusion]:
    """Read our list."""
    return exclusions(OURS / "exclusions.toml")


def their_environment(ready: Mapping[str, Any]) -> dict[str, str]:
    """Give the settings that their documentation asks for, for a local Data API with reranking."""
    return {
        "LOCAL_DATA_API_USERNAME": "cassandra",
        "LOCAL_DATA_API_PASSWORD": "cassandra",
        "LOCAL_DATA_API_ENDPOINT": ready["data_api"],
        "LOCAL_CASSANDRA_CONTACT_POINT": "127.0.0.1",
        "HEADER_EMBEDDING_API_KEY_JINAAI": ready["provider_key"],
        "HEADER_RERANKING_API_KEY_NVIDIA": "any key: the hosted reranker asks for none",
        "ASTRAPY_TEST_LATEST_MAIN": "1",
        # Whether the database is empty is asked by listing tables, which there are none of.
        "TOLERATE_POPULATED_DATABASE": "yes",
    }


def test_their_suite_passes(outcomes: list[Outcome], excluded: list[Exclusion]) -> None:
    assert len(outcomes) >= FEWEST
    counting = counted(outcomes, excluded)
    wrong = [outcome for outcome in counting if outcome.verdict != "passed"]
    told = "\n".join(f"{outcome.verdict} {outcome.name}: {outcome.reason}" for outcome in wrong)
    assert len(counting) - len(wrong) >= PASSED_AT_LEAST * len(counting), told


def test_little_is_excluded(outcomes: list[Outcome], excluded: list[Exclusion]) -> None:
    left_out = set(outcomes) - set(counted(outcomes, excluded))
    assert len(left_out) <= EXCLUDED_AT_MOST * len(outcomes), left_out


def test_every_exclusion_is_used_and_of_a_kind_that_may_be(outcomes: list[Outcome], excluded: list[Exclusion]) -> None:
    for entry in excluded:
        assert entry.kind in KINDS
        assert entry.why
        assert any(entry.covers(outcome) for outcome in outcomes), entry.tests
