"""What may follow a command: OpenAPI links that carry names and ids from one command to the next.

A table of facts and the few words that OpenAPI wants around them; does not know the schemas.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any, Final

HERE: Final[Mapping[str, str]] = {
    "keyspace": "$request.path.keyspace",
    "collection": "$request.path.collection",
}
INSERTED_ID: Final = "$response.body#/status/insertedIds/0"


@dataclass(frozen=True, slots=True)
class Link:
    """One step from a command to another; ``body`` is the next command's object, ``path`` its address."""

    command: str
    path: Mapping[str, str]
    body: Mapping[str, Any] | None = None


def _made_keyspace(command: str) -> Link:
    return Link(command, {"keyspace": "$request.body#/createKeyspace/name"})


def _made_collection(command: str, body: Mapping[str, Any] | None = None) -> Link:
    collection = "$request.body#/createCollection/name"
    return Link(command, {"keyspace": HERE["keyspace"], "collection": collection}, body)


def _by_id(command: str, **more: object) -> Link:
    return Link(command, HERE, {"filter": {"_id": INSERTED_ID}, **more})


LINKS: Final[Mapping[str, tuple[Link, ...]]] = {
    "createKeyspace": (
        _made_keyspace("createCollection"),
        _made_keyspace("findCollections"),
        Link("dropKeyspace", {}, {"name": "$request.body#/createKeyspace/name"}),
    ),
    "createCollection": (
        Link("findCollections", {"keyspace": HERE["keyspace"]}),
        Link("deleteCollection", {"keyspace": HERE["keyspace"]}, {"name": "$request.body#/createCollection/name"}),
        _made_collection("insertOne"),
        _made_collection("insertMany"),
        _made_collection("find"),
        _made_collection("countDocuments"),
    ),
    "insertOne": (
        _by_id("findOne"),
        _by_id("deleteOne"),
        _by_id("updateOne", update={"$set": {"linked": True}}),
        _by_id("countDocuments"),
    ),
    "insertMany": (
        _by_id("findOne"),
        _by_id("deleteOne"),
        Link("find", HERE),
        Link("deleteMany", HERE),
    ),
}


def links_from(command: str, described: Container[str]) -> dict[str, Any]:
    """Tell the links of a command's answer, by name, as far as the commands they lead to are described."""
    links = (link for link in LINKS.get(command, ()) if link.command in described)
    return {f"{command}-{link.command}": _described(link) for link in links}


def _described(link: Link) -> dict[str, Any]:
    described: dict[str, Any] = {"operationId": link.command, "parameters": dict(link.path)}
    if link.body is not None:
        described["requestBody"] = {link.command: dict(link.body)}
    return described
