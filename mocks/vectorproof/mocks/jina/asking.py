"""From the bytes of a request to an ``Ask``: every complaint about a body is made here, in the provider's order.

Order: JSON, fields, model, the model's own fields, items, tokens (jina-api 2). Knows nothing of keys and money.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

import orjson

from vectorproof.mocks.jina.geometry import DesignError, marked
from vectorproof.mocks.jina.models import Model, models
from vectorproof.mocks.jina.refusals import Refusal, invalid

BODY_MAX = 64 * 1024 * 1024  # Bytes; a larger body is not read to its end.
_TYPES = frozenset({"float", "base64", "binary", "ubinary"})
_TYPE_NAMES = ("embedding_type", "encoding_type", "encoding_format")
_ROLES = ("query", "document")
_MULTI_FLAGS = ("return_multivector", "return_tokenized_input")
_FLAGS = ("late_chunking", "normalized", "truncate", "truncation")
_CHARACTERS_PER_TOKEN = 4
_NOT_A_PARAMETER = frozenset({"input", "model"})
_SHOWN_MAX = 200
_PARAMETERS_MAX = 50


@dataclass(frozen=True, slots=True)
class Ask:
    """One embeddings request that can be answered.

    ``sent`` are the texts as they came, ``texts`` what is embedded of them, cut where truncation was asked; ``tokens``
    is what each counts, ``total`` what all count; ``parameters`` is what the caller sent beside model and input.
    """

    model: Model
    sent: tuple[str, ...]
    texts: tuple[str, ...]
    tokens: tuple[int, ...]
    total: int
    size: int
    task: str
    late: bool
    normalized: bool
    kind: str
    objects: bool
    parameters: Mapping[str, Any]


def parse(body: bytes) -> dict[str, Any]:
    """Read the body as a JSON object.

    Raises:
        Refusal: it is not JSON, or no object.

    """
    try:
        read: object = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise invalid("", "JSON decode error", "json_invalid") from error
    if not isinstance(read, dict):
        raise invalid("", "Input should be a valid dictionary", "dict_type", read)
    return cast("dict[str, Any]", read)


def inputs_of(read: Mapping[str, Any]) -> list[Any]:
    """Give the inputs as a list, whatever form they have; empty when there are none."""
    given: object = read.get("input")
    if isinstance(given, list):
        items: list[Any] = given  # pyright: ignore[reportUnknownVariableType]  # mypy knows it, and refuses a cast
        return items
    return [] if given is None else [given]


def texts_of(read: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the texts among the inputs, to be recorded even when the request is refused later."""
    return tuple(text for text in map(content, inputs_of(read)) if text is not None)


def parameters_of(read: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was sent beside model and input, shortened: a record must not swallow a body."""
    first = islice((item for item in read.items() if item[0] not in _NOT_A_PARAMETER), _PARAMETERS_MAX)
    return {name[:_SHOWN_MAX]: _short(value) for name, value in first}


def understand(read: Mapping[str, Any], count_tokens: Callable[[str], int]) -> Ask:
    """Check a body against its model.

    Raises:
        Refusal: the first thing that is wrong with it.

    """
    wanted, kind = model_name(read), _kind(read)
    _refuse_unsimulated(read, models().get(wanted))
    inputs = _checked_inputs(read)
    flags = {name: flag(read, name) for name in _FLAGS}
    dimensions = positive(read, "dimensions")
    model = _known_model(wanted)
    size, task = _size(model, dimensions), _task(model, read)
    _check_items(model, inputs)
    late = model.late_chunking and bool(flags["late_chunking"])
    truncate = bool(flags["truncate"] or flags["truncation"])
    sent = texts_of(read)
    _check_markers(sent)
    texts, tokens = _fitted(model, sent, count_tokens, truncate=truncate, late=late)
    return Ask(
        model=model,
        sent=sent,
        texts=texts,
        tokens=tokens,
        total=sum(tokens),
        size=size,
        task=task,
        late=late,
        normalized=flags["normalized"] is not False,
        kind=kind,
        objects=any(isinstance(one, dict) for one in inputs),
        parameters=parameters_of(read),
    )


def name_of(read: Mapping[str, Any]) -> str | None:
    """Give the name of the model that was asked for, shortened, to be recorded or shown; ``None`` if there is none."""
    name: object = read.get("model")
    return name[:_SHOWN_MAX] if isinstance(name, str) else None


def model_name(read: Mapping[str, Any]) -> str:
    """Read the required name of a model, known or not."""
    if "model" not in read:
        raise invalid("model", "Field required", "missing")
    if not isinstance(read["model"], str):
        raise invalid("model", "Input should be a valid string", "string_type", read["model"])
    return read["model"]


def _kind(read: Mapping[str, Any]) -> str:
    name = next((name for name in _TYPE_NAMES if read.get(name) is not None), None)
    if name is None:
        return "float"
    kind = read[name]
    if isinstance(kind, list):
        raise Refusal("INTERNAL_ERROR")  # The schema allows a list, the service fails on it (jina-api 1.3).
    if not isinstance(kind, str) or kind not in _TYPES:
        raise invalid(name, f"Input should be one of {', '.join(sorted(_TYPES))}", "literal_error", kind)
    return kind


def _checked_inputs(read: Mapping[str, Any]) -> list[Any]:
    if read.get("input") is None:
        raise invalid("input", "Field required", "missing")
    inputs = inputs_of(read)
    if not inputs:
        raise invalid("input", "Input list cannot be empty", "value_error", [])
    for one in inputs:
        if content(one) is None:
            raise invalid("input", "Input should be a string or an object with a text", "string_type", one)
    return inputs


def content(one: object) -> str | None:
    """Give the text of an input, which is one or has one; ``None`` for anything else."""
    if isinstance(one, str):
        return one
    text = cast("dict[str, object]", one).get("text") if isinstance(one, dict) else None
    return text if isinstance(text, str) else None


def flag(read: Mapping[str, Any], name: str) -> bool | None:
    """Read a boolean that may be missing or null."""
    value = read.get(name)
    if value is not None and not isinstance(value, bool):
        raise invalid(name, "Input should be a valid boolean", "bool_type", value)
    return value


def positive(read: Mapping[str, Any], name: str) -> int | None:
    """Read a whole number above 0 that may be missing."""
    value: object = read.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise invalid(name, "Input should be a valid integer", "int_type", value)
    if value <= 0:
        raise invalid(name, "Input should be greater than 0", "greater_than", value)
    return value


def _known_model(name: str) -> Model:
    model = models().get(name)
    if model is None:
        raise Refusal("INPUT_MODEL_NOT_FOUND", model=name[:_SHOWN_MAX], available=", ".join(models()))
    return model


def _size(model: Model, asked: int | None) -> int:
    if asked is None or not model.smallest:
        return model.dimensions
    if asked > model.dimensions:
        text = f"Input should be less than or equal to {model.dimensions}"
        raise invalid("dimensions", text, "less_than_equal", asked)
    if model.sizes and asked not in model.sizes:
        text = f"Input should be one of {', '.join(map(str, model.sizes))}"
        raise invalid("dimensions", text, "literal_error", asked)
    return asked


def _task(model: Model, read: Mapping[str, Any]) -> str:
    if model.multi:
        return _role(read.get("input_type"))
    asked: object = read.get("task")
    if asked is None or not model.tasks:
        return model.task
    if not isinstance(asked, str) or asked not in model.tasks:
        raise invalid("task", f"Input should be one of {', '.join(model.tasks)}", "literal_error", asked)
    return asked


def _role(asked: object) -> str:
    """Read what a text is for where there are no tasks; both sides are of one family, so that they find each other."""
    if asked is not None and asked not in _ROLES:
        raise invalid("input_type", f"Input should be one of {', '.join(_ROLES)}", "literal_error", asked)
    return f"multi.{asked or 'document'}"


def _check_markers(texts: tuple[str, ...]) -> None:
    try:
        for text in texts:
            marked(text)
    except DesignError as error:
        raise invalid("input", str(error), "value_error") from error


def _refuse_unsimulated(read: Mapping[str, Any], model: Model | None) -> None:
    """Refuse what the real model takes and this one does not, naming it."""
    if model is None:
        return
    held = {name for one in inputs_of(read) if isinstance(one, dict) for name in cast("dict[str, object]", one)}
    media = [name for name in model.media if name in held]
    flags = [name for name in _MULTI_FLAGS if read.get(name) is True and model.media]
    if media or flags:
        text = f"{', '.join(media + flags)}: {model.id} takes this at the real service; it is not simulated here"
        raise Refusal("NOT_SIMULATED", headers=(("X-Sim-Fidelity", "simulator-only"),), text=text)


def _check_items(model: Model, inputs: list[Any]) -> None:
    if len(inputs) > model.items:
        raise invalid("input", f"The input list can contain at most {model.items} items", "too_long", len(inputs))


def _fitted(
    model: Model, texts: tuple[str, ...], count_tokens: Callable[[str], int], *, truncate: bool, late: bool
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    tokens = tuple(map(count_tokens, texts))
    largest = sum(tokens) if late else max(tokens)
    if largest <= model.context:
        return texts, tokens
    if not truncate:
        raise Refusal("INPUT_TOKEN_LIMIT_EXCEEDED", tokens=largest, limit=model.context)
    characters = model.context * _CHARACTERS_PER_TOKEN
    return tuple(text[:characters] for text in texts), tuple(min(count, model.context) for count in tokens)


def _short(value: object) -> object:
    if isinstance(value, bool | int | float | None):
        return value
    return str(value)[:_SHOWN_MAX]
