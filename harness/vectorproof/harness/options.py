"""The options of createCollection as they stand on the wire; a member that is not given is left out. Judges nothing."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from vectorproof.harness.organization import JINA
from vectorproof.harness.provider import MODEL

Options: TypeAlias = Mapping[str, Any]


def vectorize_options(
    model: str | None = MODEL,
    *,
    provider: str = JINA,
    dimension: int | None = None,
    metric: str | None = None,
    authentication: Mapping[str, str] | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Options:
    """Describe a collection that a provider embeds for."""
    service = _given(provider=provider, modelName=model, authentication=authentication, parameters=parameters)
    return {"vector": _given(dimension=dimension, metric=metric, service=service)}


def vector_options(dimension: int, metric: str | None = None) -> Options:
    """Describe a collection of vectors that nobody embeds for."""
    return {"vector": _given(dimension=dimension, metric=metric)}


def _given(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
