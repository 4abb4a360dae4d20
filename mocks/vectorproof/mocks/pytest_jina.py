"""The pytest plugin of the Jina mock: ``jina_mock`` is an account of its own on a server that all tests share.

Every pytest of an environment loads this module; the mock itself is imported when a test first asks for it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from vectorproof.mocks.jina.running import JinaAccount, JinaServer


@pytest.fixture(scope="session")
def jina_server() -> Iterator["JinaServer"]:
    """Serve the mock on a free port until the tests end."""
    from vectorproof.mocks.jina.running import JinaServer  # noqa: PLC0415  # see above

    with JinaServer() as server:
        yield server


@pytest.fixture
def jina_mock(jina_server: "JinaServer") -> Iterator["JinaAccount"]:
    """Open an account with a fresh key; what others do to the server is not seen in it."""
    account = jina_server.account()
    yield account
    account.close()
