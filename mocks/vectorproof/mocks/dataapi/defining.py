"""From the fields of createCollection to a collection's settings, with every refusal in its order (data-api 4.5)."""

from collections.abc import Mapping
from typing import Any, Final

from vectorproof.mocks.dataapi import stored_keys
from vectorproof.mocks.dataapi.binding import Bound
from vectorproof.mocks.dataapi.clauses.paths import PathError, split
from vectorproof.mocks.dataapi.command import Call
from vectorproof.mocks.dataapi.errors import WireError, unexpected
from vectorproof.mocks.dataapi.jsontext import is_object, type_name
from vectorproof.mocks.dataapi.providers import SHARED_TOKEN, Provider, providers
from vectorproof.mocks.dataapi.reranking import MODEL, PROVIDER, check_service
from vectorproof.mocks.dataapi.rules import MAX_NAME_LENGTH, refused
from vectorproof.mocks.dataapi.storage.definition import (
    Definition,
    IndexingLists,
    Lexical,
    Rerank,
    Service,
    VectorDefinition,
)

_ANALYZER_PARTS: Final[Mapping[str, type]] = {"tokenizer": dict, "filters": list, "charFilters": list}
_STANDARD: Final = "standard"


async def definition(call: Call, existing: Definition | None) -> Definition:
    """Check the options in the documented order; an omitted lexical or rerank is that of the existing collection."""
    name, options = call.fields["name"], call.options
    _check_name(call, name)
    default_id = None if options["defaultId"] is None else options.inner("defaultId")["type"] or ""
    vector = None if options["vector"] is None else await _vector(call, options.inner("vector"))
    indexing = None if options["indexing"] is None else _indexing(options.inner("indexing"))
    lexical = _lexical(call, options, existing)
    return Definition(name, default_id, vector, indexing, lexical, _rerank(call, options, existing))


def _check_name(call: Call, name: str | None) -> None:
    """Refuse a wrong name; where a profile allows longer ones, all but the length must be right."""
    most = call.services.settings.collection_name_max
    right = call.services.parts.schema_name
    # The end of a longer name counts, too: both pieces have to be names.
    pieces = () if name is None or not MAX_NAME_LENGTH < len(name) <= most else (name[:8], name[8:])
    if name is not None and (right(name) or (pieces and all(map(right, pieces)))):
        return
    shown = "null" if name is None else f"'{name}'"
    raise WireError("UNSUPPORTED_SCHEMA_NAME", kind="Collection", maximum=most, name=shown)


async def _vector(call: Call, given: Bound) -> VectorDefinition:
    parts, service = call.services.parts, given["service"]
    if service is not None and not call.services.settings.vectorize_enabled:
        raise WireError("VECTORIZE_FEATURE_NOT_AVAILABLE")
    metric = given["metric"] or parts.default_metric(given["sourceModel"])
    source_model = given["sourceModel"] or "other"
    if service is not None:
        dimension, bound_to = await _service(call, service, given["dimension"])
        return VectorDefinition(dimension, metric, source_model, bound_to)
    if given["dimension"] is None:
        raise refused("The 'dimension' can not be null if 'service' is not provided")
    most = call.services.settings.documents.max_vector_length
    if given["dimension"] > most:
        raise WireError("VECTOR_SEARCH_TOO_BIG_VALUE", found=given["dimension"], maximum=most)
    return VectorDefinition(given["dimension"], metric, source_model)


async def _service(call: Call, given: Bound, asked: int | None) -> tuple[int, Service]:
    parts, name = call.services.parts, given["provider"]
    provider = providers().get(name)
    if provider is None:
        raise refused(f"Service provider '{name}' is not supported")
    authentication = await _authentication(call, provider, given["authentication"])
    if given["modelName"] is None:
        # The real server's message has a raw %s before the provider (data-api 16.2, 12).
        raise refused(f"'modelName' is needed for provider %s{name}")
    model = provider.models.get(given["modelName"])
    if model is None:
        raise refused(f"Model name '{given['modelName']}' for provider '{name}' is not supported")
    dimension = parts.dimension(provider, model, asked)
    if model.status != "SUPPORTED":
        raise WireError(f"{model.status}_AI_MODEL", model=model.name, detail=f"Provider: {name}.")
    parts.check_parameters(provider, model, given["parameters"] or {})
    return dimension, Service(name, model.name, authentication, given["parameters"])


async def _authentication(
    call: Call, provider: Provider, given: Mapping[str, str | None] | None
) -> Mapping[str, str] | None:
    """Check the references to stored keys and give them in the form in which they are kept."""
    services = call.services
    if not given:
        if not provider.authentication & {"NONE", "HEADER"}:
            raise refused(
                f"Service provider '{provider.id}' does not support either 'NONE' or 'HEADER' authentication types."
            )
        return None
    enabled = services.settings.shared_secret_enabled
    for name in given:
        if not provider.accepts_shared(name, shared_secret_enabled=enabled):
            raise refused(f"Service provider '{provider.id}' does not support authentication key '{name}'")
    kept = {name: services.parts.key_reference(str(value)) for name, value in given.items()}
    await stored_keys.check(call, provider, kept.get(SHARED_TOKEN, ""))
    return kept


def _indexing(given: Bound) -> IndexingLists:
    allow: list[str | None] | None = given["allow"]
    deny: list[str | None] | None = given["deny"]
    if allow is not None and deny is not None:
        raise _bad_indexing("'allow' and 'deny' cannot be used together")
    if allow is not None:
        return IndexingLists(allow=_checked("allow", allow), deny=None)
    if deny is not None:
        return IndexingLists(allow=None, deny=_checked("deny", deny))
    raise _bad_indexing("'allow' or 'deny' should be provided")


def _checked(name: str, paths: list[str | None]) -> tuple[str, ...]:
    if len(set(paths)) != len(paths):
        raise _bad_indexing(f"'{name}' cannot contain duplicates")
    return tuple(_checked_path(name, path) for path in paths)


def _checked_path(name: str, path: str | None) -> str:
    if path is None:
        raise unexpected("NullPointerException", f"a path of '{name}' is null")
    if not path:
        raise _bad_indexing("path must be represented as a non-empty string")
    if path.startswith("$") and path != "$vector":
        raise _bad_indexing(f"path ('{path}') must not start with '$'")
    try:
        split(path)
    except PathError as error:
        raise _bad_indexing(f"indexing path ('{path}') is not a valid path: {error}") from error
    return path


def _lexical(call: Call, options: Bound, existing: Definition | None) -> Lexical:
    feature = call.services.settings.feature("lexical", call.headers)
    if options["lexical"] is None:
        default = Lexical(enabled=feature, analyzer=_STANDARD if feature else None)
        return default if existing is None else existing.lexical
    given = options.inner("lexical")
    if given["enabled"] is None:
        raise refused("'enabled' is required property for 'lexical' Object value")
    analyzer = given["analyzer"]
    if not given["enabled"]:
        if analyzer not in (None, {}):
            found = type_name(analyzer)
            raise refused(f"'lexical' is disabled, but 'lexical.analyzer' property was provided: {found}")
        return Lexical(enabled=False)
    if not feature:
        raise WireError("LEXICAL_FEATURE_NOT_ENABLED")
    return Lexical(enabled=True, analyzer=_analyzer(analyzer))


def _analyzer(given: Any) -> Any:
    if given in (None, {}):
        return _STANDARD
    if isinstance(given, str):
        return given
    if not is_object(given):
        raise refused(f"'analyzer' property of 'lexical' must be either String or JSON Object, is: {type_name(given)}")
    strange = sorted(given.keys() - _ANALYZER_PARTS.keys())
    if strange:
        known = ", ".join(repr(name) for name in _ANALYZER_PARTS)
        raise refused(f"Invalid fields for 'lexical.analyzer'. Valid fields are: {known}, found: {strange}")
    for name, value in given.items():
        if value is not None and not isinstance(value, _ANALYZER_PARTS[name]):
            wanted = "Object" if _ANALYZER_PARTS[name] is dict else "Array"
            raise refused(f"'{name}' property of 'lexical.analyzer' must be JSON {wanted}, is: {type_name(value)}")
    return given


def _rerank(call: Call, options: Bound, existing: Definition | None) -> Rerank:
    feature = call.services.settings.feature("reranking", call.headers)
    default = Rerank(enabled=True, provider=PROVIDER, model=MODEL) if feature else Rerank(enabled=False)
    if options["rerank"] is None:
        return default if existing is None else existing.rerank
    given = options.inner("rerank")
    if given["enabled"] is None:
        raise refused("'enabled' is required property for 'rerank' Object value")
    if not given["enabled"]:
        if given["service"] is not None:
            raise refused("'rerank' is disabled, but 'rerank.service' configuration is provided")
        return Rerank(enabled=False)
    if not feature:
        raise WireError("RERANKING_FEATURE_NOT_ENABLED")
    if given["service"] is not None:
        check_service(given.inner("service"), refused)
    return Rerank(enabled=True, provider=PROVIDER, model=MODEL)


def _bad_indexing(detail: str) -> WireError:
    return WireError("INVALID_INDEXING_DEFINITION", detail=detail)
