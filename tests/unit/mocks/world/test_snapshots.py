"""A whole world as one file: what is saved is there again, what must stay out is out, and garbage changes nothing."""

import gzip
import json
import os
import re
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.mocks.world.lab import SERVICE, Reply, Served

from vectorproof.mocks.config import load_world
from vectorproof.mocks.core.ledger import Remembered
from vectorproof.mocks.durability import SqliteLedger
from vectorproof.mocks.running import Simulator
from vectorproof.mocks.snapshots import FORMAT, SnapshotError, copy, load, save
from vectorproof.mocks.world import make_world

COMMAND = Path(sys.executable).with_name("vectorproof")
SNAPSHOT = "/control/snapshot"
DOCUMENTS: list[dict[str, Any]] = [{"_id": 1, "n": 1.5, "$vector": [0.25, 1]}, {"_id": "zwei", "line": "a\nb\u2028c"}]


@pytest.fixture
def lab() -> Iterator[Served]:
    """Serve the default world."""
    served = Served(load_world("default"))
    yield served
    served.close()


def in_keyspace(lab: Served, command: dict[str, Any], **headers: str) -> Reply:
    """Run a command of the keyspace."""
    return lab.command(command, "default_keyspace", **headers)


def in_collection(lab: Served, command: dict[str, Any]) -> Reply:
    """Run a command of the collection."""
    return lab.command(command, "default_keyspace", "c")


def filled(lab: Served) -> None:
    """Make a collection with documents, a key of its own, and a world for a parallel test."""
    in_keyspace(lab, {"createCollection": {"name": "c", "options": {"vector": {"dimension": 2}}}})
    in_collection(lab, {"insertMany": {"documents": DOCUMENTS}})


def found(lab: Served) -> list[Any]:
    """Read all documents of the collection, in a stable order."""
    documents = in_collection(lab, {"find": {"projection": {"*": 1}}}).json["data"]["documents"]
    return sorted(documents, key=lambda document: str(document["_id"]))


def test_documents_are_there_again_and_later_ones_are_gone(lab: Served) -> None:
    filled(lab)
    saved = lab.control("GET", SNAPSHOT)
    in_collection(lab, {"deleteMany": {}})
    in_keyspace(lab, {"createCollection": {"name": "later"}})
    loaded = lab.control("PUT", SNAPSHOT, saved.raw)

    assert (saved.status, loaded.status) == (200, 204)
    assert found(lab) == sorted(DOCUMENTS, key=lambda document: str(document["_id"]))
    assert in_keyspace(lab, {"findCollections": {}}).json["status"]["collections"] == ["c"]


def test_what_is_loaded_can_be_written_and_searched(lab: Served) -> None:
    filled(lab)
    lab.control("PUT", SNAPSHOT, lab.control("GET", SNAPSHOT).raw)
    nearest = in_collection(lab, {"find": {"sort": {"$vector": [0.25, 1]}}}).json["data"]["documents"]
    in_collection(lab, {"updateOne": {"filter": {"_id": 1}, "update": {"$inc": {"n": 1}}}})

    assert [document["_id"] for document in nearest] == [1]
    assert found(lab)[0]["n"] == 2.5


def test_same_file_gives_the_same_ids_and_others_than_before(lab: Served) -> None:
    filled(lab)
    saved = lab.control("GET", SNAPSHOT).raw

    def new_id() -> Any:
        return in_collection(lab, {"insertOne": {"document": {}}}).json["status"]["insertedIds"][0]

    before = new_id()
    lab.control("PUT", SNAPSHOT, saved)
    first = new_id()
    lab.control("PUT", SNAPSHOT, saved)

    assert new_id() == first
    assert first != before


def test_no_secret_is_in_it_unless_asked_for(lab: Served) -> None:
    made = lab.control("POST", "/control/worlds", {}).json
    plain, whole = (
        gzip.decompress(lab.control("GET", f"{SNAPSHOT}?secrets={flag}").raw).decode() for flag in ("false", "true")
    )

    assert made["token"] in whole
    assert "jina_" in whole
    assert not re.search(r"AstraCS:|jina_[A-Za-z0-9]{20}", plain)


def test_declared_keys_work_without_secrets_and_made_tokens_only_with(lab: Served) -> None:
    made = lab.control("POST", "/control/worlds", {}).json
    key = {
        "name": "c",
        "options": {"vector": {"service": {**SERVICE, "authentication": {"providerKey": lab.ready["key_name"]}}}},
    }
    answers: list[int] = []
    for flag in ("true", "false"):
        lab.control("PUT", SNAPSHOT, lab.control("GET", f"{SNAPSHOT}?secrets={flag}").raw)
        answers.append(
            lab.command({"findKeyspaces": {}}, Token=made["token"], X_Sim_Database=made["databases"][0]["id"]).status
        )
        assert in_keyspace(lab, {"createCollection": key}).json == {"status": {"ok": 1}}

    assert answers == [200, 401]


def test_world_of_a_parallel_test_may_not(lab: Served) -> None:
    made = lab.control("POST", "/control/worlds", {}).json
    answers = [lab.control(method, SNAPSHOT, b"x", token=made["token"]).status for method in ("GET", "PUT")]

    assert answers == [409, 409]


# Packed at no time, for the names of tests are made of it, and each process makes them anew.
GARBAGE = [b"", b"no gzip", *(gzip.compress(text, mtime=0) for text in (b"", b"{}\n", b"null\n[]"))]


@pytest.mark.parametrize("raw", GARBAGE, ids=repr)
def test_garbage_is_refused_and_changes_nothing(lab: Served, raw: bytes) -> None:
    filled(lab)
    answer = lab.control("PUT", SNAPSHOT, raw)

    assert (answer.status, answer.json["errors"][0]["code"]) == (400, "REQUEST_INVALID")
    assert len(found(lab)) == 2


def test_an_edited_state_is_refused_and_changes_nothing(lab: Served) -> None:
    filled(lab)
    saved = gzip.decompress(lab.control("GET", f"{SNAPSHOT}?secrets=true").raw)
    answer = lab.control("PUT", SNAPSHOT, gzip.compress(saved + b'["databases","one more","{}"]\n'))

    assert (answer.status, answer.json["errors"][0]["code"]) == (400, "REQUEST_INVALID")
    assert "changed after it was saved" in answer.json["errors"][0]["message"]
    assert len(found(lab)) == 2
    assert lab.control("PUT", SNAPSHOT, gzip.compress(saved)).status == 204


def test_another_world_is_refused_and_changes_nothing(lab: Served) -> None:
    filled(lab)
    other = Served(load_world("default"), seed=7)
    saved = other.control("GET", SNAPSHOT).raw
    other.close()
    answer = lab.control("PUT", SNAPSHOT, saved)

    assert answer.status == 400
    assert "another world, made with seed 7" in answer.json["errors"][0]["message"]
    assert len(found(lab)) == 2


def test_newer_format_is_refused() -> None:
    head = {"kind": "vectorproof state", "format": FORMAT + 1, "secrets": False}
    with pytest.raises(SnapshotError, match=f"its format is {FORMAT + 1}"):
        load(gzip.compress(json.dumps(head).encode()))


@given(rows=st.dictionaries(st.tuples(st.text(max_size=5), st.text(max_size=5)), st.text()))
def test_every_row_comes_back(rows: dict[tuple[str, str], str]) -> None:
    ledger = Remembered()
    for (shelf, key), text in rows.items():
        ledger.put(shelf, key, text.encode("utf-8", "replace").__bytes__)
    again = Remembered()
    copy(load(save(ledger, with_secrets=True)), again)

    assert {s: dict(again.rows(s)) for s in again.shelves()} == {s: dict(ledger.rows(s)) for s in ledger.shelves()}


@given(cut=st.integers(0, 200))
def test_a_file_that_is_cut_off_is_refused(cut: int) -> None:
    whole = save(SMALL, with_secrets=True)
    with pytest.raises(SnapshotError):
        load(whole[: min(cut, len(whole) - 1)])


SMALL = Remembered()
SMALL.put("shelf", "key", lambda: b"row")


def typed(*arguments: str, token: str = "") -> subprocess.CompletedProcess[str]:
    """Run the verb."""
    environment = {**os.environ, "VECTORPROOF_TOKEN": token}
    line = [str(COMMAND), "state", *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False, env=environment, timeout=60)


def test_a_running_world_is_saved_and_made_a_directory(lab: Served, tmp_path: Path) -> None:
    filled(lab)
    file, directory = tmp_path / "state", tmp_path / "data"
    control = str(lab.ready["control"])
    saved = typed("save", str(file), "--at", control, token=str(lab.ready["token"]))
    made = typed("load", str(file), "--data-dir", str(directory))
    again = typed("save", str(tmp_path / "again"), "--data-dir", str(directory))

    assert [done.returncode for done in (saved, made, again)] == [0, 0, 0], saved.stderr + made.stderr + again.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with SqliteLedger(directory) as ledger:
        assert sum(1 for shelf in ledger.shelves() if shelf.startswith("documents")) == 1
    lines = [sorted(gzip.decompress(path.read_bytes()).splitlines()) for path in (file, tmp_path / "again")]
    assert lines[0] == lines[1]


REFUSED: dict[str, tuple[list[str], str]] = {
    "neither place": (["save", "x"], "either --at URL or --data-dir DIR"),
    "no token": (["save", "x", "--at", "http://127.0.0.1:1/sim/v1"], "VECTORPROOF_TOKEN is not set"),
    "a directory without a world": (["save", "x", "--data-dir", "d"], "--data-dir d holds no world"),
    "a folder for a file": (["load", ".", "--data-dir", "d"], "cannot be read"),
    "no file": (["load", "missing", "--data-dir", "d"], "cannot be read"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_misuse_is_one_clear_line(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, said = REFUSED[what]
    done = typed(*arguments)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr


def test_a_folder_is_no_file_to_save_to(lab: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = typed("save", ".", "--at", str(lab.ready["control"]), token=str(lab.ready["token"]))

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert ". cannot be written" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_directory_made_of_a_state_without_secrets_has_the_declared_keys_once(tmp_path: Path) -> None:
    with Simulator() as simulator:
        (tmp_path / "state").write_bytes(simulator.save_state())
    assert typed("load", str(tmp_path / "state"), "--data-dir", str(tmp_path / "data")).returncode == 0
    config = load_world("default")
    stored: list[list[str]] = []
    for drop in (True, False):
        with SqliteLedger(tmp_path / "data") as ledger:
            world = make_world(config, ledger=ledger)
            (organization,) = world.people.organization_ids.values()
            keychain = world.control_plane.keychain
            stored.append([key.name for key in keychain.keys(organization, "jinaAI")])
            if drop:
                keychain.remove(organization, "jinaAI", "jina-main", "jina-main")
                ledger.commit()

    assert stored == [["jina-main"], []]


def test_state_is_saved_and_loaded_from_python() -> None:
    with Simulator() as simulator:
        before = simulator.save_state()
        url = f"{simulator.ready['data_api']}/v1/{simulator.keyspace}"
        headers = {"Token": simulator.token, "Content-Type": "application/json"}

        def ask(command: dict[str, Any]) -> Any:
            request = urllib.request.Request(url, json.dumps(command).encode(), headers)
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.loads(answer.read())

        ask({"createCollection": {"name": "c"}})
        simulator.load_state(before)

        assert ask({"findCollections": {}}) == {"status": {"collections": []}}
