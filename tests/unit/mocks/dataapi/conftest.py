"""A Data API for the tests of a module; each test makes collections of names of its own."""

from collections.abc import Iterator

import pytest
from tests.unit.mocks.dataapi.lab import Lab


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """Serve a Data API of the Astra edition with many indexes."""
    served = Lab(index_budget=100_000)
    yield served
    served.close()


@pytest.fixture
def fresh() -> Iterator[Lab]:
    """Serve a Data API for one test."""
    served = Lab()
    yield served
    served.close()
