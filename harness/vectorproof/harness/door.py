"""The door for those who run the suites under their own pytest: plans a run from pytest's options."""

import os
import warnings
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from vectorproof.harness.config import PROFILES, SETTINGS_FILE, Config, read_named_targets
from vectorproof.harness.errors import HarnessError
from vectorproof.harness.ground import ground
from vectorproof.harness.plan import VARIABLE
from vectorproof.harness.planning import planned
from vectorproof.harness.session import shared_out


class Door:
    """Keeps open what the target kind started, until pytest is done; ``left`` tells then what could not be dropped."""

    def __init__(self, stack: ExitStack, left: Sequence[str]) -> None:
        self._stack = stack
        self._left = left

    @classmethod
    def opened(cls, config: pytest.Config) -> "Door":
        """Reach the target and leave the plan in the environment, where this process and its workers find it."""
        with ExitStack() as stack:
            try:
                plan = stack.enter_context(planned(_config(config)))
                left = stack.enter_context(ground(plan.endpoint))
            except HarnessError as error:
                raise pytest.UsageError(str(error)) from error
            workers = len(config.getoption("tx", None) or ())  # an option of xdist's, where it is there
            shared_out(plan, max(1, workers)).store(os.environ)
            stack.callback(os.environ.pop, VARIABLE, None)
            return cls(stack.pop_all(), left)

    def close(self) -> None:
        """End what was started."""
        self._stack.close()
        for what in self._left:
            warnings.warn(f"could not be taken away again: {what}", stacklevel=2)


def _config(config: pytest.Config) -> Config:
    texts = {name: config.getoption(f"--vectorproof-{name}") for name in ("devops-url", "control-url", "jina-url")}
    profile = config.getoption("--vectorproof-profile") or "quick"
    if profile not in PROFILES:
        raise pytest.UsageError(f"--vectorproof-profile {profile!r} is unknown; there are {', '.join(PROFILES)}")
    record = config.getoption("--vectorproof-record")
    return Config(
        target=str(config.getoption("--vectorproof-target")),
        devops_url=texts["devops-url"],
        control_url=texts["control-url"],
        jina_url=texts["jina-url"],
        keyspace=config.getoption("--vectorproof-keyspace"),
        profile=PROFILES[profile],
        seed=int(config.getoption("--vectorproof-seed") or 0),
        record=Path(record) if record else None,
        named=read_named_targets(Path(SETTINGS_FILE)),
        environment=dict(os.environ),
    )
