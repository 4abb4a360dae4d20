"""Ready worlds, served once for the tests that only read, and afresh for those that change keys."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.unit.mocks.world.lab import Served

from vectorproof.mocks.config import LifecycleConfig, load_world


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


@pytest.fixture
def at_once() -> Iterator[Served]:
    """Serve a default world whose databases take no time to change."""
    at_once = LifecycleConfig(pending_ms=0, initializing_ms=0, maintenance_ms=0, terminating_ms=0)
    served = Served(replace(load_world("default"), lifecycle=at_once))
    yield served
    served.close()
