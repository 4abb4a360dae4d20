"""Ready worlds, served once for the tests that only read, and afresh for those that change keys."""

from collections.abc import Iterator

import pytest
from tests.unit.mocks.world.lab import Served

from vectorproof.mocks.config import load_world


@pytest.fixture(scope="module")
def default() -> Iterator[Served]:
    """Serve the default world for a module's tests."""
    served = Served(load_world("default"))
    yield served
    served.close()


@pytest.fixture
def fresh() -> Iterator[Served]:
    """Serve a default world for one test."""
    served = Served(load_world("default"))
    yield served
    served.close()
