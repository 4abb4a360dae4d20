"""What the document links: what one command answers is what another one needs, and both must agree."""

from typing import Any, Final

import orjson
from hypothesis import given

from vectorproof.harness.case import boundaries, costly, requirement, thorough
from vectorproof.harness.checks import holds, one_of, status_holds
from vectorproof.harness.checks.creation import created
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.generated import Generated, requests, require_schemathesis
from vectorproof.harness.json_values import list_in
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.target import Target

_INSERTS: Final = {
    "no id": {"request": Generated("insertOne", b'{"insertOne": {"document": {"a": 1}}}')},
    "an id": {"request": Generated("insertOne", b'{"insertOne": {"document": {"_id": "1", "a": [1, {"b": null}]}}}')},
}


@requirement("SCHEMA-003", "SCHEMA-004", "SCHEMA-005")
@boundaries(_INSERTS)
@costly(2)
@thorough
@given(request=requests(fitting=True, commands=("insertOne",)))
def test_inserted(target: Target, request: Generated) -> None:
    """An inserted document is found, changed and deleted by the id that its insert told."""
    require_schemathesis()
    with target.space() as space:
        collection = space.database.collection()
        answer = _sent(collection, request)
        ids = list_in(answer.status_member.get("insertedIds")) or []
        for document_id in ids:
            by_id: dict[str, Any] = {"_id": document_id}
            space.check("SCHEMA-003", collection.find_one(by_id), _gives(document_id))
            changed = collection.update_one(by_id, {"$set": {"linked": True}})
            counted = collection.count_documents({**by_id, "linked": True})
            space.check("SCHEMA-005", counted, status_holds(count=changed.status_member.get("matchedCount", 0)))
            collection.delete_one(by_id)
            gone = collection.find_one(by_id)
            space.check("SCHEMA-004", gone, holds("document: null", lambda seen: seen.data.get("document", 0) is None))


@requirement("SCHEMA-006")
@boundaries(
    {
        "vectors": {
            "request": Generated(
                "createCollection", b'{"createCollection": {"name": "a", "options": {"vector": {"dimension": 3}}}}'
            )
        },
        "no options": {"request": Generated("createCollection", b'{"createCollection": {"name": "A1_"}}')},
    }
)
@costly(2)
@thorough
@given(request=requests(fitting=True, commands=("createCollection",)))
def test_created(target: Target, request: Generated) -> None:
    """A collection is listed while it is there."""
    require_schemathesis()
    with target.space(Needs(fresh=True)) as space:
        name = orjson.loads(request.body)["createCollection"]["name"]
        answer = space.database.send_text(request.body, keyspace=space.database.keyspace, title="createCollection")
        listed = space.database.find_collections().status_member.get("collections")
        space.check("SCHEMA-006", listed, one_of([[name] if answer.ok else []], "the collections"))
        space.check("SCHEMA-006", space.database.delete_collection(name), created())
        space.check("SCHEMA-006", space.database.find_collections(), status_holds(collections=[]))


def _sent(collection: Collection, request: Generated) -> Exchange:
    return collection.database.send_text(
        request.body, keyspace=collection.keyspace, collection=collection.name, title="insertOne"
    )


def _gives(document_id: Any) -> Judge[Exchange]:
    """The document of this id; a number may be written otherwise than it was sent."""
    return holds(
        "the document that was inserted",
        lambda seen: seen.document is not None and seen.document.get("_id") == document_id,
    )
