"""The models of ``models.toml`` and the tiers of ``tiers.toml``: rows read strictly, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vectorproof.mocks.jina.settings import Limits
from vectorproof.specs.loading import Table, read_toml

_PROMPT_TOKENS = frozenset({"always", "late", "never"})


@dataclass(frozen=True, slots=True)
class Model:
    """One embedding model; ``smallest`` of 0 means that a request's ``dimensions`` is ignored.

    ``prompt_tokens`` tells when that count is sent: ``late`` is only with late chunking or object inputs.
    ``multi`` models give a vector per word and know ``input_type`` instead of ``task``; ``sizes`` are all that
    ``dimensions`` may be where it may not be any; ``multivector`` is the size of a vector per token where it can be
    asked for, 0 where it cannot; ``media`` are the inputs other than texts that the real one takes.
    """

    id: str
    dimensions: int
    smallest: int
    context: int
    items: int
    prompt_tokens: str
    late_chunking: bool
    tasks: tuple[str, ...]
    task: str
    multi: bool
    sizes: tuple[int, ...]
    multivector: int
    media: tuple[str, ...]


@cache
def models() -> Mapping[str, Model]:
    """Give every model by its short id, in the order of the file."""
    return {name: _model(name, members) for name, members in _read("models.toml").items()}


@cache
def tiers() -> Mapping[str, Limits]:
    """Give the preset limits by the name of their tier."""
    return {name: _limits(name, members) for name, members in _read("tiers.toml").items()}


def _read(name: str) -> Mapping[str, object]:
    return read_toml(files("vectorproof.mocks.jina") / name)


def _model(name: str, members: object) -> Model:
    table = Table("models.toml", name, members)
    model = Model(
        id=name,
        dimensions=table.integer("dimensions"),
        smallest=table.optional_integer("smallest", 0),
        context=table.integer("context"),
        items=table.integer("items"),
        prompt_tokens=table.text("prompt_tokens", among=_PROMPT_TOKENS),
        late_chunking=table.optional_flag("late_chunking", default=False),
        tasks=table.optional_texts("tasks"),
        task=table.optional_text("task") or "",
        multi=table.optional_flag("multi", default=False),
        sizes=tuple(map(int, table.optional_texts("sizes"))),
        multivector=table.optional_integer("multivector", 0),
        media=table.optional_texts("media"),
    )
    table.done()
    return model


def _limits(name: str, members: object) -> Limits:
    table = Table("tiers.toml", name, members)
    limits = Limits(
        requests_per_minute=table.optional_integer("requests_per_minute", 0) or None,
        tokens_per_minute=table.optional_integer("tokens_per_minute", 0) or None,
        concurrency=table.optional_integer("concurrency", 0) or None,
        requests_per_minute_and_address=table.optional_integer("requests_per_minute_and_address", 0) or None,
    )
    table.done()
    return limits
