"""Other mock servers, each set up to give one written answer to one route: less than an embedding provider does.

They are looked for among the programs of this machine and in one folder, never fetched. What is measured beside ours
is thus a lower bound of their work: no key, no quota, no balance, and the same vector whatever the text.
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measuring.processes import Server, StartError, kept_to

_PATIENCE_S = 60.0
_PAUSE_S = 0.1
_END_S = 10.0
_MOCKOON_FORM = 33


@dataclass(frozen=True, slots=True)
class Job:
    """What a peer is to do: answer POSTs to ``path`` with ``answer``, on ``port``; its files lie in ``folder``."""

    path: str
    answer: bytes
    folder: Path
    port: int

    def file(self, name: str, members: object) -> str:
        """Write a file of settings and give its path."""
        written = self.folder / name
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(json.dumps(members), encoding="utf-8")
        return str(written)


@dataclass(frozen=True, slots=True)
class Peer:
    """One other server: the pattern of the file that it is started from, and the command for a job."""

    name: str
    pattern: str
    command: Callable[[Path, Job], list[str]]

    def found(self, folder: Path | None) -> Path | None:
        """Find the file in a folder, at any depth, or among the programs of this machine."""
        inside = sorted(folder.resolve().rglob(self.pattern)) if folder is not None else []
        program = shutil.which(self.pattern)
        return inside[0] if inside else (None if program is None else Path(program))


@contextmanager
def listening(command: list[str], job: Job, core: int | None) -> Generator[Server, None, None]:
    """Run a command for a job, on one core and in its folder, until the block ends.

    It is ready when it takes connections.

    Raises:
        StartError: it ended instead, or took longer than a minute.

    """
    with kept_to(core):
        process = subprocess.Popen(command, cwd=job.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(process, job.port)
        yield Server({"origin": f"http://127.0.0.1:{job.port}"}, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(_END_S)


def free_port() -> int:
    """Name a port that nobody has: not all of the others can take whichever is free and tell."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def peers() -> Iterator[Peer]:
    """List those that are known here."""
    yield Peer("aimock", "aimock", _aimock)
    yield Peer("WireMock", "wiremock-standalone*.jar", _wiremock)
    yield Peer("Mockoon", "mockoon-cli", _mockoon)
    yield Peer("MockServer", "mockserver-netty*.jar", _mockserver)


def _wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    ends = time.monotonic() + _PATIENCE_S
    while process.poll() is None and time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=_PAUSE_S).close()
        except OSError:
            time.sleep(_PAUSE_S)
        else:
            return
    raise StartError(f"{process.args!r} did not listen on port {port}; it ended with {process.poll()}")


def _aimock(program: Path, job: Job) -> list[str]:
    vector = json.loads(job.answer)["data"][0]["embedding"]
    fixture = {"match": {"inputText": "item"}, "response": {"embedding": vector}}
    told = {"llm": {"fixtures": job.file("fixtures.json", {"fixtures": [fixture]}), "logLevel": "silent"}}
    return [str(program), "-c", job.file("aimock.json", told), "-p", str(job.port)]


def _wiremock(jar: Path, job: Job) -> list[str]:
    response = {"status": 200, "headers": _JSON, "body": job.answer.decode()}
    job.file("mappings/one.json", {"request": {"method": "POST", "url": job.path}, "response": response})
    bounds = ["--max-request-journal-entries", "20000", "--use-chunked-encoding", "never", "--disable-banner"]
    return ["java", "-jar", str(jar), "--port", str(job.port), "--root-dir", str(job.folder), *bounds]


def _mockoon(program: Path, job: Job) -> list[str]:
    headers = [{"key": name, "value": value} for name, value in _JSON.items()]
    response = {"uuid": "answer", "body": job.answer.decode(), "statusCode": 200, "headers": headers, "default": True}
    endpoint = job.path.removeprefix("/")
    route = {"uuid": "route", "type": "http", "method": "post", "endpoint": endpoint, "responses": [response]}
    tree = [{"type": "route", "uuid": "route"}]
    about = {"uuid": "one", "lastMigration": _MOCKOON_FORM, "name": "one", "hostname": "127.0.0.1", "port": job.port}
    file = job.file("mockoon.json", {**about, "routes": [route], "rootChildren": tree})
    return [str(program), "start", "--data", file, "--repair", "--disable-log-to-file"]


def _mockserver(jar: Path, job: Job) -> list[str]:
    headers = {name: [value] for name, value in _JSON.items()}
    response = {"statusCode": 200, "headers": headers, "body": job.answer.decode()}
    expected: list[Mapping[str, Any]] = [
        {"httpRequest": {"method": "POST", "path": job.path}, "httpResponse": response}
    ]
    init = job.file("expectations.json", expected)
    run = ["-l", "WARN", "-p", str(job.port), "--init", init]
    return ["java", "-cp", f"{jar.parent}/*", "org.mockserver.cli.Main", *run]


_JSON: Mapping[str, str] = {"Content-Type": "application/json"}
