"""A server in a thread of its own while a block runs, for synchronous and asynchronous tests alike."""

import asyncio
import threading
from abc import ABC, abstractmethod
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Generic, Self, TypeVar

Told = TypeVar("Told")


class Background(ABC, Generic[Told]):
    """Whatever listens while its ``with`` or ``async with`` runs; ``_told`` is what it says as soon as it does."""

    def __init__(self, name: str) -> None:
        self._told: Future[Told] = Future()
        self._ended: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @abstractmethod
    def _listening(self) -> AbstractAsyncContextManager[Told]:
        """Listen while the context lasts; it gives what is told to whoever waits."""

    def __enter__(self) -> Self:
        """Listen.

        Raises:
            OSError: the port is taken, or the host is none of this machine's.

        """
        self._thread.start()
        self._told.result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        loop, ended = self._ended.result()
        loop.call_soon_threadsafe(ended.set)
        self._thread.join()

    async def __aenter__(self) -> Self:
        """Listen, as ``with`` does."""
        return await asyncio.to_thread(self.__enter__)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.__exit__, kind, error, trace)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        ended = asyncio.Event()
        self._ended.set_result((asyncio.get_running_loop(), ended))
        try:
            async with self._listening() as told:
                self._told.set_result(told)
                await ended.wait()
        except Exception as error:
            if self._told.done():
                raise
            self._told.set_exception(error)  # whoever waits for the beginning is told why there is none
