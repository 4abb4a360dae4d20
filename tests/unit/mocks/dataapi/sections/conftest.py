"""Data APIs for the rules of the reference: one for all, and one with reranking switched on."""

from collections.abc import Iterator

import pytest
from tests.unit.mocks.dataapi.lab import DATABASE, Lab

from vectorproof.mocks.dataapi import CommandLimits, DataApiSettings


@pytest.fixture(scope="session")
def rules_lab() -> Iterator[Lab]:
    """Serve a Data API of the Astra edition with many indexes, for all rows."""
    served = Lab(index_budget=100_000)
    yield served
    served.close()


@pytest.fixture(scope="session")
def reranking_lab() -> Iterator[Lab]:
    """Serve a Data API on which results can be reranked."""
    served = Lab(DataApiSettings(default_database_id=DATABASE, reranking=True), index_budget=100_000)
    yield served
    served.close()


@pytest.fixture(scope="session")
def lab_of_few() -> Iterator[Lab]:
    """Serve a Data API that sorts fewer than five documents in memory."""
    settings = DataApiSettings(default_database_id=DATABASE, commands=CommandLimits(sort=5))
    served = Lab(settings, index_budget=100_000)
    yield served
    served.close()
