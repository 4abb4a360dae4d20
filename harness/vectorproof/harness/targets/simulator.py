"""Our own simulator, started for the run in a process of its own and from then on judged by its address."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import IO, Final

from vectorproof.harness.config import Config
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.errors import TargetError
from vectorproof.harness.targets import ready

NAME: Final = "simulator"
FORM: Final = "simulator"
_COMMAND: Final = ("-m", "vectorproof.harness.cli", "serve", "--json", "--port", "0", "--jina-port", "0")
_START_S: Final = 30.0
_STOP_S: Final = 10.0


def claims(config: Config) -> bool:
    """Claim the one word."""
    return config.target == NAME


@contextmanager
def opened(config: Config) -> Generator[Endpoint]:
    """Start it on free ports, wait until it says where it listens, and end it afterwards."""
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(  # noqa: S603  # our own module, and names of defects
            [sys.executable, *_COMMAND, *_wrong(config)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            start_new_session=True,  # a Ctrl-C in the terminal ends the run first, and the run ends its simulator
        )
        try:
            yield ready.endpoint_of(_ready(child, said), config, name=NAME, kind=NAME)
        finally:
            _end(child)


def _wrong(config: Config) -> list[str]:
    return [word for name in config.defects for word in ("--defect", name)]


def _ready(child: "subprocess.Popen[bytes]", said: IO[bytes]) -> object:
    """Wait for the ready line; what the child complained about becomes the error."""
    watchdog = threading.Timer(_START_S, child.kill)
    watchdog.start()
    try:
        line = child.stdout.readline() if child.stdout else b""
    finally:
        watchdog.cancel()
    try:
        return json.loads(line)
    except ValueError:
        child.kill()
        child.wait()
        said.seek(0)
        words = said.read().decode("utf-8", "replace").strip().splitlines()
        raise TargetError(f"the simulator did not start: {words[-1] if words else 'it said nothing'}") from None


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        os.kill(child.pid, signal.SIGTERM)
    try:
        child.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if child.stdout:
        child.stdout.close()
