"""The fixtures of the simulator, in a pytest of their own: each test has a world that nobody else has touched."""

import os
import subprocess
import sys
from pathlib import Path

PLUGIN = "vectorproof.mocks.pytest_simulator"
ALONE = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
FILE = """
import json, os, socket, ssl, urllib.request
import pytest

def names(origin, token, context=None):
    headers = {"Token": token, "Content-Type": "application/json"}
    url = origin + "/api/json/v1/default_keyspace"
    request = urllib.request.Request(url, b'{"findCollections":{}}', headers)
    with urllib.request.urlopen(request, context=context) as answer:
        return json.load(answer)["status"]["collections"]

def create(origin, token):
    headers = {"Token": token, "Content-Type": "application/json"}
    url = origin + "/api/json/v1/default_keyspace"
    body = b'{"createCollection":{"name":"one"}}'
    urllib.request.urlopen(urllib.request.Request(url, body, headers)).close()

@pytest.mark.parametrize("time", [1, 2])
def test_a_world_of_its_own(vectorproof_simulator, time):
    origin, token = vectorproof_simulator.ready["data_api"], vectorproof_simulator.token
    assert names(origin, token) == []
    create(origin, token)
    assert names(origin, token) == ["one"]

@pytest.mark.vectorproof_world(seed=7)
def test_a_chosen_world(vectorproof_simulator):
    from vectorproof.mocks.running import Simulator
    with Simulator(seed=7) as same:
        assert same.token == vectorproof_simulator.token

def test_at_the_addresses_of_astra(astra_env):
    endpoint = os.environ["ASTRA_DB_API_ENDPOINT"]
    assert endpoint.startswith("https://") and endpoint.endswith(".apps.astra.datastax.com")
    assert names(endpoint, os.environ["ASTRA_DB_APPLICATION_TOKEN"]) == []

def test_afterwards_nothing_is_left():
    assert "ASTRA_DB_API_ENDPOINT" not in os.environ
"""


def test_each_test_has_a_world_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(FILE)
    line = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--strict-markers",
        "-p",
        PLUGIN,
        "-p",
        "no:cacheprovider",
        "test_it.py",
    ]
    done = subprocess.run(line, cwd=tmp_path, env=ALONE, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 passed" in done.stdout


def test_loading_the_plugin_does_not_load_the_simulator() -> None:
    code = f"import sys, {PLUGIN}; print('vectorproof.mocks.running' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
