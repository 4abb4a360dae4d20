"""The pytest plugin of the simulator: ``vectorproof_simulator`` and ``astra_env`` are a world of each test's own.

Every pytest of an environment loads this module; the simulator itself is imported when a test first asks for it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from vectorproof.mocks.running import AstraMode, Simulator

    Served = TypeVar("Served", bound=Simulator)

MARK = "vectorproof_world"


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known, so that strict settings accept it."""
    says = f"{MARK}(world='default', defects=(), seed=0): which world vectorproof_simulator and astra_env serve"
    config.addinivalue_line("markers", says)


@pytest.fixture
def vectorproof_simulator(request: pytest.FixtureRequest) -> Iterator["Simulator"]:
    """Serve the whole simulator on free ports for this test alone; the mark ``vectorproof_world`` chooses its world."""
    from vectorproof.mocks.running import Simulator  # noqa: PLC0415  # see above

    with _wished(request, Simulator) as simulator:
        yield simulator


@pytest.fixture
def astra_env(request: pytest.FixtureRequest) -> Iterator["AstraMode"]:
    """Serve it at Astra's own addresses for this process, with Astra's variables set, as long as this test runs."""
    from vectorproof.mocks.running import AstraMode  # noqa: PLC0415  # see above

    with _wished(request, AstraMode) as astra, astra.here():
        yield astra


def _wished(request: pytest.FixtureRequest, kind: "type[Served]") -> "Served":
    mark: pytest.Mark | None = request.node.get_closest_marker(MARK)
    return kind(*mark.args, **mark.kwargs) if mark is not None else kind()
