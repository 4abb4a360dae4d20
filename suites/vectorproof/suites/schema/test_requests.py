"""Requests made from the schemas: whatever they are, the answers are what the document says."""

from typing import Any, Final

import orjson
from hypothesis import given

from vectorproof.harness.case import boundaries, costly, requirement, thorough
from vectorproof.harness.checks import all_of, http_status, same_as, well_formed
from vectorproof.harness.checks.single import judge_answer
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.generated import Generated, requests, require_schemathesis
from vectorproof.harness.judging import Mismatch
from vectorproof.harness.options import vector_options
from vectorproof.harness.target import Target
from vectorproof.specs.commands import commands

_READS: Final = ("find", "findOne", "countDocuments", "estimatedDocumentCount", "findCollections", "findKeyspaces")
_WRITES: Final = ("updateOne", "updateMany", "deleteOne", "findOneAndUpdate", "findOneAndDelete", "findOneAndReplace")
# What nobody answers here, or what would take the ground away from under the case.
_LEFT_OUT: Final = frozenset({"dropKeyspace", "dropNamespace", "findAndRerank"})
_ALL: Final = tuple(name for name, spec in commands().items() if spec.request is not None and name not in _LEFT_OUT)
_FILTERED: Final = b'{"filter": {"a": 1}}'
_UPDATING: Final = b'{"filter": {"a": 1}, "update": {"$set": {"a": 2}}}'
# What is drawn need not meet every command; these do.
_LEAST: Final[dict[str, bytes]] = {
    **dict.fromkeys(_ALL, b"{}"),
    **dict.fromkeys(
        ("createKeyspace", "createNamespace", "createCollection", "deleteCollection"), b'{"name": "other"}'
    ),
    **dict.fromkeys(("updateOne", "updateMany", "findOneAndUpdate"), _UPDATING),
    **dict.fromkeys(("deleteOne", "deleteMany", "findOneAndDelete", "findOne", "countDocuments"), _FILTERED),
    "findOneAndReplace": b'{"filter": {"a": 1}, "replacement": {"a": 2}}',
    "insertOne": b'{"document": {"a": 1}}',
    "insertMany": b'{"documents": [{}]}',
}


@requirement("SCHEMA-001")
@boundaries(
    {
        **{
            f"the least {name}": {"request": Generated(name, b'{"%s": %s}' % (name.encode(), least))}
            for name, least in _LEAST.items()
        },
        "find": {"request": Generated("find", b'{"find": {"filter": {"a": {"$gt": 1}}, "sort": {"a": -1}}}')},
        "insertMany": {
            "request": Generated("insertMany", b'{"insertMany": {"documents": [{}, {"_id": 1}, {"_id": 1}]}}')
        },
    }
)
@thorough
@given(request=requests(fitting=True, commands=_ALL))
def test_fitting(target: Target, request: Generated) -> None:
    """A request that fits gets an answer that fits."""
    require_schemathesis()
    with target.space() as space:
        answer = _sent(space.database.collection(options=vector_options(3)), request)
        space.check("SCHEMA-001", answer, _as_specified(request))


@requirement("SCHEMA-002")
@boundaries(
    {
        "a number": {"request": Generated("find", b"-1")},
        "a command without its members": {"request": Generated("insertMany", b'{"insertMany": {}}')},
    }
)
@costly(5)
@thorough
@given(request=requests(fitting=False, commands=_ALL))
def test_not_fitting(target: Target, request: Generated) -> None:
    """A request that does not fit is answered all the same."""
    require_schemathesis()
    with target.space() as space:
        answer = _sent(space.database.collection(options=vector_options(3)), request)
        space.check("SCHEMA-002", answer, all_of(http_status(200, 401, 415), well_formed()))


@requirement("SCHEMA-007")
@boundaries(
    {
        "find": {"request": Generated("find", b'{"find": {"sort": {"$vector": [1, 0, 0]}}}')},
        "countDocuments": {"request": Generated("countDocuments", b'{"countDocuments": {"filter": {"a": 1}}}')},
    }
)
@costly(5)
@thorough
@given(request=requests(fitting=True, commands=_READS))
def test_reads(target: Target, request: Generated) -> None:
    """Nothing is changed by being looked at."""
    require_schemathesis()
    with target.space() as space:
        collection = _filled(space.database.collection(options=vector_options(3)))
        before = _state(collection)
        _sent(collection, request)
        space.check("SCHEMA-007", _state(collection), same_as(before, "the documents"))


@requirement("SCHEMA-008")
@boundaries(
    {
        "an unknown operator": {
            "request": Generated(
                "updateOne", b'{"updateOne": {"filter": {"a": {"$foo": 1}}, "update": {"$set": {"a": 2}}}}'
            )
        },
        "an update of the id": {
            "request": Generated("updateMany", b'{"updateMany": {"filter": {}, "update": {"$set": {"_id": 2}}}}')
        },
    }
)
@costly(5)
@thorough
@given(request=requests(fitting=True, commands=_WRITES))
def test_refused(target: Target, request: Generated) -> None:
    """What is refused leaves everything as it was."""
    require_schemathesis()
    with target.space() as space:
        collection = _filled(space.database.collection())
        before = _state(collection)
        answer = _sent(collection, request)
        if answer.errors and not answer.status_member:
            space.check("SCHEMA-008", _state(collection), same_as(before, "the documents"))


def _sent(collection: Collection, request: Generated) -> Exchange:
    """Send a request to the level of its command."""
    level = commands()[request.command].level
    keyspace = None if level == "general" else collection.keyspace
    name = collection.name if level == "collection" else None
    title = f"{request.command} as generated"
    return collection.database.send_text(request.body, keyspace=keyspace, collection=name, title=title)


def _filled(collection: Collection) -> Collection:
    collection.insert_many([{"_id": number, "a": number, "b": {"c": [number]}} for number in range(3)])
    return collection


def _state(collection: Collection) -> list[Any]:
    return sorted((dict(document) for document in collection.find({}).documents), key=repr)


def _as_specified(request: Generated) -> Any:
    """The answer keeps the schemas, the error catalogue and the rules of the status."""

    def judge(seen: Exchange) -> Mismatch | None:
        found = judge_answer(orjson.loads(request.body), seen.status, seen.body)
        return found[0] if found else None

    return all_of(well_formed(), judge)
