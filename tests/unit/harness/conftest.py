"""The fixture that the harness' tests share: a small target of their own."""

from collections.abc import Iterator

import pytest
from tests.unit.harness.fake import FakeTarget, listening


@pytest.fixture
def fake() -> Iterator[FakeTarget]:
    """Give a target that is right until a test makes it lie."""
    with listening() as target:
        yield target
