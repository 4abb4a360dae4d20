"""The right control plane, served for one test."""

from collections.abc import Iterator

import pytest
from tests.unit.mocks.controlplane.lab import Lab

from vectorproof.mocks.controlplane import ControlPlaneParts


@pytest.fixture
def lab() -> Iterator[Lab]:
    """Serve the right control plane."""
    made = Lab(ControlPlaneParts())
    yield made
    made.close()
