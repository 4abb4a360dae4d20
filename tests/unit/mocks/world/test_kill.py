"""Writers whose server is killed at any moment: what was acknowledged is there, once, and nothing is there by half.

``VECTORPROOF_KILL_ROUNDS`` sets the number of rounds.
"""

import contextlib
import http.client
import json
import os
import random
import subprocess
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.unit.mocks.world.test_verb import PATIENCE_S, refused, started

ROUNDS = int(os.environ.get("VECTORPROOF_KILL_ROUNDS", "4"))
WRITERS = 4
BATCH = 3
#: A round's kill comes after so many acknowledgements at most; the other writers are anywhere then.
LATEST = 60


@dataclass
class Told:
    """What the server said to a writer, and what the writer asked and never heard of."""

    name: str
    rounds: int = 0
    inserted: set[str] = field(default_factory=set[str])
    deleted: set[str] = field(default_factory=set[str])
    counted: int = 0
    unheard: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


class Client:
    """One connection to a served world."""

    def __init__(self, ready: dict[str, Any]) -> None:
        where = urlsplit(str(ready["data_api"]))
        self._headers = {"Content-Type": "application/json", "Token": str(ready["token"])}
        self._connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=PATIENCE_S)

    def ask(self, command: dict[str, Any], collection: str = "/c") -> Any:
        """Run a command of the keyspace or the collection; it must succeed."""
        self._connection.request(
            "POST", f"/v1/default_keyspace{collection}", json.dumps(command).encode(), self._headers
        )
        answer = json.loads(self._connection.getresponse().read())
        assert "errors" not in answer, answer
        return answer

    def all(self) -> Iterator[dict[str, Any]]:
        """Page through all documents."""
        state: str | None = ""
        while state is not None:
            options = {"pageState": state} if state else {}
            data = self.ask({"find": {"options": options}})["data"]
            yield from data["documents"]
            state = data["nextPageState"]


@contextlib.contextmanager
def world(directory: Path) -> Generator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """Serve a directory, and kill the process in the end if nobody did."""
    with started("--json", "--data-dir", str(directory)) as process:
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def write(told: Told, client: Client, heard: threading.Semaphore) -> None:
    """Insert one, insert several, delete one, count one up, until the server is no more."""
    told.rounds += 1
    at = 0
    with contextlib.suppress(OSError, http.client.HTTPException):
        while True:
            at += 1
            name = f"{told.name} {told.rounds} {at}"
            ids = [f"{name} {n}" for n in range(BATCH)]
            told.unheard = [{"batch": ids}]
            client.ask({"insertMany": {"documents": [{"_id": each} for each in ids]}})
            told.inserted.update(ids)
            heard.release()
            told.unheard = [{"delete": ids[0]}]
            client.ask({"deleteOne": {"filter": {"_id": ids[0]}}})
            told.deleted.add(ids[0])
            heard.release()
            told.unheard = [{"count": True}]
            update = {"filter": {"_id": told.name}, "update": {"$inc": {"n": 1}}}
            client.ask({"updateOne": {**update, "options": {"upsert": True}}})
            told.counted += 1
            heard.release()


def judge(told: Told, found: dict[str, dict[str, Any]]) -> None:
    """Compare what is there with what was said; what was asked and never answered may be there, whole, or not."""
    count = int(found.get(told.name, {"n": 0})["n"])
    for asked in told.unheard:
        told.counted += "count" in asked and count == told.counted + 1
        if "delete" in asked and asked["delete"] not in found:
            told.deleted.add(asked["delete"])
        present = [each for each in asked.get("batch", ()) if each in found]
        assert len(present) in {0, BATCH}, f"a torn insertMany: {present}"
        told.inserted.update(present)
    own = {each for each in found if each.startswith(f"{told.name} ")}
    assert own == told.inserted - told.deleted
    assert count == told.counted


def write_until_killed(process: subprocess.Popen[str], ready: dict[str, Any], everyone: list[Told], heard: int) -> None:
    """Let all writers write, and kill the server once it has acknowledged so much."""
    acknowledged = threading.Semaphore(0)
    threads = [threading.Thread(target=write, args=(told, Client(ready), acknowledged)) for told in everyone]
    for thread in threads:
        thread.start()
    for _ in range(heard):
        assert acknowledged.acquire(timeout=PATIENCE_S)
    process.kill()
    for thread in threads:
        thread.join(PATIENCE_S)


def judge_all(everyone: list[Told], documents: list[dict[str, Any]]) -> None:
    """Compare all that is there with all that was said."""
    found = {str(document["_id"]): document for document in documents}
    assert len(found) == len(documents)
    for told in everyone:
        judge(told, found)


def test_acknowledged_writes_survive_a_kill_and_nothing_is_there_twice(tmp_path: Path) -> None:
    # One start serves twice: it shows what the last kill left, and is killed in its turn.
    moments, everyone = random.Random(20), [Told(f"writer-{n}") for n in range(WRITERS)]
    for _ in range(ROUNDS):
        with world(tmp_path / "d") as (process, ready):
            Client(ready).ask({"createCollection": {"name": "c"}}, "")
            judge_all(everyone, list(Client(ready).all()))
            write_until_killed(process, ready, everyone, moments.randrange(1, LATEST))
    with world(tmp_path / "d") as (_, ready):
        judge_all(everyone, list(Client(ready).all()))


def test_second_process_on_a_directory_is_refused_in_one_line(tmp_path: Path) -> None:
    with world(tmp_path / "d"):
        code, said = refused(("--port", "0", "--jina-port", "0", "--data-dir", str(tmp_path / "d")))

    assert (code, said.count("\n")) == (2, 1)
    assert "in use by another process" in said
