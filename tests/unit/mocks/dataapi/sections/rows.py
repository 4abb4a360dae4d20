"""Rules as rows: what is sent to which kind of collection, and what has to come back over the wire.

A row names the section of the reference and the rule in words. What does not fit into a row is a test with
``@covers``; both are what ``docs/fidelity.md`` maps sections to.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from types import ModuleType
from typing import Any, Final, TypeAlias, TypeVar

from tests.unit.mocks.dataapi.lab import KEY, TOKEN, V2, V3, Lab, Reply

Send: TypeAlias = tuple[str, Mapping[str, Any]]
Expect: TypeAlias = Callable[[Reply], None]
Test = TypeVar("Test", bound=Callable[..., None])

UUID: Final = "6f1c2f4e-6d1b-4d3a-9e58-0a1b2c3d4e5f"
OBJECT_ID: Final = "5f5f5f5f5f5f5f5f5f5f5f5f"

#: Options of createCollection, by a word for what the collection can do.
KINDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "plain": {},
    "wordless": {"lexical": {"enabled": False}},
    "vector": {"vector": {"dimension": 3}},
    "dot": {"vector": {"dimension": 3, "metric": "dot_product"}},
    "euclidean": {"vector": {"dimension": 3, "metric": "euclidean"}},
    "texts": {"vector": {"service": {"provider": "jinaAI", "modelName": V2}}},
    "small texts": {"vector": {"dimension": 8, "service": {"provider": "jinaAI", "modelName": V3}}},
    "hosted": {"vector": {"service": {"provider": "nvidia", "modelName": "NV-Embed-QA"}}},
    "allow": {"indexing": {"allow": ["a", "b.c"]}},
    "deny": {"vector": {"dimension": 3}, "indexing": {"deny": ["x", "y.z"]}},
    "unindexed": {"vector": {"dimension": 3}, "indexing": {"deny": ["*"]}},
    "unindexed id": {"indexing": {"deny": ["_id"]}},
    "objectId": {"defaultId": {"type": "objectId"}},
    "uuid": {"defaultId": {"type": "uuid"}},
    "uuidv6": {"defaultId": {"type": "uuidv6"}},
    "uuidv7": {"defaultId": {"type": "uuidv7"}},
}
_NUMBERS: Final = count()


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: documents that are there, commands that are sent, and what the last one has to answer."""

    section: str
    rule: str
    on: str
    sends: tuple[Send, ...]
    expect: Expect
    given: tuple[Any, ...] = ()
    headers: Mapping[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.section} {self.rule}"

    def check(self, lab: Lab) -> None:
        """Send it all, and judge the last answer."""
        name = f"rule{next(_NUMBERS)}"
        assert lab.create(name, **KINDS[self.on]).codes == []
        headers = {"Token": TOKEN, "Content-Type": "application/json", "x-embedding-api-key": KEY}
        try:
            for document in self.given:
                inserted = send(lab, f"/v1/ks/{name}", ("insertOne", {"document": document}), headers)
                assert inserted.codes == [], inserted.json
            replies = [send(lab, f"/v1/ks/{name}", one, {**headers, **(self.headers or {})}) for one in self.sends]
            self.expect(replies[-1])
        finally:
            lab.keyspace("deleteCollection", name=name)


def send(lab: Lab, path: str, one: Send, headers: Mapping[str, str]) -> Reply:
    """Send one command."""
    command, members = one
    return lab.send(path, json.dumps({command: members}).encode(), headers)


def covers(*sections: str) -> Callable[[Test], Test]:
    """Say which sections a test is about that is no row."""

    def marked(test: Test) -> Test:
        test.sections = sections  # type: ignore[attr-defined]  # read by sections_of
        return test

    return marked


def sections_of(module: ModuleType) -> set[str]:
    """Tell which sections a module covers, by its rows and by its tests."""
    return set(_sections(module))


def _sections(module: ModuleType) -> Iterator[str]:
    for name, value in vars(module).items():
        if name.endswith("ROWS"):
            yield from (row.section for row in value)
        yield from getattr(value, "sections", ())


def refused(*codes: str) -> Expect:
    """Expect errors of these codes and nothing else."""

    def expect(reply: Reply) -> None:
        assert reply.codes == list(codes), reply.json
        assert set(reply.json) == {"errors"}, reply.json

    return expect


def says(code: str, *fragments: str) -> Expect:
    """Expect one error whose message holds these fragments; what else is answered does not matter."""

    def expect(reply: Reply) -> None:
        assert reply.codes == [code], reply.json
        for fragment in fragments:
            assert fragment in reply.message

    return expect


def refused_document(code: str, *ids: Any) -> Expect:
    """Expect that an insert refuses its only document, and names it if it has these ids."""

    def expect(reply: Reply) -> None:
        assert reply.codes == [code], reply.json
        assert reply.json["status"] == {"insertedIds": []}
        assert reply.json["errors"][0].get("documentIds", []) == list(ids)

    return expect


def answers(**body: Any) -> Expect:
    """Expect exactly this body."""

    def expect(reply: Reply) -> None:
        assert reply.json == body, reply.json

    return expect


def status(**members: Any) -> Expect:
    """Expect this status and no error."""

    def expect(reply: Reply) -> None:
        assert reply.codes == [], reply.json
        assert reply.json["status"] == members, reply.json

    return expect


def shows(document: Any) -> Expect:
    """Expect one document, or none, to be shown; the order of its members counts."""

    def expect(reply: Reply) -> None:
        assert reply.codes == [], reply.json
        assert reply.json["data"]["document"] == document, reply.json
        if document is not None:
            assert list(reply.json["data"]["document"]) == list(document)

    return expect


def finds(*ids: Any) -> Expect:
    """Expect the documents with these ids, in any order."""

    def expect(reply: Reply) -> None:
        assert reply.codes == [], reply.json
        found = [document["_id"] for document in reply.json["data"]["documents"]]
        assert sorted(found, key=repr) == sorted(ids, key=repr), found

    return expect


def finds_in_order(*ids: Any) -> Expect:
    """Expect the documents with these ids in this order."""

    def expect(reply: Reply) -> None:
        assert reply.codes == [], reply.json
        assert [document["_id"] for document in reply.json["data"]["documents"]] == list(ids)

    return expect


def changed(matched: int, modified: int, **more: Any) -> Expect:
    """Expect these counts of an update."""
    return status(matchedCount=matched, modifiedCount=modified, **more)


def each(*values: Any) -> tuple[Any, ...]:
    """Give values of any type, for rows that differ in one of them only."""
    return values


def fine(reply: Reply) -> None:
    """Expect no error."""
    assert reply.codes == [], reply.json


def service(provider: str = "jinaAI", model: str | None = V2, **more: Any) -> dict[str, Any]:
    """Name an embedding service."""
    return {"provider": provider, **({} if model is None else {"modelName": model}), **more}


def insert(document: Any) -> Send:
    """Insert one document."""
    return "insertOne", {"document": document}


def insert_many(*documents: Any, **options: Any) -> Send:
    """Insert several documents."""
    return "insertMany", {"documents": list(documents), **({"options": options} if options else {})}


def find(filter_json: Any = None, **members: Any) -> Send:
    """Find documents."""
    return "find", {"filter": filter_json, **members}


def find_one(filter_json: Any = None, **members: Any) -> Send:
    """Find one document, all of it unless a projection is given."""
    return "findOne", {"filter": filter_json, "projection": {"*": 1}, **members}


def update(filter_json: Any, clause: Any, **members: Any) -> Send:
    """Update one document."""
    return "updateOne", {"filter": filter_json, "update": clause, **members}


def replace(filter_json: Any, replacement: Any, **members: Any) -> Send:
    """Replace one document."""
    return "findOneAndReplace", {"filter": filter_json, "replacement": replacement, **members}
