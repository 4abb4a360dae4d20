"""The settings of a collection: what createCollection fixed for good. Source: data-api 4.5, 4.6."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vectorproof.mocks.dataapi.clauses.indexing import Indexing, of
from vectorproof.mocks.dataapi.clauses.values import same
from vectorproof.mocks.dataapi.errors import internal


@dataclass(frozen=True, slots=True)
class Service:
    """Who embeds the texts of a collection; ``authentication`` and ``parameters`` as given, ``None`` if not given."""

    provider: str
    model: str
    authentication: Mapping[str, str] | None = None
    parameters: Mapping[str, Any] | None = None

    def explained(self) -> dict[str, Any]:
        """Show the service as findCollections does."""
        shown = {"authentication": self.authentication, "parameters": self.parameters}
        given = {name: dict(value) for name, value in shown.items() if value is not None}
        return {"provider": self.provider, "modelName": self.model, **given}


@dataclass(frozen=True, slots=True)
class VectorDefinition:
    """The vectors of a collection; metric and source model in the API's lower-case names."""

    dimension: int
    metric: str
    source_model: str
    service: Service | None = None

    def explained(self) -> dict[str, Any]:
        """Show the vector options with all defaults filled in."""
        service = {"service": self.service.explained()} if self.service else {}
        return {"dimension": self.dimension, "metric": self.metric, "sourceModel": self.source_model, **service}


@dataclass(frozen=True, slots=True)
class IndexingLists:
    """The lists of ``options.indexing`` as given; exactly one of them."""

    allow: tuple[str, ...] | None
    deny: tuple[str, ...] | None

    def explained(self) -> dict[str, Any]:
        """Show the list that was given."""
        return {"allow": list(self.allow)} if self.allow is not None else {"deny": list(self.deny or ())}

    def equal(self, other: "IndexingLists | None") -> bool:
        """Compare as sets: the order of paths means nothing, and two empty lists are the same whichever they are."""
        return other is not None and _set(self.allow) == _set(other.allow) and _set(self.deny) == _set(other.deny)


def _set(paths: tuple[str, ...] | None) -> frozenset[str]:
    return frozenset(paths or ())


@dataclass(frozen=True, slots=True)
class Lexical:
    """Whether a collection is searched by words, and how they are made: an analyzer's name or its definition."""

    enabled: bool
    analyzer: Any = None

    def explained(self) -> dict[str, Any]:
        """Show the lexical options."""
        return {"enabled": True, "analyzer": self.analyzer} if self.enabled else {"enabled": False}


@dataclass(frozen=True, slots=True)
class Rerank:
    """Whether results of a collection can be reranked, and by whom."""

    enabled: bool
    provider: str | None = None
    model: str | None = None

    def explained(self) -> dict[str, Any]:
        """Show the rerank options."""
        service = {"provider": self.provider, "modelName": self.model}
        return {"enabled": True, "service": service} if self.enabled else {"enabled": False}


@dataclass(frozen=True, slots=True)
class Definition:
    """All settings of a collection. ``default_id`` is a type, ``None`` if unset, ``""`` if given without a type."""

    name: str
    default_id: str | None
    vector: VectorDefinition | None
    indexing: IndexingLists | None
    lexical: Lexical
    rerank: Rerank

    def explained(self) -> dict[str, Any]:
        """Show the options as findCollections does with ``explain``."""
        if self.default_id == "":
            raise broken_default_id()
        options: dict[str, Any] = {}
        if self.default_id is not None:
            options["defaultId"] = {"type": self.default_id}
        if self.vector is not None:
            options["vector"] = self.vector.explained()
        if self.indexing is not None:
            options["indexing"] = self.indexing.explained()
        return {**options, "lexical": self.lexical.explained(), "rerank": self.rerank.explained()}

    def rules(self) -> Indexing:
        """Give the rules by which paths are indexed."""
        return of(self.indexing.allow or (), self.indexing.deny or ()) if self.indexing else Indexing()

    def indexes(self) -> tuple[str, ...]:
        """Name the indexes that the database makes for this collection."""
        shredding = ("exists", "array_size", "array", "bool", "number", "text", "timestamp", "null")
        regular = () if self.rules().nothing else shredding
        vector = ("vector",) if self.vector else ()
        return (*regular, *vector, *(("lexical",) if self.lexical.enabled else ()))

    def equal(self, other: "Definition") -> bool:
        """Tell whether creating the one again as the other changes nothing."""
        indexing = other.indexing is None if self.indexing is None else self.indexing.equal(other.indexing)
        own = (self.default_id, self.vector, self.lexical, self.rerank)
        others = (other.default_id, other.vector, other.lexical, other.rerank)
        return indexing and own == others and _same_parameters(self.vector, other.vector)


def _same_parameters(left: VectorDefinition | None, right: VectorDefinition | None) -> bool:
    lists = [dict(vector.service.parameters or {}) for vector in (left, right) if vector and vector.service]
    return len(lists) < 2 or all(same(value, lists[1].get(name)) for name, value in lists[0].items())  # noqa: PLR2004  # a pair


def broken_default_id() -> Exception:
    """Make the error that a collection gives for ever whose ``defaultId`` was given without a type (data-api 4.5)."""
    return internal("Invalid Collection _id type: 'null'")
