"""Servers in processes of their own, each kept to one core; what they used is read from the operating system."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_NANO = 1_000_000_000
_END_S = 10.0


class StartError(RuntimeError):
    """A server ended before it was ready; the text says which and how."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: what it said when it was ready, and its process."""

    ready: dict[str, Any]
    pid: int

    def cpu_s(self) -> float:
        """Give the processor time of all its threads so far, in seconds."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text(encoding="ascii").split()[0]) for thread in threads) / _NANO

    def resident_bytes(self) -> int:
        """Give the memory that it holds now."""
        return _status(self.pid, "VmRSS")

    def peak_bytes(self) -> int:
        """Give the most memory that it ever held."""
        return _status(self.pid, "VmHWM")


@contextmanager
def running(command: Sequence[str], core: int | None) -> Generator[Server, None, None]:
    """Run a command that says in one line of JSON when it is ready, on one core; end it with the block.

    Raises:
        StartError: it ended instead.

    """
    with kept_to(core):
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise StartError(f"{' '.join(command[:4])} ended with {process.wait()} before it was ready")
        yield Server(json.loads(line), process.pid)
    finally:
        process.terminate()
        process.wait(_END_S)


@contextmanager
def bare(path: str, answer: bytes, core: int | None, loop: str) -> Generator[Server, None, None]:
    """Run the yardstick: it answers POSTs to a path with these bytes, on an event loop of this name."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "answer")
        file.write_bytes(answer)
        with running([sys.executable, str(_HERE / "bare.py"), path, str(file), loop], core) as server:
            yield server


def vectorproof(*arguments: str) -> list[str]:
    """Give the command that starts the product itself."""
    return [sys.executable, "-m", "vectorproof.harness.cli", *arguments]


def keep_to(core: int | None, pid: int = 0) -> None:
    """Keep a process, its own where none is named, to one core; ``None`` leaves it free."""
    if core is not None:
        os.sched_setaffinity(pid, {core})


@contextmanager
def kept_to(core: int | None) -> Generator[None, None, None]:
    """Start what begins in the block on one core, with every thread that it makes."""
    before = os.sched_getaffinity(0)
    keep_to(core)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cores() -> tuple[int | None, int | None]:
    """Choose a core for the server and another for the load; on one core only nothing is pinned."""
    known = sorted(os.sched_getaffinity(0))
    return (known[0], known[1]) if len(known) > 1 else (None, None)


def _status(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    return 0
