"""Wrong part: how collections and keyspaces come and go, and what their names mean."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from vectorproof.mocks.dataapi.hearing import Heard
from vectorproof.mocks.defects import wrong
from vectorproof.mocks.parts import Parts, Seen
from vectorproof.mocks.spoiling import (
    Json,
    Spoil,
    asked,
    forgiving,
    overlooking,
    refusing,
    refusing_again,
    taking,
    telling,
    telling_as,
)

_VALUE: Final = "COMMAND_FIELD_VALUE_INVALID"
_CREATED: Final = ("createKeyspace", "createNamespace")


def _named(command: str, *, refused: bool = False) -> Callable[[Seen], object]:
    """Name what a command is about, by its path and the name in it, if it succeeded or was refused."""

    def name(seen: Seen) -> object:
        if seen.command != command or ("errors" in (seen.json or {})) is not refused:
            return None
        return seen.path, str(asked(seen).get("name"))

    return name


def _inserted(seen: Seen) -> object:
    document: Any = asked(seen).get("document") or {}
    return (seen.path, str(document.get("_id"))) if seen.command == "insertOne" else None


def _heard(change: Any) -> Spoil:
    return lambda parts: parts.with_hearing(change)


def _any_keyspace(heard: Heard) -> Heard:
    """Look for collections in the default keyspace, whichever was meant."""
    return heard if heard.keyspace is None or heard.collection is None else replace(heard, keyspace="default_keyspace")


def _small_collection(heard: Heard) -> Heard:
    return heard if heard.collection is None else replace(heard, collection=heard.collection.lower())


def _kept(command: str) -> Spoil:
    """Say that something was dropped, and keep it: the name that is heard is another one."""
    return taking("name", lambda name: f"{name[:40]}_gone" if name else name, command)


def _lists(body: Json) -> Json | None:
    listed: list[Any] = body.get("status", {}).get("collections", [0])
    return None if listed else {**body, "status": {"ok": 1}}


def _other_version(body: Json) -> Json | None:
    """Tell made-up ids of another version, or with a digit too few."""
    ids: list[Any] = body.get("status", {}).get("insertedIds", [])
    told = [_versioned(one) for one in ids]
    return None if told == ids else {**body, "status": {**body["status"], "insertedIds": told}}


def _versioned(document_id: Any) -> Any:
    if isinstance(document_id, dict) and "$objectId" in document_id:
        return {"$objectId": document_id["$objectId"][1:]}
    if isinstance(document_id, dict) and "$uuid" in document_id:
        return {"$uuid": f"{document_id['$uuid'][:14]}1{document_id['$uuid'][15:]}"}
    return document_id


def _dropped_for_show(parts: Parts) -> Parts:
    """Let a keyspace that is dropped and created again come back with its collections."""
    hidden = set[str]()

    def hear(heard: Heard) -> Heard:
        command: Any = heard.command if isinstance(heard.command, dict) else {}
        name: Any = next((m.get("name") for m in command.values() if isinstance(m, dict)), None)
        if "createKeyspace" in command:
            hidden.discard(str(name))
        if "dropKeyspace" in command and name:
            hidden.add(str(name))
            return replace(heard, command={"dropKeyspace": {"name": f"{name[:40]}_gone"}})
        return replace(heard, keyspace=f"{heard.keyspace}_gone") if heard.keyspace in hidden else heard

    return parts.with_hearing(hear)


def _default_listing(heard: Heard) -> Heard:
    lists = isinstance(heard.command, dict) and "findCollections" in heard.command
    return replace(heard, keyspace="default_keyspace") if lists else heard


def _classed(replication: Any) -> Any:
    return {"class": "SimpleStrategy", **replication} if isinstance(replication, dict) else replication


DEFECTS: Final = (
    wrong(
        "deletion-of-nothing-refused",
        "Deleting a collection that does not exist is refused.",
        "DDL-034",
        refusing("UNKNOWN_COLLECTION_OR_TABLE", "deleteCollection"),
    ),
    wrong(
        "deletion-without-a-name",
        "A deletion that names nothing succeeds.",
        "DDL-035",
        forgiving(_VALUE, "deleteCollection"),
    ),
    wrong(
        "deleted-collection-stays",
        "A collection that was deleted is there with all of its documents.",
        "DDL-037 COLL-003 REMOVE-007 LIMIT-007",
        _kept("deleteCollection"),
    ),
    wrong(
        "no-collections-left-out",
        "A listing of no collections has no list.",
        "DDL-039",
        telling(_lists, "findCollections"),
    ),
    wrong(
        "ids-of-another-version",
        "Ids that are made up are told as UUIDs of version 1, or with a digit too few.",
        "DDL-053",
        telling(_other_version, "insertOne", "insertMany"),
    ),
    wrong(
        "keyspace-of-letters",
        "A keyspace's name begins with a letter.",
        "KEYSPACE-001",
        refusing("UNSUPPORTED_SCHEMA_NAME", *_CREATED, where=lambda m: not str(m.get("name"))[:1].isalpha()),
    ),
    wrong(
        "keyspace-created-once",
        "Creating a keyspace again is refused.",
        "KEYSPACE-004",
        refusing_again("KEYSPACE_ALREADY_EXISTS", _named("createKeyspace"), _named("createKeyspace")),
    ),
    wrong(
        "keyspaces-in-small-letters",
        "Keyspaces are created in small letters.",
        "KEYSPACE-005",
        taking("name", lambda name: name.lower() if isinstance(name, str) else name, *_CREATED),
    ),
    wrong(
        "replication-overlooked",
        "Replication is overlooked, whatever is said of it.",
        "KEYSPACE-006",
        overlooking("options", *_CREATED),
    ),
    wrong(
        "keyspace-without-a-name",
        "Creating a keyspace without a name is told as a wrong value.",
        "KEYSPACE-003",
        telling_as("UNSUPPORTED_SCHEMA_NAME", _VALUE, *_CREATED, where=lambda members: not members.get("name")),
    ),
    wrong(
        "drop-of-nothing-refused",
        "Dropping a keyspace that does not exist is refused.",
        "KEYSPACE-008",
        refusing("UNKNOWN_KEYSPACE", "dropKeyspace"),
    ),
    wrong(
        "dropped-keyspace-stays",
        "A keyspace that was dropped is there with all of its collections.",
        "KEYSPACE-017 KEYSPACE-018",
        _kept("dropKeyspace"),
    ),
    wrong(
        "drop-without-a-name",
        "A drop that names nothing succeeds.",
        "KEYSPACE-010",
        forgiving(_VALUE, "dropKeyspace"),
    ),
    wrong(
        "older-drop-does-nothing",
        "dropNamespace says that it dropped a keyspace, and does not.",
        "KEYSPACE-012",
        _kept("dropNamespace"),
    ),
    wrong(
        "one-keyspace-for-all",
        "Collections are looked for in the default keyspace, whichever was meant.",
        "KEYSPACE-016",
        _heard(_any_keyspace),
    ),
    wrong(
        "replication-of-no-class",
        "A replication without a class is taken for a simple one.",
        "KEYSPACE-007",
        taking("options.replication", _classed, *_CREATED),
    ),
    wrong(
        "keyspace-comes-back-full",
        "A keyspace that is dropped and created again has its collections as before.",
        "KEYSPACE-009",
        _dropped_for_show,
    ),
    wrong(
        "ids-of-all-lives-taken",
        "An id is taken if a collection of this name ever had it, in whichever database.",
        "DDL-056",
        refusing_again("DOCUMENT_ALREADY_EXISTS", _inserted, _inserted),
    ),
    wrong(
        "default-keyspace-listed",
        "Whatever the keyspace, the collections of the default one are listed.",
        "COLL-007",
        _heard(_default_listing),
    ),
    wrong(
        "collections-in-small-letters",
        "A collection is found by the small letters of its name.",
        "HTTP-011",
        _heard(_small_collection),
    ),
    wrong(
        "refused-name-stays-taken",
        "The name of a collection whose options were refused is taken from then on.",
        "DDL-051",
        refusing_again(
            "EXISTING_COLLECTION_DIFFERENT_SETTINGS",
            _named("createCollection", refused=True),
            _named("createCollection"),
        ),
    ),
)
