"""The door for those who run the suites under their own pytest: plans a run from pytest's options."""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from vectorproof.harness.config import PROFILES, SETTINGS_FILE, Config, read_named_targets
from vectorproof.harness.errors import HarnessError
from vectorproof.harness.ground import ground
from vectorproof.harness.plan import VARIABLE
from vectorproof.harness.planning import planned


class Door:
    """Keeps open what the target kind started, until pytest is done."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    @classmethod
    def opened(cls, config: pytest.Config) -> "Door":
        """Reach the target and leave the plan in the environment, where this process and its workers find it."""
        stack = ExitStack()
        try:
            plan = stack.enter_context(planned(_config(config)))
            stack.enter_context(ground(plan.endpoint))
        except HarnessError as error:
            raise pytest.UsageError(str(error)) from error
        plan.store(os.environ)
        stack.callback(os.environ.pop, VARIABLE, None)
        return cls(stack)

    def close(self) -> None:
        """End what was started."""
        self._stack.close()


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
