"""Wrong part: the last word on answers, each defect spoiling one rule of the envelope or of what a command tells."""

from typing import Any, Final

from vectorproof.mocks.defects import Defect
from vectorproof.mocks.parts import Change, Parts

Json = dict[str, Any]


def _spoiled(  # one row of the table below
    name: str, contract: str, kills: tuple[str, ...], change: Change, *commands: str
) -> Defect:
    """Make a defect that changes the answers to these commands, or to all."""

    def replaced(parts: Parts) -> Parts:
        return parts.with_answers(change, *commands)

    return Defect(name, contract, kills, _ALSO, replaced)


def _errors(body: Json, **members: Any) -> Json | None:
    """Put members into every error."""
    return {**body, "errors": [{**error, **members} for error in body["errors"]]} if "errors" in body else None


def _without(body: Json, *names: str) -> Json | None:
    """Take members out of every error."""
    if "errors" not in body:
        return None
    return {**body, "errors": [{k: v for k, v in error.items() if k not in names} for error in body["errors"]]}


def _status(body: Json, **members: Any) -> Json | None:
    return {**body, "status": {**body["status"], **members}} if "status" in body else None


def _less_status(body: Json, *names: str) -> Json | None:
    if "status" not in body:
        return None
    return {**body, "status": {k: v for k, v in body["status"].items() if k not in names}}


def _data(body: Json, change: Change) -> Json | None:
    changed = change(body["data"]) if "data" in body else None
    return None if changed is None else {**body, "data": changed}


def _no_page_state(data: Json) -> Json:
    return {name: value for name, value in data.items() if name != "nextPageState" or value is not None}


def _no_empty_document(data: Json) -> Json | None:
    return {} if data.get("document", 0) is None else None


def _small(body: Json) -> Json | None:
    if "errors" not in body:
        return None
    return {**body, "errors": [{**error, "scope": str(error["scope"]).lower()} for error in body["errors"]]}


def _unwrapped(body: Json) -> Json | None:
    """Show ids of documents without their wrappers."""
    if not any("documentIds" in error for error in body.get("errors", ())):
        return None
    bare = [{**error, "documentIds": [_bare(i) for i in error.get("documentIds", [])]} for error in body["errors"]]
    return {**body, "errors": bare}


def _bare(document_id: Any) -> Any:
    return next(iter(document_id.values())) if isinstance(document_id, dict) else document_id


def _warnings_beside(body: Json) -> Json | None:
    warnings = body.get("status", {}).get("warnings")
    if warnings is None:
        return None
    return {**(_less_status(body, "warnings") or {}), "warnings": warnings}


def _with_similarity(data: Json) -> Json | None:
    if "documents" not in data:
        return None
    return {**data, "documents": [{**document, "$similarity": 0.5} for document in data["documents"]]}


def _backwards(data: Json) -> Json | None:
    return {**data, "documents": data["documents"][::-1]} if len(data.get("documents", ())) > 1 else None


def _one_short(body: Json) -> Json | None:
    listed = body.get("status", {}).get("keyspaces")
    return _status(body, keyspaces=listed[:-1]) if listed and len(listed) > 1 else None


def _newer_word(body: Json) -> Json | None:
    names = body.get("status", {}).get("namespaces")
    return None if names is None else _status(_less_status(body, "namespaces") or {}, keyspaces=names)


def _collections_short(body: Json) -> Json | None:
    listed = body.get("status", {}).get("collections")
    return _status(body, collections=listed[:-1]) if listed else None


def _constant_ids(body: Json) -> Json | None:
    return _errors(body, id="00000000-0000-4000-8000-000000000000")


def _jina_models(body: Json, change: Any) -> Json | None:
    """Change the list of Jina's models."""
    providers = body.get("status", {}).get("embeddingProviders")
    if not providers or not providers.get("jinaAI", {}).get("models"):
        return None
    jina = providers["jinaAI"]
    return _status(body, embeddingProviders={**providers, "jinaAI": {**jina, "models": change(jina["models"])}})


def _seven_hundred(models: list[Json]) -> list[Json]:
    return [{**model, "vectorDimension": 700 if model["vectorDimension"] else None} for model in models]


def _required(models: list[Json]) -> list[Json]:
    return [{**m, "parameters": [{**p, "required": True} for p in m["parameters"]]} for m in models]


def _no_headers(body: Json) -> Json | None:
    providers = body.get("status", {}).get("embeddingProviders")
    if not providers or "jinaAI" not in providers:
        return None
    ways = {**providers["jinaAI"]["supportedAuthentication"], "HEADER": {"enabled": False, "tokens": []}}
    return _status(
        body, embeddingProviders={**providers, "jinaAI": {**providers["jinaAI"], "supportedAuthentication": ways}}
    )


_FOUND_AND: Final = ("findOneAndUpdate", "findOneAndReplace", "findOneAndDelete")
_WRITES: Final = ("insertOne", "insertMany", "updateOne", "updateMany", "deleteOne", "deleteMany", "countDocuments")

# Whoever looks at such an answer may notice, too.
_ALSO: Final = ("*",)

DEFECTS: Final = (
    _spoiled(
        "version-beside-status",
        "Every answer tells a version beside data, status and errors.",
        ("ENVELOPE-001",),
        lambda body: {**body, "version": 1},
    ),
    _spoiled(
        "null-beside-errors",
        "An answer with errors has data, too: null.",
        ("ENVELOPE-002",),
        lambda body: {**body, "data": None} if "errors" in body else None,
    ),
    _spoiled("titles-left-out", "Errors have no title.", ("ENVELOPE-003",), lambda body: _without(body, "title")),
    _spoiled(
        "family-of-the-client",
        "Errors are of a family that nobody knows.",
        ("ENVELOPE-004",),
        lambda body: _errors(body, family="CLIENT"),
    ),
    _spoiled("scopes-in-small-letters", "Scopes of errors are in small letters.", ("ENVELOPE-005",), _small),
    _spoiled("ids-of-errors-constant", "All errors have the same id.", ("ENVELOPE-006",), _constant_ids),
    _spoiled(
        "exception-class-told",
        "Errors tell the class of an exception.",
        ("ENVELOPE-007",),
        lambda body: _errors(body, exceptionClass="JsonApiException"),
    ),
    _spoiled(
        "more-data-false",
        "moreData is false where there is no more.",
        ("ENVELOPE-009",),
        lambda body: _status(body, moreData=body["status"].get("moreData", False)) if "status" in body else None,
        "updateMany",
        "deleteMany",
    ),
    _spoiled(
        "page-state-left-out",
        "find leaves nextPageState out instead of null.",
        ("ENVELOPE-010",),
        lambda body: _data(body, _no_page_state),
        "find",
    ),
    _spoiled(
        "no-document-left-out",
        "findOne leaves document out where it finds none.",
        ("ENVELOPE-011",),
        lambda body: _data(body, _no_empty_document),
        "findOne",
    ),
    _spoiled(
        "data-beside-writes",
        "A write answers with data, too: an empty object.",
        ("ENVELOPE-012",),
        lambda body: {**body, "data": {}} if "errors" not in body else None,
        *_WRITES,
    ),
    _spoiled(
        "ids-unwrapped", "Errors name documents without the wrappers of their ids.", ("ENVELOPE-013",), _unwrapped
    ),
    _spoiled("warnings-beside-status", "Warnings stand beside status.", ("ENVELOPE-014",), _warnings_beside),
    _spoiled(
        "warnings-left-out",
        "Nobody is warned of the older commands.",
        ("KEYSPACE-014", "KEYSPACE-015"),
        lambda body: _less_status(body, "warnings"),
        "createNamespace",
        "dropNamespace",
        "findNamespaces",
    ),
    _spoiled(
        "matched-left-out",
        "What was found and changed is not counted.",
        ("ENVELOPE-016",),
        lambda body: _less_status(body, "matchedCount", "deletedCount"),
        *_FOUND_AND,
    ),
    _spoiled("keyspace-unlisted", "The newest keyspace is not listed.", ("KEYSPACE-011",), _one_short, "findKeyspaces"),
    _spoiled(
        "namespaces-called-keyspaces",
        "findNamespaces lists keyspaces under the newer word.",
        ("KEYSPACE-013",),
        _newer_word,
        "findNamespaces",
    ),
    _spoiled(
        "collection-unlisted",
        "The newest collection is not listed.",
        ("DDL-038", "DDL-055", "SCHEMA-006"),
        _collections_short,
        "findCollections",
    ),
    _spoiled(
        "models-unsorted",
        "Jina's models are listed backwards.",
        ("DDL-045",),
        lambda body: _jina_models(body, lambda models: models[::-1]),
        "findEmbeddingProviders",
    ),
    _spoiled(
        "dimensions-listed-wrong",
        "Jina's older models are listed with 700 dimensions.",
        ("DDL-046",),
        lambda body: _jina_models(body, _seven_hundred),
        "findEmbeddingProviders",
    ),
    _spoiled(
        "parameters-listed-required",
        "Jina's parameters are listed as required.",
        ("DDL-047",),
        lambda body: _jina_models(body, _required),
        "findEmbeddingProviders",
    ),
    _spoiled(
        "header-unlisted",
        "Jina is listed without a key by header.",
        ("DDL-048",),
        _no_headers,
        "findEmbeddingProviders",
    ),
    _spoiled(
        "similarity-unasked",
        "Documents carry a similarity that nobody asked for.",
        ("VECTOR-020",),
        lambda body: _data(body, _with_similarity),
        "find",
    ),
    _spoiled(
        "pages-backwards",
        "Every page of a find is the wrong way round.",
        ("VECTOR-011",),
        lambda body: _data(body, _backwards),
        "find",
    ),
    _spoiled(
        "deletions-not-told",
        "deleteOne says that it deleted nothing.",
        ("DELETE-002",),
        lambda body: _status(body, deletedCount=0),
        "deleteOne",
    ),
    _spoiled(
        "modifications-not-told",
        "Updates say that they modified nothing.",
        ("FIND-004",),
        lambda body: _status(body, modifiedCount=0),
        "updateOne",
    ),
)
