"""Another embedding function in the place of this mock's own: a real model, or whatever has the same form.

A function takes texts, the model's name, the task (empty for none) and the number of dimensions, and gives a list of
numbers for each text. Installed under the entry point group ``vectorproof.embedders`` it is chosen by its name. What it
gives is brought to unit length; a shorter list is filled up with zeros, which changes no cosine. It runs in a thread,
one call at a time, so that a slow one holds nobody else up. Late chunking changes nothing of it.
"""

import math
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from itertools import groupby
from typing import cast

import numpy as np

from vectorproof.mocks.jina.embedding import Request, Vector
from vectorproof.mocks.jina.settings import SettingError

GROUP = "vectorproof.embedders"
_FAINT = 1e-6
EmbedTexts = Callable[[Sequence[str], str, str, int], Iterable[Sequence[float]]]


class EmbedderError(SettingError):
    """An embedding function cannot be had, or gave what is none; the text says what would be right."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"embedder {name!r}: {problem}")


@dataclass(frozen=True, slots=True)
class Plugged:
    """A function of somebody else's, in the form of an ``Embedder``."""

    name: str
    function: EmbedTexts
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def embed(self, requests: Sequence[Request]) -> list[Vector]:
        """Give the unit vector of each text.

        Raises:
            EmbedderError: the function failed, or gave something else than as many vectors of numbers.

        """
        with self.lock:
            return [vector for manner, some in groupby(requests, _manner) for vector in self._alike(manner, list(some))]

    def _alike(self, manner: tuple[str, str, int], requests: Sequence[Request]) -> list[Vector]:
        model, task, size = manner
        try:
            given = list(self.function([request.text for request in requests], model, task, size))
        except Exception as error:
            raise EmbedderError(self.name, f"failed with {type(error).__name__}") from error
        if len(given) != len(requests):
            raise EmbedderError(self.name, f"gave {len(given)} vectors for {len(requests)} texts")
        return [self._unit(numbers, size) for numbers in given]

    def _unit(self, numbers: Sequence[float], size: int) -> Vector:
        try:
            exact = np.array(numbers, dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise EmbedderError(self.name, "gave something that is no list of numbers") from error
        if exact.ndim != 1 or not 1 <= len(exact) <= size:
            raise EmbedderError(self.name, f"gave a vector of shape {exact.shape}, 1 to {size} numbers would be right")
        length = math.sqrt(math.fsum(exact * exact))
        if not 0 < length < math.inf:
            raise EmbedderError(self.name, "gave a vector without a direction: only zeros, or a number that is none")
        exact[0] = exact[0] or _FAINT * length  # A cut to its first numbers must have a direction, too.
        vector: Vector = np.zeros(size, dtype=np.float32)
        vector[: len(exact)] = exact / length
        return vector


def plugged(wanted: str | EmbedTexts) -> Plugged:
    """Take a function as it is, or find an installed one by its name.

    Raises:
        EmbedderError: none of that name is installed, or it cannot be loaded.

    """
    if not isinstance(wanted, str):
        return Plugged(getattr(wanted, "__name__", "a function"), wanted)
    found = {point.name: point for point in entry_points(group=GROUP)}
    if wanted not in found:
        names = ", ".join(sorted(found)) or "none"
        raise EmbedderError(wanted, f"is not installed; installed under {GROUP}: {names}")
    try:
        loaded: object = found[wanted].load()
    except Exception as error:
        raise EmbedderError(wanted, f"cannot be loaded: {type(error).__name__}: {error}") from error
    if not callable(loaded):
        raise EmbedderError(wanted, f"is {type(loaded).__name__}, a function would be right")
    return Plugged(wanted, cast("EmbedTexts", loaded))


def _manner(request: Request) -> tuple[str, str, int]:
    return request.model, request.task, request.size
