"""Wrong part: what a collection's settings become, when two are the same, and how they are shown."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from vectorproof.mocks.dataapi.storage.definition import Definition
from vectorproof.mocks.defects import wrong
from vectorproof.mocks.spoiling import Json, hearing, refusing, taking, telling, with_data_api

_CREATE: Final = "createCollection"


def _same(compare: Callable[[Definition, Definition], bool]) -> Any:
    return with_data_api(same_settings=compare)


def _vectors_differ(existing: Definition, wanted: Definition) -> bool:
    """Compare all settings but those of vectors."""
    return replace(existing, vector=None).equal(replace(wanted, vector=None))


def _in_order(existing: Definition, wanted: Definition) -> bool:
    return existing.equal(wanted) and existing.indexing == wanted.indexing


def _explained(change: Callable[[Json], Json]) -> Any:
    """Change the options of every collection that is explained."""

    def changed(body: Json) -> Json | None:
        listed: list[Any] = body.get("status", {}).get("collections", [])
        if not listed or not isinstance(listed[0], dict):
            return None
        told = [{**each, "options": change(each["options"])} for each in listed]
        return {**body, "status": {**body["status"], "collections": told}}

    return telling(changed, "findCollections")


def _in_vector(**members: Any) -> Callable[[Json], Json]:
    return lambda options: {**options, "vector": {**options["vector"], **members}} if "vector" in options else options


def _never_without(options: Json) -> Json:
    return {"defaultId": {"type": ""}, **options}


def _anonymous(options: Json) -> Json:
    service: Json = options.get("vector", {}).get("service") or {}
    told = {name: value for name, value in service.items() if name != "authentication"}
    return _in_vector(service=told)(options) if service else options


def _with_vector(change: Callable[[Json], Json]) -> Any:
    """Take the vector of a createCollection for another one."""
    return taking("options.vector", lambda vector: change(vector) if isinstance(vector, dict) else vector, _CREATE)


def _star(members: Json) -> bool:
    indexing: Any = (members.get("options") or {}).get("indexing") or {}
    return ["*"] in indexing.values()


def _empty(members: Json) -> Json | None:
    return {**members, "options": {"vector": {"dimension": 1}}} if members.get("options") == {} else None


def _sourceless(options: Json) -> Json:
    vector: Json = options.get("vector") or {"metric": "cosine"}
    return options if vector["metric"] != "euclidean" else {**options, "vector": {**vector, "sourceModel": None}}


def _analyzed(options: Json) -> Json:
    lexical: Json = options.get("lexical") or {}
    return {**options, "lexical": {**lexical, "analyzer": "english"}} if lexical.get("enabled") else options


def _shown(change: Callable[[list[Json]], list[Json]]) -> Callable[[Json], Json | None]:
    """Change the models of every provider that is listed."""

    def told(body: Json) -> Json | None:
        providers: Json = body.get("status", {}).get("embeddingProviders") or {}
        changed = {name: {**one, "models": change(one["models"])} for name, one in providers.items()}
        return {**body, "status": {**body["status"], "embeddingProviders": changed}} if providers else None

    return told


def _deprecated(models: list[Json]) -> list[Json]:
    return [{**model, "apiModelSupport": {"status": "DEPRECATED"}} for model in models]


def _number(status: Any) -> Any:
    return status if isinstance(status, str) and status.upper() in {"SUPPORTED", "DEPRECATED", "END_OF_LIFE"} else None


DEFECTS: Final = (
    wrong(
        "vectors-created-once",
        "A collection of vectors cannot be created again with the same options.",
        "DDL-001 DDL-054",
        _same(lambda existing, wanted: existing.vector is None and existing.equal(wanted)),
    ),
    wrong(
        "other-vectors-the-same",
        "Collections that differ in their vectors only count as the same.",
        "DDL-002",
        _same(_vectors_differ),
    ),
    wrong(
        "paths-in-order",
        "The same indexed paths in another order count as other settings.",
        "DDL-026",
        _same(_in_order),
    ),
    wrong(
        "empty-options-count",
        "An empty object of options is a setting of its own.",
        "DDL-004",
        hearing(_empty, _CREATE),
    ),
    wrong(
        "explained-with-the-keyspace",
        "Explained, options hold the keyspace, too, which createCollection does not take.",
        "DDL-003",
        _explained(lambda options: {**options, "keyspace": "default_keyspace"}),
    ),
    wrong(
        "source-model-of-euclidean",
        "Explained, a vector of Euclidean metric has no source model.",
        "DDL-016",
        _explained(_sourceless),
    ),
    wrong(
        "source-model-explained-wrong",
        "Explained, every vector has the source model that is the newest.",
        "DDL-014",
        _explained(_in_vector(sourceModel="openai-v3-large")),
    ),
    wrong(
        "metric-of-the-source-model",
        "A collection that names its source model has that model's metric, whatever it asked for.",
        "DDL-017",
        _with_vector(lambda v: {**v, "metric": "dot_product"} if {"metric", "sourceModel"} <= v.keys() else v),
    ),
    wrong(
        "star-refused",
        "A star among indexed paths is refused.",
        "DDL-025",
        refusing("INVALID_INDEXING_DEFINITION", _CREATE, where=_star),
    ),
    wrong(
        "lexical-switched-on-again",
        "A collection that is created again without a word of lexical search must have it.",
        "DDL-032",
        _same(lambda existing, wanted: existing.lexical.enabled and existing.equal(wanted)),
    ),
    wrong(
        "filled-in-dimension-differs",
        "A dimension that the model filled in is not the same as one that is given.",
        "DDL-033",
        refusing(
            "EXISTING_COLLECTION_DIFFERENT_SETTINGS",
            _CREATE,
            where=lambda members: (
                {"service", "dimension"} <= ((members.get("options") or {}).get("vector") or {}).keys()
            ),
        ),
    ),
    wrong(
        "analyzer-english",
        "Lexical search that names no analyzer is shown with the English one.",
        "DDL-029",
        _explained(_analyzed),
    ),
    wrong(
        "default-id-always-shown",
        "Explained, a collection always has a type of ids.",
        "DDL-040",
        _explained(_never_without),
    ),
    wrong(
        "every-model-deprecated",
        "Who asks for no status is told that all models are deprecated.",
        "DDL-041",
        telling(_shown(_deprecated), "findEmbeddingProviders", where=lambda members: "options" not in members),
    ),
    wrong(
        "newest-model-unlisted",
        "Who asks for every status is not told of the last model of each provider.",
        "DDL-042",
        telling(
            _shown(lambda models: models[:-1]),
            "findEmbeddingProviders",
            where=lambda members: (
                members.get("options") in ({}, {"filterModelStatus": None}, {"filterModelStatus": ""})
            ),
        ),
    ),
    wrong(
        "status-overlooked",
        "A status to filter models by is overlooked.",
        "DDL-043",
        taking("options.filterModelStatus", lambda _: None, "findEmbeddingProviders"),
    ),
    wrong(
        "any-status",
        "A status of models that nobody knows is taken for none.",
        "DDL-044",
        taking("options.filterModelStatus", _number, "findEmbeddingProviders"),
    ),
    wrong(
        "metric-capitalized",
        "Explained, metrics are written in capitals.",
        "COLL-019 CLIENT-009",
        _explained(
            lambda options: (
                _in_vector(metric=options["vector"]["metric"].upper())(options) if "vector" in options else options
            )
        ),
    ),
    wrong(
        "keys-unexplained",
        "Explained, a collection does not name its key.",
        "REMOVE-006 COLL-030",
        _explained(_anonymous),
    ),
    wrong(
        "older-models-in-1024",
        "Explained, every collection of Jina's has 1024 dimensions.",
        "COLL-012",
        _explained(
            lambda options: _in_vector(dimension=1024)(options) if "service" in options.get("vector", {}) else options
        ),
    ),
)
