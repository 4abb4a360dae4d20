"""Commands as a person would type them into a shell, with nothing of this process' environment but where programs are.

No user's settings, proxies or secrets get in: what a command needs is given to it by name.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vectorproof.harness.errors import Missing, TargetError

_TIMEOUT_S: Final = 60.0
_NOWHERE: Final = os.devnull  # a home in which no program finds settings


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, what it printed, and what it complained of."""

    exit_code: int
    output: str
    complaint: str

    def __str__(self) -> str:
        """Say it in one line, as a finding shows it."""
        said = " / ".join(text.strip() for text in (self.output, self.complaint) if text.strip())
        return f"exit code {self.exit_code}, {said or 'nothing printed'}"


def has_program(name: str) -> bool:
    """Tell whether a shell would find a program of this name."""
    return shutil.which(name) is not None


def needs_program(name: str) -> None:
    """End the case as SKIPPED where a program is not installed.

    Raises:
        Missing: it is not.

    """
    if not has_program(name):
        raise Missing(name, f"there is no {name} on this machine")


def run_in_shell(command: str, environment: Mapping[str, str]) -> Ended:
    """Run a command in a shell whose variables are ``environment`` and ``PATH``, and wait for its end.

    Raises:
        TargetError: it did not end in time.

    """
    variables = {"PATH": os.environ.get("PATH", os.defpath), "HOME": _NOWHERE, "LC_ALL": "C", **environment}
    try:
        done = subprocess.run(  # noqa: S602  # a shell is the point; the command is the suite's own
            command,
            shell=True,
            env=variables,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TargetError(f"a shell command did not end within {_TIMEOUT_S:g} s") from error
    output, complaint = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    return Ended(done.returncode, output, complaint)
