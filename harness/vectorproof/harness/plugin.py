"""The pytest plugin: inert until a run or ``--vectorproof-target`` wakes it. What it then does is in ``running``."""

import os
import signal
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from vectorproof.harness.door import Door

_PLAN: Final = "VECTORPROOF_PLAN"
_AWAITED: Final = "on standard input"
_DOOR: Final[pytest.StashKey["Door"]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of those who run the suites under a pytest of their own."""
    group = parser.getgroup("vectorproof", "conformance of a vectorize target")
    texts = {
        "target": "what to judge: an address, a ready file, simulator, selfhosted, astra, a name in vectorproof.toml",
        "devops-url": "where the DevOps API answers",
        "control-url": "where the control API answers",
        "jina-url": "where the mock provider answers",
        "keyspace": "the keyspace to work in",
        "profile": "quick, standard or deep",
        "record": "write the record to this file",
    }
    for name, text in texts.items():
        group.addoption(f"--vectorproof-{name}", default=None, help=text)
    group.addoption("--vectorproof-seed", type=int, default=0, help="what every example follows from")


def pytest_configure(config: pytest.Config) -> None:
    """Wake up where there is something to judge; imports wait until then, for every pytest loads this module."""
    asked = config.getoption("--vectorproof-target")
    if asked is not None and _PLAN not in os.environ:
        from vectorproof.harness.door import Door  # noqa: PLC0415  # see above

        config.stash[_DOOR] = Door.opened(config)
    if _PLAN in os.environ:
        from vectorproof.harness.running import Running  # noqa: PLC0415  # see above
        from vectorproof.harness.warming import load  # noqa: PLC0415  # see above

        if not hasattr(config, "workerinput"):
            # A shell that starts a run in the background has Ctrl-C ignored, and that would be inherited: then nothing
            # could end the cases early. Whoever sends it to this session of its own means it.
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if os.environ[_PLAN] == _AWAITED:
            load(config.args[-1])
        running = Running.planned(config)
        config.pluginmanager.register(running, "vectorproof-running")
        config.pluginmanager.register(running.fixtures(), "vectorproof-fixtures")


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what ``--vectorproof-target`` started."""
    door = config.stash.get(_DOOR, None)
    if door is not None:
        door.close()
