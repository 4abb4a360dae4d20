"""astrapy's own suites for Astra, as published, over TLS at Astra's addresses: administration, and vectorize with Jina.

Nothing of the suites is replaced. Which of their tests are not counted, and why, is data:
``astrapy/astra-exclusions.toml``.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from tests.ecosystem.foreign_suite import (
    Exclusion,
    Outcome,
    copied_suite,
    counted,
    exclusions,
    outcomes_of,
    outcomes_side_by_side,
)

from vectorproof.mocks.astra import Client, variables_of

OURS = Path(__file__).with_name("astrapy")
KINDS = {"other provider", "other environment"}
ADMIN = "tests/admin/integration/test_admin.py"
# Each makes databases and waits until they are there, with the client's own pauses of ten seconds and more.
TOURS = (
    "database_admin_sync",
    "astra_db_admin_sync",
    "database_admin_async",
    "astra_db_admin_async",
    "updatedbkeyspace",
)
ADMINISTERED = 6
MODELS = 7  # Five of the second generation, and one of the third with and without its parameters.
AUTHENTICATIONS = ("HEADER", "SHARED_SECRET")

Serve = Callable[..., AbstractContextManager[Mapping[str, Any]]]


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy their suites."""
    return copied_suite("astrapy", "astrapy", tmp_path_factory.mktemp("astrapy"))


def their_environment(ready: Mapping[str, Any]) -> dict[str, str]:
    """Give the settings that their documentation asks for, for an Astra with a key of Jina's stored."""
    return {
        **variables_of(ready, [Client.PYTHON]),
        "PROD_ADMIN_TEST_ASTRA_DB_APPLICATION_TOKEN": ready["token"],
        "PROD_ADMIN_TEST_ASTRA_DB_PROVIDER": "aws",
        "PROD_ADMIN_TEST_ASTRA_DB_REGION": "us-east-2",
        "HEADER_EMBEDDING_API_KEY_JINAAI": ready["provider_key"],
        "TEST_EXTENDED_VECTORIZE": "yes",
        "ADJUST_TO_AVAILABLE_VECTORIZE_CREDENTIALS": "yes",
        # Whether the database is empty is asked by listing tables, which there are none of.
        "TOLERATE_POPULATED_DATABASE": "yes",
    }


@pytest.fixture(scope="module")
def outcomes(suite: Path, serve: Serve) -> list[Outcome]:
    """Run the suites once against a simulator of their own, what waits side by side."""
    with serve("--tls", "--world", str(OURS / "astra.toml")) as ready:
        variables = their_environment(ready)
        tours = [[ADMIN, "-k", name] for name in TOURS]
        rest = ["tests/admin/integration/test_nonastra_admin.py"]
        admin = outcomes_side_by_side("astrapy", suite, [*tours, rest], variables)
        return admin + outcomes_of("astrapy", suite, ["tests/vectorize"], variables)


@pytest.fixture(scope="module")
def excluded() -> list[Exclusion]:
    """Read our list."""
    return exclusions(OURS / "astra-exclusions.toml")


def test_their_administration_passes(outcomes: list[Outcome], excluded: list[Exclusion]) -> None:
    found = [outcome for outcome in counted(outcomes, excluded) if outcome.name.startswith("test_admin::")]

    assert [outcome for outcome in found if outcome.verdict != "passed"] == []
    assert len({outcome.name for outcome in found}) == len(found) == ADMINISTERED


@pytest.mark.parametrize("authentication", AUTHENTICATIONS)
def test_their_vectorize_passes_for_every_model_of_jina(
    outcomes: list[Outcome], excluded: list[Exclusion], authentication: str
) -> None:
    found = [outcome for outcome in counted(outcomes, excluded) if f"/{authentication}/" in outcome.name]

    assert [outcome for outcome in found if outcome.verdict != "passed"] == []
    assert all("[jinaAI/" in outcome.name for outcome in found)
    assert len(found) == MODELS


def test_every_exclusion_is_used_and_of_a_kind_that_may_be(outcomes: list[Outcome], excluded: list[Exclusion]) -> None:
    for entry in excluded:
        assert entry.kind in KINDS
        assert entry.why
        assert any(entry.covers(outcome) for outcome in outcomes), entry.tests
