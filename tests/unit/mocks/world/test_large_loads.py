"""Large files into a whole world: interrupted and gone on with, killed and gone on with, and in bounded memory.

``VECTORPROOF_LOAD_ROWS`` says how many rows are loaded; a hundred thousand take as much memory for the file as few.
"""

import contextlib
import csv
import http.client
import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROWS = int(os.environ.get("VECTORPROOF_LOAD_ROWS", "3000"))
COMMAND = Path(sys.executable).with_name("vectorproof")
KS, NAME = "default_keyspace", "loaded"
DIMENSION = 16
# What a load may take: pieces of the file, a batch and its answer, the lines of the call log.
SPARE_KIB = 24_000


class Desk:
    """Speaks to a world in a process of its own."""

    def __init__(self, ready: Mapping[str, Any], process: int) -> None:
        self.ready = ready
        self.process = process
        self.loads = f"{ready['control']}/databases/{ready['database_id']}/load-data"

    def send(self, method: str, url: str, body: bytes | None = None, kind: str = "application/json") -> Any:
        """Send a request with the world's token; gives the answer's JSON."""
        where = urlsplit(url)
        token = self.ready["token"]
        headers = {"Content-Type": kind, "Authorization": f"Bearer {token}", "Token": token}
        connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=600)
        try:
            connection.request(method, where.path, body, headers)
            raw = connection.getresponse().read()
        finally:
            connection.close()
        return json.loads(raw) if raw else None

    def command(self, command: dict[str, Any], *path: str) -> Any:
        """Send a Data API command."""
        url = "/".join([self.ready["api_endpoint"], "v1", KS, *path])
        return self.send("POST", url, json.dumps(command).encode())

    def create(self) -> None:
        """Create the collection that is loaded into."""
        service = {
            "provider": "jinaAI",
            "modelName": "jina-embeddings-v3",
            "authentication": {"providerKey": self.ready["key_name"]},
        }
        vector = {"dimension": DIMENSION, "service": service}
        wanted = {"name": NAME, "options": {"vector": vector, "indexing": {"deny": ["*"]}}}
        assert self.command({"createCollection": wanted}) == {"status": {"ok": 1}}

    def load(self, content: bytes, name: str = "rows.csv", load_id: str = "mine") -> Any:
        """Load a file."""
        fields = {"collection": NAME, "vectorField": "text", "loadId": load_id}
        parts = [f'--B\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
        head = f'--B\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = "".join([*parts, head]).encode() + content + b"\r\n--B--\r\n"
        return self.send("POST", self.loads, body, "multipart/form-data; boundary=B")

    def progress(self) -> Any:
        """Ask how far the load is."""
        return self.send("GET", f"{self.loads}/mine")

    def wait_for(self, rows: int) -> None:
        """Ask until so many rows are loaded."""
        while True:
            seen = self.progress()
            assert seen.get("state") != "failed"
            if seen.get("loaded", 0) >= rows:
                return

    def numbers(self) -> list[int]:
        """Read the numbers of all rows that were loaded, each as often as it is there."""
        found: list[int] = []
        state: str | None = None
        while True:
            options = {"options": {"pageState": state}} if state else {}
            page = self.command({"find": {"projection": {"n": 1}, **options}}, NAME)["data"]
            found += [int(document["n"]) for document in page["documents"]]
            state = page.get("nextPageState")
            if not state:
                return sorted(found)

    def peak_kib(self) -> int:
        """Tell the most memory that the process has had."""
        status = Path(f"/proc/{self.process}/status").read_text("utf-8")
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


@contextmanager
def serving(*options: str) -> Generator[tuple[Desk, "subprocess.Popen[str]"]]:
    """Serve the default world in a process that the test may kill."""
    line = [str(COMMAND), "serve", "--json", "--port", "0", "--jina-port", "0", *options]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Desk(json.loads(process.stdout.readline()), process.pid), process
        finally:
            process.terminate()


def rows(count: int) -> bytes:
    """Make a CSV file: a number, and a text that is embedded."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["n", "text"])
    writer.writerows([n, f'Row {n}, "quoted"\nand broken'] for n in range(1, count + 1))
    return file.getvalue().encode()


def test_memory_of_a_load_is_that_of_a_batch_and_not_of_the_file() -> None:
    """Rows are refused one and all, so that no document of the database is in the way of what the load takes itself."""
    if not Path("/proc/self/status").exists():
        pytest.skip("there is no /proc to read memory from")
    with serving() as (desk, _):
        assert desk.load(rows(1), load_id="warm")["failedRows"] == 1
        before = desk.peak_kib()

        report = desk.load(rows(10 * ROWS))

        assert (report["state"], report["failedRows"], report["nextRow"]) == ("failed", 10 * ROWS, 10 * ROWS + 1)
        assert report["failures"][0]["errors"][0]["errorCode"] == "UNKNOWN_COLLECTION_OR_TABLE"
        assert desk.peak_kib() - before < SPARE_KIB


@pytest.mark.parametrize("name", ["rows.csv", "rows.json"])
def test_interrupted_load_goes_on_without_loss_or_doubles(name: str) -> None:
    content = rows(ROWS)
    if name == "rows.json":
        content = json.dumps(list(csv.DictReader(io.StringIO(content.decode(), newline="")))).encode()
    with serving() as (desk, _):
        desk.create()
        told: list[Any] = []
        loading = threading.Thread(target=lambda: told.append(desk.load(content, name)))
        loading.start()
        desk.wait_for(1)
        desk.send("DELETE", f"{desk.loads}/mine")
        loading.join()
        seen = desk.progress()

        assert told[0]["errors"][0]["code"] == "LOAD_INTERRUPTED"
        assert (told[0]["loaded"], seen["state"]) == (seen["loaded"], "interrupted")
        assert 0 < seen["loaded"] == seen["nextRow"] - 1 < ROWS
        assert desk.numbers() == list(range(1, seen["nextRow"]))
        assert desk.load(content, name)["state"] == "done"
        assert desk.numbers() == list(range(1, ROWS + 1))


def test_killed_load_goes_on_without_loss_or_doubles(tmp_path: Path) -> None:
    content, kept = rows(ROWS), ("--data-dir", str(tmp_path / "data"))
    with serving(*kept) as (desk, process):
        desk.create()
        loading = threading.Thread(target=lambda: _cut_off(desk, content))
        loading.start()
        desk.wait_for(ROWS // 4)
        process.send_signal(signal.SIGKILL)
        loading.join()
        process.wait()

    with serving(*kept) as (desk, _):
        seen = desk.progress()
        assert (seen["state"], seen["loaded"]) == ("interrupted", seen["nextRow"] - 1)
        assert desk.numbers() == list(range(1, seen["nextRow"]))
        report = desk.load(content)
        assert (report["state"], report["loaded"]) == ("done", ROWS)
        assert desk.numbers() == list(range(1, ROWS + 1))


def test_provider_that_fails_in_between_costs_only_its_batches() -> None:
    content = rows(300)
    with serving() as (desk, _):
        desk.create()
        fault = {"faults": [{"match": {"text_contains": "Row 120,"}, "fault": {"name": "internal"}}]}
        assert desk.send("POST", f"{desk.ready['jina_control']}/faults", json.dumps(fault).encode())["ids"]

        first = desk.load(content)
        second = desk.load(content)

        assert first["errors"][0]["code"] == "LOAD_REFUSED"
        (failure,) = first["failures"]
        assert failure["firstRow"] <= 120 <= failure["lastRow"]
        assert (first["loaded"], first["failedRows"]) == (250, 50)
        assert (second["state"], second["loaded"]) == ("done", 300)
        assert desk.numbers() == list(range(1, 301))


def _cut_off(desk: Desk, content: bytes) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):
        desk.load(content)
