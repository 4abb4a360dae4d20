"""The simulator that a run starts for itself, and what is told of one that does not last."""

import os
import signal
import subprocess
from typing import Any

import pytest

from vectorproof.harness.config import Config
from vectorproof.harness.targets import simulator


def test_a_simulator_that_ends_before_the_run_is_told_of(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    children: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            children.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    with simulator.opened(Config(target="simulator")):
        os.kill(children[0].pid, signal.SIGKILL)
        children[0].wait(20)
    assert "the simulator: it ended with exit code -9 before the run did" in capsys.readouterr().err


def test_nothing_is_told_of_one_that_lasts(capsys: pytest.CaptureFixture[str]) -> None:
    with simulator.opened(Config(target="simulator")):
        pass
    assert capsys.readouterr().err == ""
