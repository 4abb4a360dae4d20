"""The fields of createCollection and the constraints on their values (data-api 4.5, bind-time errors)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from vectorproof.mocks.dataapi.binding import (
    Bound,
    Fields,
    Kind,
    Unknown,
    Violation,
    array,
    fields,
    flag,
    integer,
    json_object,
    json_value,
    object_of,
    text,
    texts,
)
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.rules import refused
from vectorproof.mocks.dataapi.settings import CommandLimits

METRICS: Final = ("dot_product", "cosine", "euclidean")
SOURCE_MODELS: Final = (
    "ada002", "bert", "cohere-v3", "gecko", "nv-qa-4", "openai-v3-large", "openai-v3-small", "other",
)  # fmt: skip
DEFAULT_IDS: Final = ("objectId", "uuid", "uuidv6", "uuidv7")


def _unknown_in(place: str) -> Unknown:
    def unknown(name: str, known: list[str]) -> WireError:
        names = ", ".join(f'"{one}"' for one in known)
        detail = f'Unrecognized field "{name}" for `createCollection.{place}` (known fields: {names})'
        return WireError("INVALID_CREATE_COLLECTION_FIELD", detail=detail)

    return unknown


def _strict(place: str, kinds: Mapping[str, Kind], aliases: Mapping[str, str] | None = None) -> Kind:
    return object_of(Fields(kinds, aliases or {}, _unknown_in(place)))


def _maybe_flag(command: str, name: str, value: Any) -> bool | None:
    return None if value is None else flag(command, name, value)


def _service(command: str, name: str, value: Any) -> Bound | None:
    service = object_of(SERVICE)(command, name, value)
    if isinstance(service, Bound) and service["provider"] is None:
        raise refused("'provider' is required for the service")
    return service if isinstance(service, Bound) else None


def _paths(command: str, name: str, value: Any) -> list[str | None] | None:
    items = array(command, name, value)
    return None if items is None else [text(command, name, item) for item in items]


SERVICE: Final = fields(provider=text, modelName=text, authentication=texts, parameters=json_object)
_VECTOR: Final[Mapping[str, Kind]] = {"dimension": integer, "metric": text, "sourceModel": text, "service": _service}
_OPTIONS: Final[Mapping[str, Kind]] = {
    "defaultId": _strict("options.defaultId", {"type": text}),
    "vector": _strict("options.vector", _VECTOR, {"size": "dimension", "function": "metric"}),
    "indexing": _strict("options.indexing", {"allow": _paths, "deny": _paths}),
    "lexical": object_of(fields(enabled=_maybe_flag, analyzer=json_value)),
    "rerank": object_of(fields(enabled=_maybe_flag, service=object_of(SERVICE))),
}
CREATE_COLLECTION: Final = fields(name=text, options=_strict("options", _OPTIONS))


def values_are_allowed(bound: Bound, _: CommandLimits) -> Iterator[Violation]:
    """Check what can be checked of each value alone."""
    options = bound.inner("options")
    default_id, vector = options.inner("defaultId")["type"], options.inner("vector")
    if default_id is not None and default_id not in DEFAULT_IDS:
        reason = "Id type can only be 'objectId', 'uuid', 'uuidv6' or 'uuidv7'"
        yield Violation("command.options.idConfig.idType", default_id, reason)
    if vector["dimension"] is not None and vector["dimension"] <= 0:
        reason = "dimension should be greater than `0`"
        yield Violation("command.options.vector.dimension", vector["dimension"], reason)
    if vector["metric"] is not None and vector["metric"] not in METRICS:
        reason = "function name can only be 'dot_product', 'cosine' or 'euclidean'"
        yield Violation("command.options.vector.metric", vector["metric"], reason)
    if vector["sourceModel"] is not None and vector["sourceModel"] not in SOURCE_MODELS:
        reason = f"sourceModel options are {', '.join(repr(model) for model in SOURCE_MODELS)}"
        yield Violation("command.options.vector.sourceModel", vector["sourceModel"], reason)
