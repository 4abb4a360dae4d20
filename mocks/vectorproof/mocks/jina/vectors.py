"""Vectors as bytes of JSON, kept: writing hundreds of floats costs ten times what answering costs.

The cache is bounded by bytes. It has two halves: what is used is in the younger one or comes back into it, and when
that is full, the older one, used longest ago, is forgotten as a whole. So a use costs one look and moves nothing.
"""

import asyncio
import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import cast

import numpy as np
import orjson

from vectorproof.mocks.jina.asking import Ask
from vectorproof.mocks.jina.embedding import Request, Vector
from vectorproof.mocks.jina.geometry import Declared, Geometry, Whose
from vectorproof.mocks.jina.words import words_of

# What decides how a text is encoded: model, task, context, size, encoding, normalized, a vector per word, the words
# beside them, and whose designs are seen.
_Manner = tuple[str, str, str, int, str, bool, bool, bool, tuple[Whose, ...]]
_Texts = dict[str, bytes]

_UNNORMALIZED_LENGTH = 3.0  # Real models' raw vectors have no unit length; any other factor would do.
# Of a portion, some milliseconds of work: texts, and characters of them all.
_TEXTS_MAX = 64
_CHARACTERS_MAX = 4_000
_ENTRY_BYTES = 300  # What an entry weighs beside its text and its vector.


class EncodedVectors:
    """Gives the encoded vectors of a request, computing only those it does not remember.

    ``in_thread`` is for embedding functions that may take their time.
    """

    def __init__(self, geometry: Geometry, bytes_max: int, *, in_thread: bool = False) -> None:
        self.geometry = geometry
        self.in_thread = in_thread
        self._half_bytes = bytes_max // 2
        self._bytes = 0
        self._young: dict[_Manner, _Texts] = {}
        self._old: dict[_Manner, _Texts] = {}
        self._forgotten = 0

    async def encoded(self, ask: Ask, view: tuple[Whose, ...] = ()) -> list[bytes]:
        """Encode the vector of each text, in the order of the texts; lets others in between portions."""
        known = self.known(ask, view)
        if known is not None:
            return known
        manner = _manner(ask, view)
        found, forgotten = self._remembered(manner, ask.texts), self._forgotten
        missing = [text for text in dict.fromkeys(ask.texts) if text not in found]
        for portion in portions(missing):
            await asyncio.sleep(0)
            if self.in_thread:
                made = await asyncio.to_thread(self._compute, ask, portion, manner)
            else:
                made = self._compute(ask, portion, manner)
            found.update(zip(portion, made, strict=True))
        if forgotten == self._forgotten:  # What was designed meanwhile must not be hidden by what was computed before.
            self._keep(manner, found)
        return [found[text] for text in ask.texts]

    def known(self, ask: Ask, view: tuple[Whose, ...] = ()) -> list[bytes] | None:
        """Give the encoded vectors, if each was used lately."""
        young = self._young.get(_manner(ask, view))
        if young is None:
            return None
        known = [young.get(text) for text in ask.texts]
        return None if None in known else cast("list[bytes]", known)

    def plain(self, ask: Ask, size: int, view: tuple[Whose, ...] = ()) -> list[Vector]:
        """Give the vectors themselves at any size, uncached."""
        return self._vectors(ask, ask.texts, _manner(ask, view), size)

    def forget(self) -> None:
        """Forget everything."""
        self._young, self._old = {}, {}
        self._bytes = 0
        self._forgotten += 1

    def remove(self, wanted: Callable[[Declared], bool]) -> None:
        """Take every wanted design back."""
        for wish_id, wish in self.geometry.declared().items():
            if wanted(wish):
                self.geometry.remove(wish_id)
        self.forget()

    def _compute(self, ask: Ask, texts: Sequence[str], manner: _Manner) -> list[bytes]:
        encode = _ENCODERS[ask.kind]
        if ask.multi:
            return [self._compute_many(ask, text, encode) for text in texts]
        vectors = self._vectors(ask, texts, manner, ask.size)
        if ask.normalized:
            return [encode(vector) for vector in vectors]
        exact = [self.geometry.is_laid_down(text, ask.size, manner[-1]) for text in texts]
        return [encode(v if is_exact else _lengthened(v)) for v, is_exact in zip(vectors, exact, strict=True)]

    def _vectors(self, ask: Ask, texts: Sequence[str], manner: _Manner, size: int) -> list[Vector]:
        model, context, view = ask.model, manner[2], manner[-1]
        requests = [Request(text, model.id, ask.task, model.dimensions, context) for text in texts]
        return self.geometry.vectors(requests, size, view)

    def _compute_many(self, ask: Ask, text: str, encode: Callable[[Vector], bytes]) -> bytes:
        """Encode a vector for each word, in their order; a text without words counts as one."""
        model, words = ask.model, words_of(text)[: ask.model.context] or [text]
        distinct = list(dict.fromkeys(words))
        requests = [Request(word, model.id, ask.task, model.dimensions) for word in distinct]
        vectors = self.geometry.plain(requests, ask.size)
        length = _lengthened if not ask.normalized else _same
        encoded = {word: encode(length(vector)) for word, vector in zip(distinct, vectors, strict=True)}
        listed = b"[" + b",".join(encoded[word] for word in words) + b"]"
        return listed + (b',"tokenized_input":' + orjson.dumps(words) if ask.tokenized else b"")

    def _remembered(self, manner: _Manner, texts: Iterable[str]) -> _Texts:
        young, old = self._young.get(manner, {}), self._old.get(manner, {})
        return {text: young.get(text) or old[text] for text in texts if text in young or text in old}

    def _keep(self, manner: _Manner, found: _Texts) -> None:
        young = self._young.get(manner)
        if young is None:
            young = self._young[manner] = {}
            self._bytes += _weight(manner[2])
        for text in found.keys() - young.keys():  # A simultaneous request may have been quicker.
            young[text] = found[text]
            self._bytes += _weight(text) + len(found[text])
        if self._bytes > self._half_bytes:
            self._young, self._old = {}, self._young
            self._bytes = 0


def portions(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Part texts so that no portion holds others up for long; a long text is a portion of its own."""
    start, characters = 0, 0
    for at, text in enumerate(texts):
        if at - start == _TEXTS_MAX or (at > start and characters + len(text) > _CHARACTERS_MAX):
            yield texts[start:at]
            start, characters = at, 0
        characters += len(text)
    if start < len(texts):
        yield texts[start:]


def _manner(ask: Ask, view: tuple[Whose, ...]) -> _Manner:
    context = "\n".join(ask.texts) if ask.late else ""
    return ask.model.id, ask.task, context, ask.size, ask.kind, ask.normalized, ask.multi, ask.tokenized, view


def _weight(text: str) -> int:
    return 4 * len(text) + _ENTRY_BYTES


def _lengthened(vector: Vector) -> Vector:
    return (vector * np.float32(_UNNORMALIZED_LENGTH)).astype(np.float32)


def _same(vector: Vector) -> Vector:
    return vector


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
