"""A real Redis server of one's own: listens on a socket in a folder and keeps nothing; gone afterwards."""

import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager

import pytest

READY = "eady to accept connections"


@contextmanager
def redis() -> Generator[tuple[str, "subprocess.Popen[str]"]]:
    """Start a server and give its URL and its process."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("Redis is not installed here")
    # A socket's path must be short, shorter than that of pytest's own folders.
    with tempfile.TemporaryDirectory(prefix="vp-redis-") as folder:
        options = ("--port", "0", "--unixsocket", f"{folder}/s", "--save", "", "--dir", folder, "--daemonize", "no")
        with subprocess.Popen([program, *options], stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                assert any(READY in line for line in server.stdout)
                yield f"unix://{folder}/s", server
            finally:
                server.kill()
