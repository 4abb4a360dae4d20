"""Vectors as bytes of JSON, kept: writing hundreds of floats costs ten times what answering costs.

The cache is bounded by bytes and forgets what was used longest ago.
"""

import asyncio
import base64
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import orjson

from vectorproof.mocks.jina.asking import Ask
from vectorproof.mocks.jina.embedding import Request, Vector
from vectorproof.mocks.jina.geometry import Geometry
from vectorproof.mocks.jina.words import words_of

_Name = tuple[str, str, str, str, int, str, bool]

_UNNORMALIZED_LENGTH = 3.0  # Real models' raw vectors have no unit length; any other factor would do.
_PORTION = 64  # Texts: a few milliseconds of work.
_ENTRY_BYTES = 300  # What an entry weighs beside its two texts.


class EncodedVectors:
    """Gives the encoded vectors of a request, computing only those it does not remember."""

    def __init__(self, geometry: Geometry, bytes_max: int) -> None:
        self.geometry = geometry
        self._bytes_max = bytes_max
        self._bytes = 0
        self._known: OrderedDict[_Name, bytes] = OrderedDict()

    async def encoded(self, ask: Ask) -> list[bytes]:
        """Encode the vector of each text, in the order of the texts; lets others in between portions."""
        context = "\n".join(ask.texts) if ask.late else ""
        names = [_name(ask, text, context) for text in ask.texts]
        known = self._known
        missing = [name for name in dict.fromkeys(names) if name not in known]
        if not missing:
            return [self._touch(name) for name in names]
        found = {name: self._touch(name) for name in names if name in self._known}
        size = 1 if ask.model.multi else _PORTION
        for start in range(0, len(missing), size):
            if start:
                await asyncio.sleep(0)
            portion = missing[start : start + size]
            found.update(zip(portion, self._compute(ask, portion), strict=True))
        for name in missing:
            self._keep(name, found[name])
        return [found[name] for name in names]

    def plain(self, ask: Ask, size: int) -> list[Vector]:
        """Give the vectors themselves at any size, uncached."""
        context = "\n".join(ask.texts) if ask.late else ""
        return self._vectors(ask, ask.texts, context, size)

    def forget(self) -> None:
        """Forget everything."""
        self._known.clear()
        self._bytes = 0

    def reset(self) -> None:
        """Forget everything, designed vectors too."""
        self.geometry.clear()
        self.forget()

    def _compute(self, ask: Ask, names: Sequence[_Name]) -> list[bytes]:
        encode = _ENCODERS[ask.kind]
        if ask.model.multi:
            return [self._compute_many(ask, name[0], encode) for name in names]
        vectors = self._vectors(ask, [name[0] for name in names], names[0][3], ask.size)
        return [encode(_scaled(vector, ask)) for vector in vectors]

    def _vectors(self, ask: Ask, texts: Sequence[str], context: str, size: int) -> list[Vector]:
        model = ask.model
        return self.geometry.vectors([Request(t, model.id, ask.task, model.dimensions, context) for t in texts], size)

    def _compute_many(self, ask: Ask, text: str, encode: Callable[[Vector], bytes]) -> bytes:
        """Encode a vector for each word, in their order; a text without words counts as one."""
        model, words = ask.model, words_of(text)[: ask.model.context] or [text]
        distinct = list(dict.fromkeys(words))
        requests = [Request(word, model.id, ask.task, model.dimensions) for word in distinct]
        vectors = self.geometry.plain(requests, ask.size)
        encoded = {word: encode(_scaled(vector, ask)) for word, vector in zip(distinct, vectors, strict=True)}
        return b"[" + b",".join(encoded[word] for word in words) + b"]"

    def _touch(self, name: _Name) -> bytes:
        self._known.move_to_end(name)
        return self._known[name]

    def _keep(self, name: _Name, encoded: bytes) -> None:
        if name in self._known:  # A simultaneous request was quicker.
            return
        self._known[name] = encoded
        self._bytes += _weight(name, encoded)
        while self._bytes > self._bytes_max and self._known:
            self._bytes -= _weight(*self._known.popitem(last=False))


def _name(ask: Ask, text: str, context: str) -> _Name:
    return text, ask.model.id, ask.task, context, ask.size, ask.kind, ask.normalized


def _weight(name: _Name, encoded: bytes) -> int:
    return len(encoded) + 4 * (len(name[0]) + len(name[3])) + _ENTRY_BYTES


def _scaled(vector: Vector, ask: Ask) -> Vector:
    return vector if ask.normalized else (vector * np.float32(_UNNORMALIZED_LENGTH)).astype(np.float32)


def _float(vector: Vector) -> bytes:
    """Write the shortest decimals that read back as the same float32."""
    return orjson.dumps(vector, option=orjson.OPT_SERIALIZE_NUMPY)


def _base64(vector: Vector) -> bytes:
    """Write the little-endian float32 bytes in base64 (jina-api 1.4)."""
    return b'"' + base64.b64encode(vector.astype("<f4").tobytes()) + b'"'


def _ubinary(vector: Vector) -> bytes:
    """Write one bit per coordinate, eight to a number, the first in the highest bit."""
    return orjson.dumps(np.packbits(vector > 0).tolist())


def _binary(vector: Vector) -> bytes:
    """Write the same bits as signed numbers: byte minus 128."""
    return orjson.dumps((np.packbits(vector > 0).astype(np.int16) - 128).tolist())


_ENCODERS: Mapping[str, Callable[[Vector], bytes]] = {
    "float": _float,
    "base64": _base64,
    "binary": _binary,
    "ubinary": _ubinary,
}
