"""A run that believes it judges Astra: over TLS, by Astra's addresses, in a database that is not the run's own."""

import json
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

from vectorproof.mocks.astra import Client, variables_of
from vectorproof.reports.record import Record
from vectorproof.specs.requirements import requirements

SUITES = ("client*", "coll*", "keyspace*", "vectorize*")
DEVOPS = "https://api.astra.datastax.com/v2"
# What needs databases, keys or a provider of one's own is not checked here.
AT_LEAST = 60
LEFT: tuple[tuple[str, Any, Any], ...] = (
    ("", {"findKeyspaces": {}}, {"keyspaces": ["default_keyspace"]}),
    ("/default_keyspace", {"findCollections": {}}, {"collections": []}),
)


@pytest.fixture(scope="module")
def ready(serve: Callable[..., AbstractContextManager[Mapping[str, Any]]]) -> Iterator[Mapping[str, Any]]:
    """Serve at Astra's addresses."""
    with serve("--tls") as ready:
        yield ready


@pytest.fixture(scope="module")
def record(ready: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Run some suites with what a person has who has a database at Astra, and a key that is stored there."""
    line = ("--target", "astra", "--devops-url", DEVOPS, "--max-rate", "0", "--keyspace", "default_keyspace")
    known = {"VECTORPROOF_KEY_NAME": ready["key_name"], "VECTORPROOF_EMBEDDING_KEY": ready["provider_key"]}
    environment = {**variables_of(ready, [Client.PYTHON]), **known}
    return judged(tmp_path_factory.mktemp("astra"), SUITES, *line, **environment)


def test_nothing_is_found(record: Record) -> None:
    assert record.header.target.kind == "astra"
    assert wrong(record) == []


def test_what_needs_nothing_of_ours_is_checked(record: Record) -> None:
    passed = [name for name, verdict in record.requirements().items() if verdict == "PASS"]

    assert len(passed) >= AT_LEAST
    snippets = [
        name for name, promise in requirements().items() if name.startswith("CLIENT") and promise.untested is None
    ]
    assert sorted(set(snippets) - set(passed)) == ["CLIENT-012"]


@pytest.mark.usefixtures("record")
def test_the_database_is_left_as_it_was(ready: Mapping[str, Any]) -> None:
    token = f"Token: {ready['token']}"

    for level, command, left in LEFT:
        assert curl("POST", f"{ready['data_api']}/v1{level}", command, token) == (200, {"status": left})


def test_run_without_a_keyspace_makes_one_and_drops_it(ready: Mapping[str, Any], tmp_path: Path) -> None:
    line = ["run", "--target", "astra", "--devops-url", DEVOPS, "--max-rate", "0", "--suite", "count*"]
    environment = {**os.environ, **variables_of(ready, [Client.PYTHON])}

    run = subprocess.run(
        [COMMAND, *line, "--output", tmp_path], env=environment, capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stdout + run.stderr
    _, log = curl("GET", f"{ready['control']}/control/calls", None, f"Authorization: Bearer {ready['token']}")
    assert re.search(r"/v2/databases/[^/]+/keyspaces/vectorproof_[0-9a-f]{8}", json.dumps(log))
    told = curl("POST", f"{ready['data_api']}/v1", {"findKeyspaces": {}}, f"Token: {ready['token']}")
    assert told == (200, {"status": {"keyspaces": ["default_keyspace"]}})
