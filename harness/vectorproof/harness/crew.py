"""Workers forked from the process that has loaded everything: nothing is loaded twice, and who is free takes the next.

The process that forks runs no case itself. It hands out one case at a time, takes the reports in, and passes them on
to its pytest as if it had run the cases.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final

import pytest

_DONE: Final = None
_PATIENCE_S: Final = 10.0

#: What a worker does around all its cases, given its name.
Working = Callable[[str], AbstractContextManager[object]]


@dataclass(slots=True)
class _Worker:
    """A forked process, the way to it, and the item that it holds."""

    process: BaseProcess
    pipe: "Connection[Any, Any]"
    item: pytest.Item | None = None


class Crew:
    """Runs items in several processes; ``died`` is told the item of a worker that ended while it held one."""

    def __init__(
        self, session: pytest.Session, size: int, working: Working, died: Callable[[pytest.Item], None]
    ) -> None:
        self._session = session
        self._size = size
        self._working = working
        self._died = died
        self._items: Sequence[pytest.Item] = ()
        self._waiting: deque[int] = deque()
        self._workers: list[_Worker] = []
        self._hired = 0

    def run(self, items: Sequence[pytest.Item]) -> None:
        """Run these items, begun in this order.

        Raises:
            KeyboardInterrupt: somebody ended the run; what the workers had ended by then was told all the same.
            pytest.Session.Failed: enough has failed to stop.

        """
        self._items = items
        self._waiting.extend(range(len(items)))
        try:
            for _ in range(min(self._size, len(items))):
                self._hire()
            while self._workers:
                self._listen()
        finally:
            self._dismiss()
        if self._session.shouldfail:
            raise self._session.Failed(self._session.shouldfail)

    def _hire(self) -> None:
        here, there = multiprocessing.Pipe()
        others = [worker.pipe for worker in self._workers]
        process = multiprocessing.get_context("fork").Process(
            target=self._labour, args=(f"gw{self._hired}", there, [here, *others])
        )
        process.start()
        there.close()
        self._hired += 1
        self._workers.append(_Worker(process, here))
        self._assign(self._workers[-1])

    def _assign(self, worker: _Worker) -> None:
        """Hand out the next item, if there is one that is still to be run."""
        more = bool(self._waiting) and not self._session.shouldfail and not self._session.shouldstop
        number = self._waiting.popleft() if more else None
        worker.item = None if number is None else self._items[number]
        with suppress(BrokenPipeError):  # its end is heard of by whoever listens
            worker.pipe.send(number)

    def _listen(self, timeout_s: float | None = None) -> bool:
        """Take in what the workers say; tells whether any of them did."""
        by_pipe = {worker.pipe: worker for worker in self._workers}
        speaking = wait(list(by_pipe), timeout_s)
        for pipe in speaking:
            worker = by_pipe[pipe]  # type: ignore[index]  # what was waited for are pipes
            try:
                said = worker.pipe.recv()
            except (EOFError, OSError):
                self._let_go(worker)
            else:
                self._hear(worker, said)
        return bool(speaking)

    def _hear(self, worker: _Worker, said: dict[str, Any] | None) -> None:
        if said is _DONE:
            self._assign(worker)
            return
        hook = self._session.config.hook
        report = hook.pytest_report_from_serializable(config=self._session.config, data=said)
        hook.pytest_runtest_logreport(report=report)

    def _let_go(self, worker: _Worker) -> None:
        """Take a worker off the list that has ended; one that held an item has died of it, and is replaced."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join()
        if worker.item is not None:
            self._died(worker.item)
            if self._waiting:
                self._hire()

    def _dismiss(self) -> None:
        """Wait for workers that were interrupted with this process, and take in what they had ended."""
        self._waiting.clear()
        for worker in self._workers:
            worker.item = None
        while self._workers and self._listen(_PATIENCE_S):
            pass
        for worker in self._workers:
            worker.process.kill()
            worker.process.join()

    def _labour(self, name: str, pipe: "Connection[Any, Any]", others: "Sequence[Connection[Any, Any]]") -> None:
        """Be a worker: run what is handed out until nothing more is."""
        for other in others:
            other.close()  # or the end of the one who forked would not be seen
        config = self._session.config
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(_Telling(config, pipe), "vectorproof-telling")
        # An interrupt reaches the whole group: whoever waits for this worker has got it, too.
        with suppress(KeyboardInterrupt, EOFError, BrokenPipeError), self._working(name):
            for item in self._handed_out(pipe):
                config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                pipe.send(_DONE)

    def _handed_out(self, pipe: "Connection[Any, Any]") -> Iterator[pytest.Item]:
        number: int | None = pipe.recv()
        while number is not None:
            yield self._items[number]
            number = pipe.recv()


class _Telling:
    """Passes each report of a worker on to the process that forked it."""

    def __init__(self, config: pytest.Config, pipe: "Connection[Any, Any]") -> None:
        self._config = config
        self._pipe = pipe

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell of a report."""
        self._pipe.send(self._config.hook.pytest_report_to_serializable(config=self._config, report=report))
