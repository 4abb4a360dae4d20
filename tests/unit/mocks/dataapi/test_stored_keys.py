"""How long a Data API waits before it asks the credential service again (source: control-plane B.4)."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from vectorproof.mocks.core.credentials import CredentialServiceError
from vectorproof.mocks.core.tenants import ProviderPace
from vectorproof.mocks.dataapi import stored_keys
from vectorproof.mocks.dataapi.errors import WireError


class Waiting:
    """A clock that lets nobody wait."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Take note."""
        self.waited.append(seconds)


def failing(_service: object, _question: object) -> None:
    raise CredentialServiceError("status", 500)


@pytest.mark.parametrize(("pace", "between"), [(ProviderPace(), 0.1), (ProviderPace(backoff_s=0.02), 0.02)])
def test_the_service_is_asked_again_after_a_while_and_sooner_by_an_impatient_database(
    pace: ProviderPace, between: float
) -> None:
    clock = Waiting()
    services = SimpleNamespace(
        clock=clock,
        credentials=None,
        parts=SimpleNamespace(check_credential=failing),
        settings=SimpleNamespace(era="E3"),
    )
    call = cast("Any", SimpleNamespace(database=SimpleNamespace(id="d", pace=pace), services=services))

    with pytest.raises(WireError):
        asyncio.run(stored_keys.check(call, cast("Any", SimpleNamespace(id="jinaAI")), "key"))

    assert clock.waited == [between] * 3
