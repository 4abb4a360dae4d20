"""From the bytes of a request to an ``Ask``: every complaint about a body is made here, in the provider's order.

Order: JSON, fields, model, the model's own fields, items, tokens (jina-api 2). Knows nothing of keys and money.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

import orjson

from vectorproof.mocks.jina.geometry import DesignError, marked
from vectorproof.mocks.jina.members import content, flag, model_name, parameters_of, positive
from vectorproof.mocks.jina.models import Model, models
from vectorproof.mocks.jina.refusals import Refusal, invalid
from vectorproof.mocks.jina.shortening import TEXT_MAX
from vectorproof.mocks.jina.tokens import characters_of

BODY_MAX = 64 * 1024 * 1024  # Bytes; a larger body is not read to its end.
NOT_A_PARAMETER = frozenset({"input", "model"})
_TYPES = frozenset({"float", "base64", "binary", "ubinary"})
_TYPE_NAMES = ("embedding_type", "encoding_type", "encoding_format")
_ROLES = ("query", "document")
_FLAGS = ("late_chunking", "normalized", "truncate", "truncation")
_PER_TOKEN_FLAGS = ("return_multivector", "return_tokenized_input")
# More inputs than any model takes: what is beyond them is not even looked at.
_LOOKED_AT = 4_096


@dataclass(frozen=True, slots=True)
class Ask:
    """One embeddings request that can be answered.

    ``sent`` are the texts as they came, ``texts`` what is embedded of them, cut where truncation was asked; ``tokens``
    is what each counts, ``total`` what all count; ``multi`` asks for a vector per word, ``tokenized`` for the words,
    too; ``parameters`` is what the caller sent beside model and input.
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
    multi: bool = False
    tokenized: bool = False


def parse(body: bytes) -> dict[str, Any]:
    """Read the body as a JSON object.

    Raises:
        Refusal: it is not JSON, or no object.

    """
    try:
        read: object = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise not_json() from error
    if not isinstance(read, dict):
        raise invalid("", "Input should be a valid dictionary", "dict_type", read)
    return cast("dict[str, Any]", read)


def not_json() -> Refusal:
    """Make the refusal of a body that is not JSON."""
    return invalid("", "JSON decode error", "json_invalid")


def inputs_of(read: Mapping[str, Any]) -> list[Any]:
    """Give the inputs as a list, whatever form they have; empty when there are none."""
    given: object = read.get("input")
    if isinstance(given, list):
        items: list[Any] = given  # pyright: ignore[reportUnknownVariableType]  # mypy knows it, and refuses a cast
        return items
    return [] if given is None else [given]


def texts_of(read: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the texts among the first inputs, to be recorded even when the request is refused later."""
    return tuple(text for text in map(content, islice(inputs_of(read), _LOOKED_AT)) if text is not None)


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
    multi, tokenized = _per_token(model, read)
    size, task = model.multivector if multi else _size(model, dimensions), _task(model, read)
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
        parameters=parameters_of(read, NOT_A_PARAMETER),
        multi=multi or model.multi,
        tokenized=tokenized,
    )


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
    for one in islice(inputs, _LOOKED_AT):
        if content(one) is None:
            raise invalid("input", "Input should be a string or an object with a text", "string_type", one)
    return inputs


def _known_model(name: str) -> Model:
    model = models().get(name)
    if model is None:
        raise Refusal("INPUT_MODEL_NOT_FOUND", model=name[:TEXT_MAX], available=", ".join(models()))
    return model


def _per_token(model: Model, read: Mapping[str, Any]) -> tuple[bool, bool]:
    """Read whether a vector per token is asked of a model that can give either, and the tokens beside them."""
    if not model.multivector:
        return False, False
    multi, tokenized = (flag(read, name) is True for name in _PER_TOKEN_FLAGS)
    if multi and read.get("dimensions") is not None:
        raise invalid("return_multivector", "Cannot be used with dimensions", "value_error", given=True)
    if tokenized and not multi:
        raise invalid("return_tokenized_input", "Requires return_multivector", "value_error", given=True)
    return multi, tokenized


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
    first = islice(inputs_of(read), _LOOKED_AT)
    held = {name for one in first if isinstance(one, dict) for name in cast("dict[str, object]", one)}
    media = [name for name in model.media if name in held]
    if media:
        text = f"{', '.join(media)}: {model.id} takes this at the real service; it is not simulated here"
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
    return _cut(texts, tokens, model.context, together=late)


def _cut(
    texts: tuple[str, ...], tokens: tuple[int, ...], limit: int, *, together: bool
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Cut texts to a limit of tokens, each of them or all ``together``: then the last ones may have nothing left."""
    kept: list[int] = []
    left = limit
    for count in tokens:
        kept.append(min(count, left))
        left -= kept[-1] if together else 0
    pairs = zip(texts, tokens, kept, strict=True)
    return tuple(t if had == has else t[: characters_of(has)] for t, had, has in pairs), tuple(kept)
