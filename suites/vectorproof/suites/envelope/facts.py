"""Refusals and the facts that their messages tell: each names what it refuses, and what would be right."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from vectorproof.harness.collection import Collection
from vectorproof.harness.database import Database
from vectorproof.harness.exchange import Exchange

Json: TypeAlias = dict[str, Any]
ID: Final = "the one"
HELD: Final[Json] = {"_id": ID, "text": "a", "array": [1], "object": {}}


@dataclass(frozen=True, slots=True)
class Told:
    """What is sent, and what comes of it: the code, and what the message must contain, letter by letter."""

    send: Callable[[Collection], Exchange]
    code: str
    facts: tuple[str, ...]


def _to(body: Json, code: str, *facts: str) -> Told:
    return Told(lambda collection: collection.command(body), code, facts)


def _updating(update: Json, code: str, *facts: str) -> Told:
    return _to({"updateOne": {"filter": {"_id": ID}, "update": update}}, f"UNSUPPORTED_UPDATE_OPERATION{code}", *facts)


def _creating(options: Json, code: str, *facts: str) -> Told:
    def send(collection: Collection) -> Exchange:
        database: Database = collection.database
        return database.create_collection(database.new_name(), options)

    return Told(send, code, facts)


def _vector(code: str, *facts: str, **members: Any) -> Told:
    return _creating({"vector": members}, code, *facts)


def _model(name: str, dimension: int, *facts: str) -> Told:
    service = {"provider": "jinaAI", "modelName": name}
    return _vector("INVALID_CREATE_COLLECTION_OPTIONS", *facts, dimension=dimension, service=service)


def _elsewhere(body: Json, code: str, *facts: str) -> Told:
    return Told(lambda collection: collection.database.in_keyspace(body), code, facts)


def _nowhere(word: str, number: int) -> Told:
    keyspace = f"{word}{number}"
    return Told(
        lambda collection: collection.database.command({"find": {}}, keyspace=keyspace, collection=word),
        "UNKNOWN_KEYSPACE",
        (keyspace,),
    )


_VALUE: Final = "COMMAND_FIELD_VALUE_INVALID"
_UNKNOWN: Final = "COMMAND_UNKNOWN"
_MODELS: Final = (
    "ada002", "bert", "cohere-v3", "gecko", "nv-qa-4", "openai-v3-large", "openai-v3-small", "other",
)  # fmt: skip

#: For a word of letters and a number from 2 on, by what is wrong.
REFUSALS: Final[Mapping[str, Callable[[str, int], Told]]] = MappingProxyType(
    {
        "a text to add": lambda word, _: _updating({"$inc": {"n": word}}, "_PARAM", "$inc", "String"),
        "a text to multiply by": lambda word, _: _updating({"$mul": {"n": word}}, "_PARAM", "$mul", "String"),
        "adding to a text": lambda _, number: _updating(
            {"$inc": {"text": number}}, "_TARGET", "$inc requires target to be Number", "'text'", "String"
        ),
        "pushing into an object": lambda word, _: _updating(
            {"$push": {"object": word}}, "_TARGET", "$push requires target to be Array", "'object'", "Object"
        ),
        "an unknown modifier": lambda word, _: _updating(
            {"$push": {"array": {"$each": [1], f"${word}": 1}}}, "_MODIFIER", "$each and $position", f"'${word}'"
        ),
        "an unknown update": lambda word, _: _updating({f"${word}": {"a": 1}}, "", f"'${word}'"),
        "an update without a dollar": lambda word, _: _updating(
            {word: {"a": 1}}, "", f"'{word}'", "must start with '$'"
        ),
        "through a text": lambda word, _: _updating(
            {"$set": {f"text.{word}": 1}}, "_PATH", f"('{word}')", f"'text.{word}'", "only Object nodes have properties"
        ),
        "another id": lambda word, _: _to(
            {"findOneAndReplace": {"filter": {"_id": ID}, "replacement": {"_id": word}}},
            "DOCUMENT_REPLACE_DIFFERENT_DOCID",
            f"StringId('{word}')",
            f"StringId('{ID}')",
        ),
        "an id that is taken": lambda _, __: _to(
            {"insertOne": {"document": {"_id": ID}}}, "DOCUMENT_ALREADY_EXISTS", f"'{ID}'"
        ),
        "a name with a dollar": lambda word, _: _to(
            {"insertOne": {"document": {f"${word}": 1}}}, "SHRED_BAD_FIELD_NAME", f"'${word}'"
        ),
        "a limit below one": lambda _, number: _to(
            {"find": {"options": {"limit": -number}}}, _VALUE, "'command.options.limit'", "greater than `0`"
        ),
        "too many by vector": lambda _, number: _to(
            {"find": {"sort": {"$vector": [1.0]}, "options": {"limit": 1000 + number}}},
            _VALUE,
            "'command.options.limit'",
            "should not be greater than 1000 for vector search",
        ),
        "an unknown filter": lambda word, _: _to(
            {"find": {"filter": {"a": {f"${word}": 1}}}}, "FILTER_UNSUPPORTED_OPERATOR", f"'${word}'"
        ),
        "no direction": lambda word, number: _to(
            {"find": {"sort": {word: number}}}, "SORT_CLAUSE_VALUE_INVALID", f"'{word}'"
        ),
        "an unknown command": lambda word, _: _to(
            {word: {}}, _UNKNOWN, f"'{word}'", "a Collection Command", "insertOne", "findOneAndUpdate"
        ),
        "a command of another place": lambda _, __: _elsewhere(
            {"find": {}}, _UNKNOWN, "'find'", "a Keyspace Command", "createCollection", "findCollections"
        ),
        "an unknown member": lambda word, _: _to(
            {"find": {word: {}}}, "COMMAND_FIELD_UNKNOWN", f"'{word}'", "'filter', 'options', 'projection', 'sort'"
        ),
        "an unknown keyspace": _nowhere,
        "a metric of another name": lambda word, _: _vector(
            _VALUE, "'command.options.vector.metric'", f'"{word}"', "'dot_product', 'cosine' or 'euclidean'",
            dimension=2, metric=word,
        ),
        "a source model of another name": lambda word, _: _vector(
            _VALUE, "'command.options.vector.sourceModel'", f'"{word}"', *(f"'{name}'" for name in _MODELS),
            dimension=2, sourceModel=word,
        ),
        "no dimension": lambda _, __: _vector(
            "INVALID_CREATE_COLLECTION_OPTIONS",
            "The 'dimension' can not be null if 'service' is not provided",
            metric="cosine",
        ),
        "a vector too long": lambda _, number: _vector(
            "VECTOR_SEARCH_TOO_BIG_VALUE", f": {4096 + number} ", "(max 4096)", dimension=4096 + number
        ),
        "a dimension out of range": lambda _, number: _model(
            "jina-embeddings-v3", 1024 + number, f"({1024 + number})", "[1, 1024]"
        ),
        "an unknown model": lambda word, _: _model(word, 2, f"'{word}'", "'jinaAI'"),
    }
)  # fmt: skip
