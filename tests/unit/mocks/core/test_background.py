"""A server in a thread of its own: how it begins, what is told where it does not, and that it ends."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from vectorproof.mocks.core.background import Background


class Listener(Background[int]):
    """Tells a number, or raises ``wrong`` instead."""

    def __init__(self, wrong: Exception | None = None) -> None:
        super().__init__("listener")
        self.wrong = wrong
        self.steps: list[str] = []

    @asynccontextmanager
    async def _listening(self) -> AsyncGenerator[int]:
        if self.wrong is not None:
            raise self.wrong
        self.steps.append("begun")
        yield 7
        self.steps.append("ended")

    @property
    def number(self) -> int:
        """What was told."""
        return self._told.result()


def test_it_listens_while_the_block_runs() -> None:
    listener = Listener()
    with listener as same:
        assert same is listener
        assert (listener.number, listener.steps) == (7, ["begun"])
        assert "listener" in {thread.name for thread in threading.enumerate()}

    assert listener.steps == ["begun", "ended"]
    assert "listener" not in {thread.name for thread in threading.enumerate()}


async def _asynchronously(listener: Listener) -> int:
    async with listener:
        return listener.number


def test_it_listens_in_an_asynchronous_block_too() -> None:
    listener = Listener()

    assert asyncio.run(_asynchronously(listener)) == 7
    assert listener.steps == ["begun", "ended"]


@pytest.mark.parametrize("wrong", [OSError("taken"), ValueError("no such thing"), RuntimeError("extra missing")])
def test_whatever_hinders_it_is_told_at_once(wrong: Exception) -> None:
    with pytest.raises(type(wrong), match=str(wrong)), Listener(wrong):
        pytest.fail("it does not listen")
