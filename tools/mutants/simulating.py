"""A simulator of which one module reads otherwise, in a process of its own; the files of the tree stay as they are."""

import asyncio
import importlib.abc
import importlib.machinery
import random
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from types import CodeType, FrameType, ModuleType
from typing import Any

SIMULATOR = "vectorproof.mocks"
WATCHED = (f"{SIMULATOR}.dataapi", f"{SIMULATOR}.controlplane")


@dataclass(frozen=True, slots=True)
class Change:
    """A module, and its text instead of the one in its file."""

    module: str
    source: str


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module of a file from another text than the file's."""

    def __init__(self, name: str, file: str, source: str) -> None:
        super().__init__(name, file)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        """Compile the other text; what was compiled before is the file's."""
        return compile(self._source, self.get_filename(fullname), "exec")


class _Changed(importlib.abc.MetaPathFinder):
    """Finds one module with another text, and leaves every other to those that come after."""

    def __init__(self, change: Change) -> None:
        self._change = change

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._change.module:
            return None
        found = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        assert found is not None, f"{fullname} is changed and does not exist"
        assert found.origin is not None, f"{fullname} has no file"
        found.loader = _Loader(fullname, found.origin, self._change.source)
        return found


class Calls:
    """Notes which functions run while which case is played: the number of the case is told by the other process."""

    def __init__(self, case: "Synchronized[int]") -> None:
        self._case = case
        self._seen: set[tuple[CodeType, int]] = set()

    def note(self, frame: FrameType, event: str, _: Any) -> None:
        """Be told of each call, return and so on."""
        if event == "call":
            self._seen.add((frame.f_code, self._case.value))

    def told(self) -> list[tuple[str, int, int]]:
        """Give file, first line and case of every function of the watched parts that ran."""
        folders = tuple(f"/{name.replace('.', '/')}/" for name in WATCHED)
        return [
            (code.co_filename, code.co_firstlineno, case)
            for code, case in self._seen
            if any(folder in code.co_filename for folder in folders)
        ]


def simulate(told: Connection, change: Change | None, case: "Synchronized[int]", *, watched: bool) -> None:
    """Serve the default world until the signal to end, and tell where; if ``watched``, tell at the end what ran, too.

    ``case`` is the number of the case that is played; the ids that are given meanwhile follow from it.
    """
    assert not [name for name in sys.modules if name.startswith(SIMULATOR)], "the simulator is loaded already"
    if change is not None:
        sys.meta_path.insert(0, _Changed(change))
    calls = Calls(case) if watched else None
    if calls is not None:
        sys.setprofile(calls.note)
    try:
        _serve(told, case)
    except Exception as error:  # noqa: BLE001  # a changed simulator may stumble in any way
        told.send(f"{type(error).__name__}: {error}"[:300])
    sys.setprofile(None)
    if calls is not None:
        told.send(calls.told())


def _serve(told: Connection, case: "Synchronized[int]") -> None:
    from vectorproof.mocks import world  # noqa: PLC0415  # not before the change is in its place
    from vectorproof.mocks.config import load_world  # noqa: PLC0415  # as above
    from vectorproof.mocks.core.ids import Ids  # noqa: PLC0415  # as above
    from vectorproof.mocks.serving import Serving, run  # noqa: PLC0415  # as above

    class OfTheCase(Ids):
        """Ids that follow from the number of a case and not from what was played before it."""

        _last = case.value

        def _now(self) -> random.Random:
            if self._last != case.value:
                self._last = case.value
                self._own.seed(f"case {case.value}")
            return self._own

        def _set(self, own: random.Random) -> None:
            self._own = own

        _random = property(_now, _set)

    async def serve() -> None:
        ended = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
        async with Serving(world.make_world(load_world("default"))) as serving:
            told.send(serving.ready())
            await ended.wait()

    setattr(world, "Ids", OfTheCase)  # noqa: B010  # documents stand in the order of their ids, and lives are compared
    run(serve())
