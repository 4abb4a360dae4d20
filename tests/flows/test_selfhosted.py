"""A run against a Data API of one's own: signed in with user and password, inside a keyspace that it made itself."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import COMMAND
from tests.flows.runs import judged, wrong
from tests.flows.test_story import curl

from vectorproof.harness.targets.selfhosted import token_of
from vectorproof.reports.record import Record

SUITES = ("insert*", "delete*", "count*", "vectorize*", "ids*")
AT_LEAST = 20


@pytest.fixture(scope="module")
def ready(serve: Callable[..., AbstractContextManager[Mapping[str, Any]]]) -> Iterator[Mapping[str, Any]]:
    """Serve the edition that stores no keys and has no other surface."""
    with serve("--world", "self-managed") as ready:
        yield ready


@pytest.fixture(scope="module")
def record(ready: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Run some suites with what a person has who started a Data API: its address, and a key of the provider."""
    key = {"VECTORPROOF_EMBEDDING_KEY": ready["provider_key"]}
    output = tmp_path_factory.mktemp("selfhosted")
    return judged(output, SUITES, "--target", f"selfhosted:{ready['data_api']}", **key)


def test_nothing_is_found(record: Record) -> None:
    assert record.header.target.kind == "selfhosted"
    assert wrong(record) == []


def test_rules_of_documents_and_embeddings_are_checked(record: Record) -> None:
    assert len([name for name, verdict in record.requirements().items() if verdict == "PASS"]) >= AT_LEAST


def test_what_is_skipped_names_what_is_missing(record: Record) -> None:
    skipped = [case.reason or "" for case in record.cases if case.verdict == "SKIPPED"]

    assert skipped
    assert [reason for reason in skipped if not reason.startswith("the target has no ")] == []


@pytest.mark.usefixtures("record")
def test_keyspace_of_the_run_is_gone(ready: Mapping[str, Any]) -> None:
    _, told = curl("POST", f"{ready['data_api']}/v1", {"findKeyspaces": {}}, f"Token: {token_of({})}")

    assert [name for name in told["status"]["keyspaces"] if name.startswith("vectorproof")] == []


def test_finding_is_there_again_in_a_keyspace_of_its_own(
    serve: Callable[..., AbstractContextManager[Mapping[str, Any]]], tmp_path: Path
) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "VECTORPROOF_TOKEN"}
    record = tmp_path / "record.jsonl"
    with serve("--world", "self-managed", "--defect", "counted-one-less") as ready:
        codes = [
            subprocess.run(
                [COMMAND, *line, "--target", f"selfhosted:{ready['data_api']}"],
                env=environment, cwd=tmp_path, capture_output=True, check=False,
            ).returncode
            for line in (
                ["run", "--suite", "count*", "--output", str(tmp_path)],
                ["reproduce", "COUNT-003", "--record", str(record)],
            )
        ]  # fmt: skip
        _, told = curl("POST", f"{ready['data_api']}/v1", {"findKeyspaces": {}}, f"Token: {token_of({})}")

    assert codes == [1, 1]
    assert re.search("vectorproof_[0-9a-f]{8}", record.read_text()) is None
    assert [name for name in told["status"]["keyspaces"] if name.startswith("vectorproof")] == []
