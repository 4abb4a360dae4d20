"""``serve`` as a process: ready in one line, a file for its owner alone, a clean end, or one clear line why not."""

import contextlib
import http.client
import json
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

SERVE = (sys.executable, "-m", "vectorproof.harness.cli", "serve")
FREE = ("--port", "0", "--jina-port", "0")
PATIENCE_S = 30


def started(*options: str, ready: bool = True) -> subprocess.Popen[str]:
    """Start the verb on free ports; the caller ends it."""
    line = [*SERVE, *FREE, *options]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE if ready else None, text=True)


def refused(options: Sequence[str]) -> tuple[int, str]:
    """Run the verb where it must not begin; give exit code and what it said on stderr."""
    done = subprocess.run([*SERVE, *options], capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.stdout == ""
    return done.returncode, done.stderr


def sent(url: str, body: object, ready: dict[str, Any], **headers: str) -> http.client.HTTPConnection:
    """Send a POST and leave its answer where it is."""
    where = urlsplit(url)
    connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=PATIENCE_S)
    named = {"Content-Type": "application/json", "Token": str(ready["token"])} | headers
    connection.request("POST", where.path, json.dumps(body).encode(), named)
    return connection


def answered(url: str, body: object, ready: dict[str, Any]) -> Any:
    """Send a POST and read its answer."""
    with contextlib.closing(sent(url, body, ready)) as connection:
        return json.loads(connection.getresponse().read())


def calls_in_flight(ready: dict[str, Any]) -> int:
    """Count the calls that the provider has taken and not answered."""
    with urllib.request.urlopen(f"{ready['jina_control']}/journal", timeout=PATIENCE_S) as journal:
        return len([call for call in json.load(journal)["calls"] if call["in_flight"]])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ready_line_and_file_agree_and_a_signal_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    file = tmp_path / "ready.json"
    file.write_text("left by an earlier run")
    with started("--json", "--ready-file", str(file)) as process:
        assert process.stdout is not None
        line: dict[str, Any] = json.loads(process.stdout.readline())
        written = json.loads(file.read_text(encoding="utf-8"))
        mode = stat.S_IMODE(file.stat().st_mode)
        process.send_signal(number)
        code = process.wait(PATIENCE_S)
        more, said = process.communicate()

    assert (line, mode, code) == (written, 0o600, 0)
    assert (more, said) == ("", "")
    assert list(tmp_path.iterdir()) == [file]


def test_people_get_addresses_and_exports() -> None:
    with started() as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        while "Ctrl-C" not in lines[-1]:
            lines.append(process.stdout.readline())
        process.terminate()
        assert process.wait(PATIENCE_S) == 0

    said = "".join(lines)
    assert "export ASTRA_DB_API_ENDPOINT=http://127.0.0.1:" in said
    assert "export ASTRA_DB_APPLICATION_TOKEN=AstraCS:" in said


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--world", "nowhere"), "default, "),
        (("--defect", "nothing"), "no defect is named 'nothing'"),
        (("--data-dir", "/dev/null/x"), "--data-dir /dev/null/x cannot be used"),
        (("--durable",), "--durable needs --data-dir"),
        (("--provider-url", "jinaAI"), "NAME=URL"),
        (("--provider-url", "jinaAI=file:///x"), "NAME=URL"),
        (("--provider-url", "jinaA=http://x"), "'jinaA', which is no provider; near: jinaAI"),
        (("--provider-url", "qqqq=http://x"), "there are azureOpenAI, bedrock"),
        (("--host", "999.1.1.1", *FREE), "--host 999.1.1.1: this name cannot be resolved"),
        (("--world", "/"), "is a folder"),
        (("--ready-file", "/nowhere/at/all", *FREE), "cannot be written"),
    ],
)
def test_mistake_is_one_clear_line_and_exit_code_2(options: Sequence[str], says: str) -> None:
    code, said = refused(options)

    assert code == 2
    assert says in said
    assert said.count("\n") == 1


def test_broken_world_file_is_named_with_key_and_right_value(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('summary = "x"\nedition = "astro"\norganizations = []\ndatabases = []\n', encoding="utf-8")
    code, said = refused(("--world", str(file)))

    assert (code, said) == (
        2,
        "vectorproof serve: mine.toml:2: edition: found 'astro', 'astra' or 'self-managed' is right\n",
    )


def test_port_in_use_is_one_clear_line_and_exit_code_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = refused(("--port", str(port), "--jina-port", "0"))

    assert (code, said.count("\n")) == (2, 1)
    assert f"port {port} of 127.0.0.1 is in use" in said


def test_address_that_others_reach_is_warned_of() -> None:
    code, said = refused(("--host", "203.0.113.9", *FREE))

    assert code == 2
    assert "warning: 203.0.113.9 can be reached from other machines" in said


def test_signal_ends_it_while_a_command_waits_for_a_provider_that_hangs() -> None:
    with started("--json") as process:
        assert process.stdout is not None
        ready: dict[str, Any] = json.loads(process.stdout.readline())
        keyspace = f"{ready['data_api']}/v1/default_keyspace"
        service = {"provider": "jinaAI", "modelName": "jina-embeddings-v2-base-en"}
        made = answered(
            keyspace, {"createCollection": {"name": "c", "options": {"vector": {"service": service}}}}, ready
        )
        fault = {"faults": [{"match": {}, "times": 1, "fault": {"name": "hang"}}]}
        assert made == {"status": {"ok": 1}}
        assert answered(f"{ready['jina_control']}/faults", fault, ready)["ids"]

        insert = {"insertOne": {"document": {"$vectorize": "text"}}}
        header = {"x-embedding-api-key": ready["provider_key"]}
        with contextlib.closing(sent(f"{keyspace}/c", insert, ready, **header)):
            deadline = time.monotonic() + PATIENCE_S
            while not calls_in_flight(ready):
                assert time.monotonic() < deadline
            process.terminate()

            assert process.wait(PATIENCE_S) == 0
