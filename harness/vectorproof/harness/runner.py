"""The process that runs the cases: begun at once to load them while the run is planned, and then told the plan."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import IO, Final

from vectorproof.harness.config import Config
from vectorproof.harness.plan import AWAITED, VARIABLE, Plan

_PLUGINS: Final = ("vectorproof.harness.plugin", "no:cacheprovider")
# Judges compare for themselves: rewriting every assert of the suites would only cost time.
# What a case prints is caught in memory, which forked workers do not share as they would an open file.
_MANNERS: Final = ("-q", "--no-header", "--tb=short", "--noconftest", "--assert=plain", "--capture=sys")
_FOREIGN: Final = (
    "PYTEST_ADDOPTS",
    "PYTEST_PLUGINS",
    "PYTEST_XDIST_WORKER",
    "PYTEST_XDIST_WORKER_COUNT",
    "HYPOTHESIS_STORAGE_DIRECTORY",
)
_SAID_LINES: Final = 5
_GRACE_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Runner:
    """Pytest in a process of its own, and what it says."""

    child: "subprocess.Popen[bytes]"
    said: IO[bytes]

    def tell(self, plan: Plan) -> None:
        """Give it the plan; it begins with the cases."""
        assert self.child.stdin is not None
        with suppress(BrokenPipeError), self.child.stdin as stream:  # what it said instead is read at the end
            stream.write(replace(plan, starter=os.getpid()).encoded())

    def last_words(self, plan: Plan) -> str:
        """Tell what it said last, without secrets."""
        self.said.seek(0)
        lines = self.said.read().decode("utf-8", "replace").strip().splitlines()
        return plan.endpoint.redactor().apply(" / ".join(lines[-_SAID_LINES:])) or "pytest said nothing"

    def kill(self) -> None:
        """End it and its workers at once."""
        if self.child.poll() is None:
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()

    @contextmanager
    def interruptible(self) -> Generator[list[int]]:
        """Pass Ctrl-C and SIGTERM on as an interrupt, so that it tidies up; the second time it is killed."""
        received: list[int] = []

        def forward(number: int, _frame: object) -> None:
            received.append(number)
            if self.child.poll() is None:
                os.killpg(self.child.pid, signal.SIGINT if len(received) == 1 else signal.SIGKILL)

        before = {number: signal.signal(number, forward) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield received
        except BaseException:
            self.kill()
            raise
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@contextmanager
def begun(config: Config) -> Generator[Runner]:
    """Start pytest with our own configuration: nothing that a user's pytest would load can change a verdict.

    After the block one that has written its record may end by itself; any other is killed.
    """
    command = [sys.executable, "-P", "-m", "pytest", "-c", str(files("vectorproof.harness") / "pytest.ini")]
    command += ["--rootdir", str(files(config.package)), *_MANNERS]
    command += [word for plugin in _PLUGINS for word in ("-p", plugin)]
    command += ["-x"] if config.fail_fast else []
    command += ["--pyargs", config.package]
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONSAFEPATH": "1", VARIABLE: AWAITED}
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(  # noqa: S603  # pytest with arguments of our own
            command, env=environment, stdin=subprocess.PIPE, stdout=said, stderr=said, start_new_session=True
        )
        runner = Runner(child, said)
        try:
            yield runner
            with suppress(subprocess.TimeoutExpired):
                child.wait(_GRACE_S)
        finally:
            runner.kill()
            with suppress(OSError):
                child.stdin.close()  # type: ignore[union-attr]  # it is a pipe
