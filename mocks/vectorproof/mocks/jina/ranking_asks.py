"""From the body of a reranking request to what it asks: every complaint about one is made here.

Order: fields, model (jina-api 2). Knows nothing of keys, money and vectors.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from vectorproof.mocks.jina.members import content, flag, model_name, name_of, positive
from vectorproof.mocks.jina.refusals import Refusal, invalid
from vectorproof.specs.loading import read_toml


@dataclass(frozen=True, slots=True)
class RankingAsk:
    """One reranking request that can be answered; ``top`` is how many results, ``shown`` whether with documents."""

    model: str
    query: str
    documents: tuple[str, ...]
    tokens: int
    top: int
    shown: bool


@cache
def rerankers() -> tuple[str, ...]:
    """Name every model that ranks, in the order of the file."""
    return tuple(read_toml(files("vectorproof.mocks.jina") / "rerankers.toml"))


def documents_of(read: Mapping[str, Any]) -> list[str]:
    """Give the texts among the documents, to be recorded even when the request is refused later."""
    given: object = read.get("documents")
    if not isinstance(given, list):
        return []
    items: list[Any] = given  # pyright: ignore[reportUnknownVariableType]  # mypy knows it, and refuses a cast
    return [text for text in map(content, items) if text is not None]


def understand(read: Mapping[str, Any], count_tokens: Callable[[str], int]) -> RankingAsk:
    """Check a body.

    Raises:
        Refusal: the first thing that is wrong with it.

    """
    name, query, documents = model_name(read), _query(read), _documents(read)
    top, shown = positive(read, "top_n"), flag(read, "return_documents")
    if name not in rerankers():
        raise Refusal("INPUT_MODEL_NOT_FOUND", model=name_of(read), available=", ".join(rerankers()))
    return RankingAsk(
        model=name,
        query=query,
        documents=documents,
        tokens=sum(map(count_tokens, (query, *documents))),
        top=len(documents) if top is None else top,
        shown=shown is not False,
    )


def _query(read: Mapping[str, Any]) -> str:
    given: object = read.get("query")
    if given is None:
        raise invalid("query", "Field required", "missing")
    text = content(given)
    if text is None:
        raise invalid("query", "Input should be a string or an object with a text", "string_type", given)
    return text


def _documents(read: Mapping[str, Any]) -> tuple[str, ...]:
    given: object = read.get("documents")
    if given is None:
        raise invalid("documents", "Field required", "missing")
    texts = documents_of(read)
    if not isinstance(given, list):
        raise invalid("documents", "Input should be a valid list", "list_type", given)
    if len(texts) != len(given):  # pyright: ignore[reportUnknownArgumentType]
        raise invalid("documents", "Input should be strings or objects with a text", "string_type")
    if not texts:
        raise invalid("documents", "Documents list cannot be empty", "value_error", [])
    return tuple(texts)
