"""Wrong part: what createCollection's options may be, each rule overlooked or told otherwise."""

from typing import Any, Final

from vectorproof.mocks.defects import wrong
from vectorproof.mocks.spoiling import Json, forgiving, hearing, overlooking, taking, telling_as

_CREATE: Final = "createCollection"
_OPTIONS: Final = "INVALID_CREATE_COLLECTION_OPTIONS"
_VALUE: Final = "COMMAND_FIELD_VALUE_INVALID"
_METRICS: Final = frozenset({"cosine", "dot_product", "euclidean"})
_IDS: Final = frozenset({"objectId", "uuid", "uuidv6", "uuidv7"})
_SOURCES: Final = frozenset({
    "ada002", "bert", "cohere-v3", "gecko", "nv-qa-4", "openai-v3-large", "openai-v3-small", "other",
})  # fmt: skip
_METRIC, _SOURCE, _DIMENSION = "options.vector.metric", "options.vector.sourceModel", "options.vector.dimension"


def _without_older_words(vector: Any) -> Any:
    if not isinstance(vector, dict):
        return vector
    return {f"{name}?" if name in {"size", "function"} else name: value for name, value in vector.items()}


def _dimensioned(members: Json) -> Json | None:
    vector: Any = (members.get("options") or {}).get("vector")
    if not isinstance(vector, dict) or {"dimension", "size", "service"} & {*vector}:
        return None
    return {**members, "options": {**members["options"], "vector": {**vector, "dimension": 1024}}}


def _in_small_letters(members: Json) -> Json | None:
    options: Any = members.get("options")
    if not isinstance(options, dict):
        return None
    right = {"vector": "vector", "indexing": "indexing", "defaultid": "defaultId"}
    read = {right.get(name.lower(), name): value for name, value in options.items()}
    return None if read == options else {**members, "options": {name: value or None for name, value in read.items()}}


def _first_parameters(members: Json) -> Json | None:
    """Take every text among a service's parameters that is no text for one."""
    service: Any = ((members.get("options") or {}).get("vector") or {}).get("service") or {}
    given: Any = service.get("parameters")
    if not isinstance(given, dict) or not given.keys() <= {"task", "late_chunking"}:
        return None
    service["parameters"] = {"task": str(given["task"])} if "task" in given else {"late_chunking": True}
    return members


def _unrepeated(paths: Any) -> Any:
    return list(dict.fromkeys(path for path in paths if path)) if isinstance(paths, list) else paths


def _disabled(given: Any) -> Any:
    return {"enabled": False, **given} if isinstance(given, dict) else given


def _without_analyzer(given: Any) -> Any:
    return {"enabled": False} if isinstance(given, dict) and given.get("enabled") is False else given


DEFECTS: Final = (
    wrong(
        "any-metric",
        "A metric that nobody knows is taken for cosine.",
        "DDL-008 COLL-023",
        taking(_METRIC, lambda metric: metric if metric in _METRICS else "cosine", _CREATE),
    ),
    wrong(
        "misprint-understood",
        "A metric that is spelt as on the page is understood.",
        "COLL-021",
        taking(_METRIC, lambda metric: "euclidean" if str(metric).lower() == "euclidian" else metric, _CREATE),
    ),
    wrong(
        "metric-in-any-capitals",
        "A metric is understood in any capitals.",
        "COLL-022",
        taking(_METRIC, lambda metric: metric.lower() if isinstance(metric, str) else metric, _CREATE),
    ),
    wrong(
        "older-words-unknown",
        "The older words for dimension and metric are not known.",
        "DDL-049",
        taking("options.vector", _without_older_words, _CREATE),
    ),
    wrong(
        "any-source-model",
        "A source model that nobody knows is taken for another one.",
        "DDL-009",
        taking(_SOURCE, lambda name: name if name in _SOURCES else "other", _CREATE),
    ),
    wrong(
        "any-default-id",
        "A type of ids that nobody knows is taken for UUIDs.",
        "DDL-010",
        taking("options.defaultId.type", lambda kind: kind if kind in _IDS else "uuid", _CREATE),
    ),
    wrong(
        "dimension-of-nothing",
        "A dimension of zero or less is taken for one.",
        "DDL-011",
        taking(_DIMENSION, lambda size: max(size, 1) if isinstance(size, int) else size, _CREATE),
    ),
    wrong(
        "dimension-made-up",
        "A vector without a dimension gets one of 1024.",
        "DDL-012",
        hearing(_dimensioned, _CREATE),
    ),
    wrong(
        "options-in-any-capitals",
        "Names of options are read in any capitals.",
        "DDL-007",
        hearing(_in_small_letters, _CREATE),
    ),
    wrong(
        "service-of-nobody",
        "A service without a provider is created without a word.",
        "DDL-018",
        forgiving(_OPTIONS, _CREATE, saying="'provider' is required"),
    ),
    wrong(
        "provider-in-any-capitals",
        "A provider is found whatever the capitals of its name.",
        "DDL-019 COLL-011",
        taking(
            "options.vector.service.provider",
            lambda name: "jinaAI" if isinstance(name, str) and name.lower() == "jinaai" else name,
            _CREATE,
        ),
    ),
    wrong(
        "model-unchecked",
        "A model that its provider does not have is created without a word.",
        "DDL-020 COLL-014",
        forgiving(_OPTIONS, _CREATE, saying="Model name|modelName"),
    ),
    wrong(
        "parameters-converted",
        "A parameter of another type is turned into the right one.",
        "DDL-022",
        hearing(_first_parameters, _CREATE),
    ),
    wrong(
        "authentication-unchecked",
        "A name of authentication that a provider does not take is overlooked.",
        "DDL-052 COLL-025",
        forgiving(_OPTIONS, _CREATE, saying="does not support authentication key"),
    ),
    wrong(
        "paths-listed-twice",
        "Paths that are listed twice, and empty ones, are overlooked.",
        "DDL-024",
        taking("options.indexing.deny", _unrepeated, _CREATE),
    ),
    wrong(
        "lexical-off-unless-said",
        "Lexical search that says not whether it is wanted is taken as not wanted.",
        "DDL-027",
        taking("options.lexical", _disabled, _CREATE),
    ),
    wrong(
        "analyzer-of-nothing",
        "An analyzer beside lexical search that is not wanted is overlooked.",
        "DDL-028",
        taking("options.lexical", _without_analyzer, _CREATE),
    ),
    wrong(
        "analyzer-of-any-shape",
        "An analyzer that is neither a name nor an object of the right parts is overlooked.",
        "DDL-030",
        forgiving(_OPTIONS, _CREATE, saying="must be either|Invalid fields|must be JSON"),
    ),
    wrong(
        "rerank-off-unless-said",
        "Reranking that says not whether it is wanted is taken as not wanted.",
        "DDL-031",
        overlooking("options.rerank", _CREATE),
    ),
    wrong(
        "default-dimension-refused-otherwise",
        "A model without a default dimension is refused as a wrong value.",
        "COLL-018",
        telling_as(_OPTIONS, _VALUE, _CREATE, saying="'dimension' is needed"),
    ),
    wrong(
        "stored-keys-switched-on",
        "Where stored keys are switched off, a collection is created as if it named none.",
        "COLL-026",
        overlooking("options.vector.service.authentication", _CREATE),
    ),
)
