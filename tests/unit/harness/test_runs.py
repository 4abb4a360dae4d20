"""Whole runs over real sockets and processes: exit codes, records, interruption, and that no secret leaves."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from tests.unit.harness.fake import EMBEDDING_KEY, TOKEN, FakeTarget
from tests.unit.harness.redis_server import redis

from vectorproof.reports.record import Record, read

CASE = "key/names/length"


class Done:
    """What a command left: its exit code, what it said, and its record."""

    def __init__(self, output: Path, code: int, said: str) -> None:
        self.output = output
        self.code = code
        self.said = said

    @property
    def record(self) -> Record:
        """The record, read as anybody would."""
        return read(self.output / "record.jsonl")


def start(folder: Path, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    secrets = {"VECTORPROOF_TOKEN": TOKEN, "VECTORPROOF_EMBEDDING_KEY": EMBEDDING_KEY}
    return subprocess.Popen(
        [sys.executable, "-m", "vectorproof.harness.cli", *arguments],
        env={**os.environ, **secrets, **environment},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(child: "subprocess.Popen[str]", output: Path) -> Done:
    said, _ = child.communicate(timeout=120)
    assert "Traceback" not in said
    return Done(output, child.returncode, said)


def run(folder: Path, *arguments: str, case: str = CASE, **environment: str) -> Done:
    output = folder / "out"
    folder.mkdir(exist_ok=True)
    child = start(folder, "run", "--output", str(output), "--case", case, *arguments, **environment)
    return finish(child, output)


def reached(fake: FakeTarget) -> tuple[str, ...]:
    return ("--target", fake.url, "--control-url", fake.url)


def test_right_target_ends_with_0(fake: FakeTarget, tmp_path: Path) -> None:
    done = run(tmp_path, *reached(fake))

    assert done.code == 0, done.said
    assert [str(case.verdict) for case in done.record.cases] == ["PASS"]
    assert done.record.cases[0].examples.distinct >= 20
    assert done.record.cases[0].examples.boundaries == ("1 and 200 characters", "50 and 51 characters")
    assert (done.output / "report.html").exists()
    assert fake.worlds == {}


def test_finding_ends_with_1_and_shows_the_shortest_steps(fake: FakeTarget, tmp_path: Path) -> None:
    fake.lie = lambda method, path, _body: (201, {"name": ""}) if method == "POST" and path.endswith("/keys") else None

    done = run(tmp_path, *reached(fake))
    case = done.record.cases[0]
    (finding,) = case.findings

    assert done.code == 1
    assert (str(case.verdict), finding.requirement, finding.owner) == ("FAIL", "KEY-007", "target")
    assert finding.source.startswith("seed:31")
    assert [step.title for step in finding.steps] == ["lease a world", "add key"]
    assert '"$CONTROL"' in finding.steps[1].curl
    assert finding.found in done.said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--target", "http://127.0.0.1:1", "--case", "key/nmes/*"), "matches nothing; near: key/names"),
        (("--target", "http://127.0.0.1:1", "--suite", "kye"), "--suite 'kye' matches nothing"),
        (("--target", "http://127.0.0.1:1", "--requirement", "KEY-999"), "--requirement 'KEY-999' matches nothing"),
        (("--target", "nowhere"), "--target 'nowhere' is unknown"),
        (("--target", "missing.json"), "cannot be read"),
        (("--target", "ftp://host"), "--target 'ftp://host' is unknown"),
        (("--target", "http://user:pw@host"), "must not carry credentials"),
        (("--target", "http://host/some/where"), "is not a Data API's"),
        (("--target", "http://127.0.0.1:1", "--format", "htlm"), "perhaps html was meant"),
        (("--target", "http://127.0.0.1:1", "--profile", "fast"), "there are quick, standard, deep"),
        (("--target", "http://127.0.0.1:1", "--header", "X-Gateway"), "NAME=ENV is right"),
        (("--target", "http://127.0.0.1:1", "--header", "X-Gateway=NO_SUCH_VARIABLE"), "set NO_SUCH_VARIABLE"),
        (("--target", "http://127.0.0.1:1", "--known-failures", "none.toml"), "none.toml"),
        (("--target", "astra"), "set ASTRA_DB_API_ENDPOINT"),
        (("--target", "https://127.0.0.1:1", "--ca-bundle", "none.pem"), "--ca-bundle none.pem"),
    ],
)
def test_wrong_wishes_end_with_2_in_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(tmp_path, *arguments, ASTRA_DB_API_ENDPOINT="")

    assert done.code == 2, done.said
    assert said in done.said
    assert done.said.count("\n") == 1


def test_token_that_is_not_set_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, "--target", "http://127.0.0.1:1", VECTORPROOF_TOKEN="")
    assert (done.code, "set VECTORPROOF_TOKEN" in done.said) == (2, True)


def no_envelope(_method: str, _path: str, _body: Any) -> tuple[int, Any]:
    return 200, {}


def echo(_method: str, _path: str, body: Any) -> tuple[int, Any]:
    return 200, body


def same_success(_method: str, _path: str, _body: Any) -> tuple[int, Any]:
    return 200, {"status": {"ok": 1}}


def garbage(_method: str, _path: str, _body: Any) -> tuple[int, Any]:
    return 200, b"\x00garbage\xff"


@pytest.mark.parametrize("lie", [no_envelope, echo, same_success, garbage])
def test_liar_is_no_data_api_and_ends_with_3(fake: FakeTarget, tmp_path: Path, lie: Any) -> None:
    fake.lie = lie

    done = run(tmp_path, "--target", fake.url)

    assert (done.code, "is not a Data API" in done.said) == (3, True), done.said
    assert done.record.complete
    assert done.record.cases == ()


def test_closed_port_ends_with_3(tmp_path: Path) -> None:
    done = run(tmp_path, "--target", "http://127.0.0.1:1")
    assert (done.code, "cannot be reached: the connection was refused" in done.said) == (3, True)
    assert done.record.complete


def test_refused_token_ends_with_3(fake: FakeTarget, tmp_path: Path) -> None:
    fake.token = "another"
    done = run(tmp_path, "--target", fake.url)
    assert (done.code, "refused the token" in done.said) == (3, True)
    assert TOKEN not in done.said


def test_missing_keyspace_ends_with_3(fake: FakeTarget, tmp_path: Path) -> None:
    done = run(tmp_path, "--target", fake.url, "--keyspace", "elsewhere")
    assert (done.code, "has no keyspace 'elsewhere'; there are: default_keyspace" in done.said) == (3, True)


def test_wrong_control_address_ends_with_3(fake: FakeTarget, tmp_path: Path) -> None:
    done = run(tmp_path, "--target", fake.url, "--jina-url", fake.url)
    assert (done.code, "is not what it should be" in done.said) == (3, True)


def test_nothing_checked_ends_with_4_and_names_the_capability(fake: FakeTarget, tmp_path: Path) -> None:
    done = run(tmp_path, "--target", fake.url)
    case = done.record.cases[0]
    assert (done.code, str(case.verdict), case.reason) == (4, "SKIPPED", "the target has no key-control")


def test_target_that_dies_ends_with_3_and_soon(fake: FakeTarget, tmp_path: Path) -> None:
    def die(handler: BaseHTTPRequestHandler) -> bool:
        dead = "/control/worlds" in handler.path
        handler.close_connection = dead
        return dead

    fake.raw = die
    done = run(tmp_path, *reached(fake), "--suite", "key/names", case="*")
    reasons = [case.reason or "" for case in done.record.cases]
    assert done.code == 3
    assert {str(case.verdict) for case in done.record.cases} == {"ERROR"}
    assert any("closed without an answer" in reason for reason in reasons)
    assert {case.owner for case in done.record.cases} == {"environment"}


def test_bug_of_the_simulator_is_an_error(fake: FakeTarget, tmp_path: Path) -> None:
    def lie(method: str, path: str, _body: Any) -> tuple[int, Any] | None:
        return (500, {}) if method == "POST" and path.endswith("/keys") else None

    fake.lie = lie
    assert run(tmp_path, *reached(fake)).code == 1, "an HTTP 500 of a target is a finding"


def test_known_failure_is_excused_and_a_stale_one_is_not(fake: FakeTarget, tmp_path: Path) -> None:
    file = tmp_path / "known.toml"
    file.write_text('[[failure]]\nrequirement = "KEY-007"\nreason = "being mended"\n', encoding="utf-8")
    passing = run(tmp_path / "passing", *reached(fake), "--known-failures", str(file))
    fake.lie = lambda method, path, _body: (201, {"name": ""}) if method == "POST" and path.endswith("/keys") else None
    failing = run(tmp_path / "failing", *reached(fake), "--known-failures", str(file))

    assert (passing.code, passing.record.cases[0].reason) == (1, "known to fail, and passes: KEY-007")
    assert (failing.code, str(failing.record.cases[0].verdict)) == (0, "XFAIL")
    assert failing.record.cases[0].known_failure is not None


def test_same_seed_same_digest_for_any_number_of_workers(fake: FakeTarget, tmp_path: Path) -> None:
    fake.lie = lambda method, path, body: (
        (201, {"name": ""}) if method == "POST" and path.endswith("/keys") and len(body["name"]) == 51 else None
    )
    digests: set[str] = set()
    drawn: set[frozenset[str]] = set()
    for workers in ("1", "2", "4"):
        fake.seen.clear()
        done = run(tmp_path / workers, *reached(fake), "--suite", "key/names", "--workers", workers, case="*")
        assert done.code == 1, done.said
        assert done.record.footer is not None
        digests.add(done.record.footer.digest)
        drawn.add(names_sent(fake))
    fake.seen.clear()
    run(tmp_path / "seed", *reached(fake), "--suite", "key/names", "--seed", "7", case="*")

    assert len(digests) == 1
    assert len(drawn) == 1
    assert names_sent(fake) not in drawn


def names_sent(fake: FakeTarget) -> frozenset[str]:
    return frozenset(body["name"] for _, path, body in fake.seen if path.endswith("/keys"))


def test_dry_run_reaches_the_target_and_runs_nothing(fake: FakeTarget, tmp_path: Path) -> None:
    done = run(tmp_path, *reached(fake), "--dry-run")
    assert done.code == 0
    assert CASE in done.said
    assert "key-control" in done.said
    assert not done.output.exists()
    assert not any("worlds" in path for _, path, _ in fake.seen)


@pytest.mark.parametrize("workers", [1, 2])
def test_fail_fast_stops_at_the_first_finding(fake: FakeTarget, tmp_path: Path, workers: int) -> None:
    fake.lie = lambda method, path, _body: (201, {"name": ""}) if method == "POST" and path.endswith("/keys") else None
    done = run(tmp_path, *reached(fake), "--suite", "key/names", "--fail-fast", "--workers", str(workers), case="*")
    verdicts = [str(case.verdict) for case in done.record.cases]
    assert done.code == 1
    assert "FAIL" in verdicts
    assert len(verdicts) <= workers
    assert done.record.complete
    assert not done.record.interrupted


@pytest.mark.parametrize("code", [0, 1])
@pytest.mark.parametrize("how", [(), ("--quiet",)])
def test_a_reader_that_has_gone_changes_no_exit_code(
    fake: FakeTarget, tmp_path: Path, code: int, how: tuple[str, ...]
) -> None:
    if code:
        fake.lie = lambda method, path, _body: (201, {}) if method == "POST" and path.endswith("/keys") else None
    child = start(tmp_path, "run", "--output", str(tmp_path / "out"), "--case", CASE, *reached(fake), *how)
    assert child.stdout is not None
    child.stdout.close()
    assert child.wait(timeout=120) == code


def test_a_folder_that_cannot_be_made_ends_with_2_before_anything_is_sent(fake: FakeTarget, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    child = start(tmp_path, "run", "--output", "taken", *reached(fake))
    done = finish(child, tmp_path / "taken")
    assert (done.code, done.said.count("\n")) == (2, 1)
    assert "--output taken: " in done.said
    assert fake.seen == []


def test_quiet_says_one_line(fake: FakeTarget, tmp_path: Path) -> None:
    done = run(tmp_path, *reached(fake), "--quiet")
    assert done.said == f"PASS: {done.output / 'record.jsonl'}\n"


def test_time_that_is_used_up_is_inconclusive(fake: FakeTarget, tmp_path: Path) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> bool:
        time.sleep(0.2 if handler.path.endswith("/keys") else 0)
        return False

    fake.raw = slow
    done = run(tmp_path, *reached(fake), "--max-time", "2", "--suite", "key/names", "--workers", "1", case="*")
    assert done.code == 4
    assert {str(case.verdict) for case in done.record.cases} == {"INCONCLUSIVE"}
    assert all("used up" in (case.reason or "") for case in done.record.cases)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_interruption_leaves_a_readable_record_and_nothing_else(
    fake: FakeTarget, tmp_path: Path, number: signal.Signals, workers: str
) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> bool:
        time.sleep(0.1 if handler.path.endswith("/keys") else 0)
        return False

    fake.raw = slow
    output = tmp_path / "out"
    child = start(tmp_path, "run", "--output", str(output), *reached(fake), "--suite", "key", "--workers", workers)
    _until_keys_are_made(fake)
    child.send_signal(number)
    begun = time.monotonic()
    done = finish(child, output)

    assert done.code == 130, done.said
    assert time.monotonic() - begun < 15
    assert done.record.interrupted
    assert done.record.complete
    assert fake.worlds == {}, "what was leased is given back"


def test_a_run_in_the_background_of_a_script_can_be_ended(fake: FakeTarget, tmp_path: Path) -> None:
    """A shell without job control starts what ends in ``&`` with Ctrl-C ignored, and children inherit that."""

    def slow(handler: BaseHTTPRequestHandler) -> bool:
        time.sleep(0.1 if handler.path.endswith("/keys") else 0)
        return False

    fake.raw = slow
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        child = start(tmp_path, "run", "--output", "out", *reached(fake), "--suite", "key", "--workers", "2")
    finally:
        signal.signal(signal.SIGINT, before)
    _until_keys_are_made(fake)
    child.terminate()
    done = finish(child, tmp_path / "out")

    assert done.code == 130, done.said
    assert done.record.interrupted


def _until_keys_are_made(fake: FakeTarget) -> None:
    deadline = time.monotonic() + 60
    while not any(path.endswith("/keys") for _, path, _ in fake.seen) and time.monotonic() < deadline:
        time.sleep(0.01)


def test_no_secret_leaves_a_run(fake: FakeTarget, tmp_path: Path) -> None:
    """The canary: secrets that a target throws back at us stand in no file and on no screen."""

    def leak(method: str, path: str, _body: Any) -> tuple[int, Any] | None:
        if method == "POST" and path.endswith("/keys"):
            return 200, {"errors": [{"code": "LEAK", "message": f"{TOKEN} {EMBEDDING_KEY}"}]}
        return None

    fake.lie = leak
    done = run(
        tmp_path, *reached(fake), *(word for name in ("html", "junit", "terminal") for word in ("--format", name))
    )
    written = [file.read_bytes() for file in done.output.iterdir()]

    assert done.code == 1
    assert len(written) >= 4
    for secret in (TOKEN, EMBEDDING_KEY):
        assert secret not in done.said
        assert not any(secret.encode() in content for content in written)
    assert b"$VECTORPROOF_TOKEN" in b"".join(written)


def test_a_plain_target_is_left_as_it_was(fake: FakeTarget, tmp_path: Path) -> None:
    run(tmp_path, "--target", fake.url, "--suite", "coll*", case="*")
    assert list(fake.collections) == ["somebody_elses"]
    deleted = {body["deleteCollection"]["name"] for _, _, body in fake.seen if body and "deleteCollection" in body}
    made = {body["createCollection"]["name"] for _, _, body in fake.seen if body and "createCollection" in body}
    assert "somebody_elses" not in deleted
    assert made
    assert deleted <= made


def test_named_target_and_its_variables(fake: FakeTarget, tmp_path: Path) -> None:
    settings = f'[target.staging]\nurl = "{fake.url}"\ncontrol_url = "{fake.url}"\ntoken_env = "STAGING_TOKEN"\n'
    (tmp_path / "vectorproof.toml").write_text(settings, encoding="utf-8")
    done = run(tmp_path, "--target", "staging", VECTORPROOF_TOKEN="wrong", STAGING_TOKEN=TOKEN)
    assert done.code == 0, done.said
    assert done.record.header.target.name == "staging"


def test_ready_file_is_enough(fake: FakeTarget, tmp_path: Path) -> None:
    members = {"data_api": fake.url, "control": f"{fake.url}/sim/v1", "token": TOKEN}
    (tmp_path / "ready.json").write_text(json.dumps(members), encoding="utf-8")
    done = run(tmp_path, "--target", "ready.json", VECTORPROOF_TOKEN="")
    assert done.code == 0, done.said


def test_standing_header_is_sent_and_hidden(fake: FakeTarget, tmp_path: Path) -> None:
    seen: list[str | None] = []

    def look(handler: BaseHTTPRequestHandler) -> bool:
        seen.append(handler.headers.get("X-Gateway"))
        return False

    fake.raw = look
    done = run(tmp_path, *reached(fake), "--header", "X-Gateway=GATEWAY", GATEWAY="let-me-through-please")
    assert done.code == 0
    assert set(seen) == {"let-me-through-please"}


def test_users_pytest_settings_change_nothing(fake: FakeTarget, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("raise SystemExit('a foreign conftest was loaded')\n", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n", encoding="utf-8")
    done = run(tmp_path, *reached(fake), PYTEST_ADDOPTS="--no-such-option", PYTEST_PLUGINS="no_such_plugin")
    assert done.code == 0, done.said


def test_the_door_for_a_pytest_of_ones_own(fake: FakeTarget, tmp_path: Path) -> None:
    record = tmp_path / "record.jsonl"
    command = ["-m", "pytest", "--pyargs", "vectorproof.suites.key", "-k", "test_names and length", "-p", "no:randomly"]
    options = ["--vectorproof-target", fake.url, "--vectorproof-control-url", fake.url]
    done = subprocess.run(
        [sys.executable, *command, *options, "--vectorproof-record", str(record), "-c", os.devnull],
        env={**os.environ, "VECTORPROOF_TOKEN": TOKEN},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [case.case for case in read(record).cases] == [CASE]


def drawn_names(fake: FakeTarget) -> list[str]:
    """Give the names of keys that were sent so far and are no boundary, and forget them."""
    names = [body["name"] for method, path, body in fake.seen if method == "POST" and path.endswith("/keys")]
    fake.seen.clear()
    return [name for name in names if len(set(name)) > 1]


@pytest.fixture(params=["folder", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[str]:
    """Where examples are shared."""
    if request.param == "folder":
        yield str(tmp_path / "found")
        return
    with redis() as (url, _):
        yield url


def test_an_example_that_failed_is_tried_first_by_whoever_shares_the_place(
    fake: FakeTarget, tmp_path: Path, place: str
) -> None:
    sevens = (201, {"name": ""})
    fake.lie = lambda _method, path, body: sevens if path.endswith("/keys") and "7" in str(body.get("name")) else None
    shared = ("--examples", place)
    first = run(tmp_path / "1", *reached(fake), "--seed", "1", *shared)
    shrunk = drawn_names(fake)[-2:]
    alone = run(tmp_path / "2", *reached(fake), "--seed", "2")
    alone_began = drawn_names(fake)[0]
    again = run(tmp_path / "3", *reached(fake), "--seed", "2", *shared)

    assert [done.code for done in (first, alone, again)] == [1, 1, 1]
    assert alone_began not in shrunk
    assert drawn_names(fake)[0] in shrunk


def test_a_folder_of_examples_that_cannot_be_made_ends_with_2(fake: FakeTarget, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    done = run(tmp_path, *reached(fake), "--examples", "taken")

    assert done.code == 2
    assert "--examples taken: no folder can be made there" in done.said
    assert fake.seen == []
