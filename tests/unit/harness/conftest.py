"""The fixtures that the harness' tests share: a small target of their own, and cases of their own run against it."""

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import TypeAlias

import pytest
from tests.unit.harness.fake import EMBEDDING_KEY, TOKEN, FakeTarget, listening

from vectorproof.harness import session
from vectorproof.harness.config import Config
from vectorproof.harness.plan import Plan
from vectorproof.reports.record import CaseLine

Lines: TypeAlias = Callable[..., tuple[CaseLine, ...]]
HEAD = """
import itertools, os
from hypothesis import assume, given, strategies as st
from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import equals, succeeded
from vectorproof.harness.errors import TargetError
from vectorproof.harness.judging import Mismatch
from vectorproof.harness.needs import Needs
from vectorproof.harness.verdict import Owner
COUNT = itertools.count()
"""


class Silent:
    """A watcher that looks away."""

    def planned(self, plan: Plan, workers: int) -> None:
        """Look away."""

    def ended(self, line: CaseLine) -> None:
        """Look away."""


@pytest.fixture
def fake() -> Iterator[FakeTarget]:
    """Give a target that is right until a test makes it lie."""
    with listening() as target:
        yield target


@pytest.fixture
def lines(fake: FakeTarget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lines:
    """Run several cases, given as the text of their module, in a package of its own; gives their lines."""

    def run(text: str, *, workers: int = 1) -> tuple[CaseLine, ...]:
        package = f"sample_{abs(hash((text, workers))):x}"
        folder = tmp_path / package / "key"
        folder.mkdir(parents=True)
        for init in (folder.parent, folder):
            (init / "__init__.py").write_text('"""A sample."""\n', encoding="utf-8")
        (folder / "test_sample.py").write_text(HEAD + dedent(text), encoding="utf-8")
        monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
        importlib.invalidate_caches()
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        config = Config(
            target=fake.url,
            control_url=fake.url,
            package=package,
            output=tmp_path / "out",
            workers=workers,
            environment={**os.environ, "VECTORPROOF_TOKEN": TOKEN, "VECTORPROOF_EMBEDDING_KEY": EMBEDDING_KEY},
        )
        return session.run(config, Silent()).record.cases

    return run
