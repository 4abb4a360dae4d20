"""Answers that are 200 and wrong: each function takes the right answer apart and puts it together badly.

A function gets the decoded right body and gives the body to send, as an object or as bytes. Its name is what
``faults.toml`` calls it. Knows JSON; does not know keys, plans or sockets.
"""

import base64
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Means:
    """What a wrong answer may need beside the right one.

    ``whole`` gives every vector at the model's full size; ``chance`` draws a number from 0 up to, without, a bound.
    """

    whole: Callable[[], list[list[float]]]
    chance: Callable[[int], int]


Reshape = Callable[[Body, Means], Body | bytes]


def same(body: Body, means: Means) -> Body:
    """Send the right body: what is wrong is elsewhere."""
    del means
    return body


def data_null(body: Body, means: Means) -> Body:
    """Send ``data`` as null."""
    del means
    return {**body, "data": None}


def data_missing(body: Body, means: Means) -> Body:
    """Send no ``data``."""
    del means
    return _without(body, "data")


def data_empty(body: Body, means: Means) -> Body:
    """Send an empty ``data``."""
    del means
    return {**body, "data": []}


def one_missing(body: Body, means: Means) -> Body:
    """Leave the last item out."""
    del means
    return {**body, "data": body["data"][:-1]}


def one_extra(body: Body, means: Means) -> Body:
    """Repeat the last item under the next index."""
    del means
    data = body["data"]
    return {**body, "data": [*data, {**data[-1], "index": len(data)}]}


def shuffled(body: Body, means: Means) -> Body:
    """Send the items in another order, each with its right index."""
    del means
    data = body["data"]
    return {**body, "data": [*data[1::2], *data[::2]] if len(data) > 1 else data}


def index_zero(body: Body, means: Means) -> Body:
    """Give every item the index 0."""
    del means
    return _items(body, lambda item, _: {**item, "index": 0})


def index_duplicate(body: Body, means: Means) -> Body:
    """Give the second item the index of the first."""
    del means
    return _items(body, lambda item, at: {**item, "index": 0 if at == 1 else at})


def index_absent(body: Body, means: Means) -> Body:
    """Send no index."""
    del means
    return _items(body, lambda item, _: _without(item, "index"))


def index_wrong(body: Body, means: Means) -> Body:
    """Turn the indexes round: the first item claims to be the last."""
    del means
    last = len(body["data"]) - 1
    return _items(body, lambda item, at: {**item, "index": last - at})


def shorter(body: Body, means: Means) -> Body:
    """Send vectors that lack their last number."""
    del means
    return _vectors(body, lambda vector, _: vector[:-1])


def longer(body: Body, means: Means) -> Body:
    """Send vectors with one number too many."""
    del means
    return _vectors(body, lambda vector, _: [*vector, 0.5])


def one_shorter(body: Body, means: Means) -> Body:
    """Let only the last vector lack a number."""
    last = len(body["data"]) - 1
    del means
    return _vectors(body, lambda vector, at: vector[:-1] if at == last else vector)


def dimensions_ignored(body: Body, means: Means) -> Body:
    """Send vectors of the model's full size, whatever was asked."""
    whole = means.whole()
    return _vectors(body, lambda _, at: whole[at])


def zero(body: Body, means: Means) -> Body:
    """Send vectors of zeros."""
    del means
    return _vectors(body, lambda vector, _: [0.0] * len(vector))


def null_floats(body: Body, means: Means) -> Body:
    """Send null for the first number of each vector."""
    del means
    return _vectors(body, lambda vector, _: [None, *vector[1:]])


def string_floats(body: Body, means: Means) -> Body:
    """Send the numbers as strings."""
    del means
    return _vectors(body, lambda vector, _: [repr(number) for number in vector])


def huge_floats(body: Body, means: Means) -> Body:
    """Send 1e39, beyond float32, for the first number."""
    del means
    return _vectors(body, lambda vector, _: [1e39, *vector[1:]])


def nan_literal(body: Body, means: Means) -> bytes:
    """Send a bare NaN, which is not JSON, for the first number."""
    del means
    return _with_literal(body, b"NaN")


def infinity_literal(body: Body, means: Means) -> bytes:
    """Send a bare Infinity, which is not JSON, for the first number."""
    del means
    return _with_literal(body, b"Infinity")


def in_base64(body: Body, means: Means) -> Body:
    """Send little-endian float32 in base64 though numbers were asked."""
    del means
    return _vectors(body, lambda vector, _: base64.b64encode(np.array(vector, dtype="<f4").tobytes()).decode())


def multivector(body: Body, means: Means) -> Body:
    """Send a list of vectors per item under ``embeddings``, as a multi-vector model would."""
    del means

    def many(item: Body, at: int) -> Body:
        return {"object": "embeddings", "index": at, "embeddings": [item["embedding"]]}

    return _items(body, many)


def null_embedding(body: Body, means: Means) -> Body:
    """Send null in place of the first vector."""
    del means
    return _vectors(body, lambda vector, at: vector if at else None)


def null_item(body: Body, means: Means) -> Body:
    """Send null in place of the first item."""
    del means
    return {**body, "data": [None, *body["data"][1:]]}


def no_usage(body: Body, means: Means) -> Body:
    """Send no usage."""
    del means
    return _without(body, "usage")


def no_prompt_tokens(body: Body, means: Means) -> Body:
    """Send usage with the total only."""
    del means
    return {**body, "usage": _without(body["usage"], "prompt_tokens")}


def negative_usage(body: Body, means: Means) -> Body:
    """Send token counts of -1."""
    del means
    return {**body, "usage": {"total_tokens": -1, "prompt_tokens": -1}}


def extra_fields(body: Body, means: Means) -> Body:
    """Add members that nobody documented."""
    del means
    more = _items(body, lambda item, _: {**item, "extra": {"nested": [1, None]}})
    return {**more, "extra": "field", "usage": {**body["usage"], "extra_tokens": 0}}


def wrong_model(body: Body, means: Means) -> Body:
    """Echo a model that was not asked."""
    del means
    return {**body, "model": "another-model"}


def duplicate_keys(body: Body, means: Means) -> bytes:
    """Send the member ``object`` twice."""
    del means
    return b'{"object":"list",' + orjson.dumps(body)[1:]


def truncated(body: Body, means: Means) -> bytes:
    """Send the first half of the body, with the right length of that half."""
    del means
    whole = orjson.dumps(body)
    return whole[: len(whole) // 2]


def trailing_garbage(body: Body, means: Means) -> bytes:
    """Send something after the end of the JSON value."""
    del means
    return orjson.dumps(body) + b" }]garbage"


def unnormalised(body: Body, means: Means) -> Body:
    """Send vectors seven times too long."""
    del means
    return _vectors(body, lambda vector, _: [7.0 * number for number in vector])


def nondeterministic(body: Body, means: Means) -> Body:
    """Send vectors that nothing but chance decides, of unit length."""

    def drawn(vector: list[float], _: int) -> list[float]:
        numbers = [means.chance(2001) - 1000 or 1 for _ in vector]
        length = math.hypot(*numbers)
        return [number / length for number in numbers]

    return _vectors(body, drawn)


RESHAPES: Mapping[str, Reshape] = {
    function.__name__: function
    for function in (
        same, data_null, data_missing, data_empty, one_missing, one_extra, shuffled, index_zero, index_duplicate,
        index_absent, index_wrong, shorter, longer, one_shorter, dimensions_ignored, zero, null_floats, string_floats,
        huge_floats, nan_literal, infinity_literal, in_base64, multivector, null_embedding, null_item, no_usage,
        no_prompt_tokens, negative_usage, extra_fields, wrong_model, duplicate_keys, truncated, trailing_garbage,
        unnormalised, nondeterministic,
    )
}  # fmt: skip


def _without(members: Body, name: str) -> Body:
    return {key: value for key, value in members.items() if key != name}


def _items(body: Body, change: Callable[[Body, int], Body]) -> Body:
    return {**body, "data": [change(item, at) for at, item in enumerate(body["data"])]}


def _vectors(body: Body, change: Callable[[Any, int], object]) -> Body:
    return _items(body, lambda item, at: {**item, "embedding": change(item["embedding"], at)})


def _with_literal(body: Body, literal: bytes) -> bytes:
    marked = _vectors(body, lambda vector, _: ["\0literal", *vector[1:]])
    return orjson.dumps(marked).replace(b'"\\u0000literal"', literal)
