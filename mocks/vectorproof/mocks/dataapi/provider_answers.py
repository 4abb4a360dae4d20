"""What a provider's answer means: vectors, or the error that a client of the Data API sees. Pure.

Source: jina-api 3.6 (status to error), 3.7 (what decodes and what does not).
"""

import base64
import binascii
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import orjson

from vectorproof.mocks.dataapi.embedded import Made, Unseen
from vectorproof.mocks.dataapi.errors import WireError, unexpected
from vectorproof.mocks.dataapi.jsontext import is_array, is_object

_JSON_TYPES: Final = frozenset({"application/json", "text/json"})
_MAX_TOKENS: Final = 2**31 - 1
# The errors whose text has a place each for provider, status and words; in others' texts they are one detail.
_TOLD_IN_PARTS: Final = frozenset(
    {
        "EMBEDDING_PROVIDER_CLIENT_ERROR",
        "EMBEDDING_PROVIDER_RATE_LIMITED",
        "EMBEDDING_PROVIDER_SERVER_ERROR",
        "EMBEDDING_PROVIDER_TIMEOUT",
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer of a provider, read to its end."""

    status: int
    content_type: str
    raw: bytes

    @property
    def is_json(self) -> bool:
        """Tell whether the answer says it is JSON; only two types count, with or without parameters."""
        return self.content_type.partition(";")[0].strip().lower() in _JSON_TYPES

    @property
    def text(self) -> str:
        """Give the body as text, whatever it is."""
        return self.raw.decode("utf-8", "replace")


def detail(answer: Answer) -> str:
    """Find what the provider had to say: its ``detail`` as JSON, else the whole body."""
    if not answer.is_json:
        return answer.text
    try:
        body = json.loads(answer.raw)
    except (ValueError, RecursionError):
        return answer.text
    told = body["detail"] if is_object(body) and "detail" in body else body
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False)


def failure(provider: str, answer: Answer, code: str) -> WireError:
    """Make the error for an HTTP status that is none of success."""
    if code in _TOLD_IN_PARTS:
        return WireError(code, provider=provider, http_status=answer.status, detail=detail(answer))
    return WireError(code, detail=f"provider '{provider}' answered HTTP {answer.status}: {detail(answer)}")


def late(provider: str) -> WireError:
    """Make the error for a provider that did not answer in time."""
    silent = "<CLIENT SOCKET TIMEOUT>"
    return WireError("EMBEDDING_PROVIDER_TIMEOUT", provider=provider, http_status=silent, detail=silent)


def nonsense(problem: str) -> WireError:
    """Make the error for an answer that cannot be used."""
    return WireError("EMBEDDING_PROVIDER_UNEXPECTED_RESPONSE", detail=problem)


def vectors(answer: Answer, model: str, *, by_index: bool = True) -> list[Made]:
    """Decode the vectors of a success, each as the float32 numbers that the server keeps, ordered as wished."""
    if not answer.raw.strip():
        raise nonsense("No response body from the model provider")
    if not answer.is_json:
        found = answer.content_type or "none"
        expected = f"Expected content types: {', '.join(sorted(_JSON_TYPES))}; found: {found}"
        raise nonsense(f"{expected}; HTTP status: {answer.status}; response: {answer.text}")
    body = _decoded(answer)
    data = body.get("data")
    if data is None:
        raise nonsense(f"The Embedding Provider returned empty data for model {model}. HTTP status: {answer.status}")
    if not is_array(data):
        raise _undecodable("data is no array")
    plain = _has_no_booleans(answer.raw)
    items = [_Item.of(entry, plain=plain) for entry in data]
    if by_index:
        items.sort(key=lambda item: item.index)
    _check_usage(body)
    return [item.vector for item in items]


def check_lengths(found: Sequence[Made], dimension: int) -> None:
    """Refuse vectors of another length than the collection's."""
    for vector in found:
        if len(vector) != dimension:
            problem = f"did not return expected embedding length. Expect: '{dimension}'. Actual: '{len(vector)}'"
            raise nonsense(f"The Embedding Provider {problem}")


def check_count(found: int, expected: int) -> None:
    """Refuse another number of vectors than texts were sent."""
    if found != expected:
        problem = f"didn't return the expected number of embeddings. Expect: '{expected}'. Actual: '{found}'"
        raise nonsense(f"The Embedding Provider {problem}")


@dataclass(frozen=True, slots=True)
class _Item:
    index: int
    vector: Made

    @classmethod
    def of(cls, entry: object, *, plain: bool) -> "_Item":
        """Read an entry; ``plain`` tells that there is no boolean in the whole answer."""
        if not is_object(entry):
            raise unexpected("NullPointerException", "an embedding is null or no object")
        return cls(_whole(entry.get("index")), _embedding(entry.get("embedding"), plain=plain))


def _decoded(answer: Answer) -> Mapping[str, Any]:
    quick = _quickly(answer.raw)
    if quick is not None:
        return quick
    try:
        body, _ = json.JSONDecoder(object_pairs_hook=_distinct, parse_constant=_refuse).raw_decode(answer.text.lstrip())
    except (ValueError, RecursionError) as error:
        raise _undecodable(str(error)) from error
    if not is_object(body):
        raise _undecodable("the body is no object")
    return body


def _quickly(raw: bytes) -> Mapping[str, Any] | None:
    """Decode an ordinary answer by a compiled decoder; ``None`` where one is not surely as good as the usual one."""
    try:
        body: object = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    if not is_object(body):
        return None
    items, usage = body.get("data"), body.get("usage")
    inner = [*(items if is_array(items) else ()), usage]
    members = len(body) + sum(len(one) for one in inner if is_object(one))
    # Colons stand behind names and in texts: where there are no more, no name stands twice, and nothing lies deeper.
    return body if raw.count(b":") == members else None


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice in an object")
    return dict(pairs)


def _refuse(name: str) -> Any:
    raise ValueError(f"non-standard token {name}")


def _check_usage(body: Mapping[str, Any]) -> None:
    usage = body.get("usage")
    if not is_object(usage):
        raise unexpected("NullPointerException", "the answer has no usage")
    for name in ("prompt_tokens", "total_tokens"):
        tokens = _whole(usage.get(name))
        if tokens > _MAX_TOKENS:
            raise _undecodable(f"usage.{name} is out of range")
        if tokens < 0:
            raise unexpected("IllegalArgumentException", f"usage.{name} is negative")


def _has_no_booleans(raw: bytes) -> bool:
    """Tell that there is none in the data: most often two letters tell it, which nothing ordinary there has."""
    start, end = raw.find(b"["), raw.rfind(b"]")
    if raw.find(b"u", start, end) < 0 and raw.find(b"s", start, end) < 0:
        return True
    return b"true" not in raw and b"false" not in raw


def _whole(value: object) -> int:
    if value is None:
        return 0
    try:
        return (
            int(float(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else _no_number()
        )
    except (ValueError, OverflowError) as error:
        raise _undecodable("a whole number is expected") from error


def _no_number() -> int:
    raise _undecodable("a number is expected")


def _embedding(value: object, *, plain: bool) -> Made:
    if value is None:
        raise unexpected("NullPointerException", "an embedding is null")
    if isinstance(value, str):
        return _packed(value)
    if not is_array(value):
        raise _undecodable("an embedding is neither an array nor packed")
    quick = _quickly_rounded(value) if plain else None
    return _rounded([_float(item) for item in value]) if quick is None else quick


def _float(value: object) -> float:
    if isinstance(value, bool | list | dict):
        raise _undecodable("an embedding holds something else than numbers")
    try:
        return float(value) if isinstance(value, int | float) else float(str(value or 0))
    except (ValueError, OverflowError) as error:
        raise _undecodable("an embedding holds a text that is no number") from error


def _packed(text: str) -> list[float]:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _undecodable("a packed embedding is no base64") from error
    whole = raw[: len(raw) - len(raw) % 4]
    return list(struct.unpack(f">{len(whole) // 4}f", whole))


def _quickly_rounded(values: list[Any]) -> Unseen | None:
    """Round to float32 what holds numbers and no booleans; ``None`` where there is something else, or a large number.

    The packer takes numbers and booleans, nothing else, and looks at them much quicker than we could.
    """
    try:
        raw = struct.pack(f"{len(values)}f", *values)
    except (struct.error, OverflowError):
        return None
    return Unseen(np.frombuffer(raw, dtype=np.float32))


def _rounded(values: list[float]) -> Unseen:
    """Round to float32."""
    with np.errstate(over="ignore"):
        return Unseen(np.asarray(values, dtype=np.float32))


def _undecodable(problem: str) -> WireError:
    return unexpected("ProcessingException", f"the provider's answer cannot be decoded: {problem}")
