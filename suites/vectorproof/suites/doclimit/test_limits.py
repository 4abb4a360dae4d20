"""How large a document may be, to the last one that is accepted and from the first that is not."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, document_is, found_ids, holds, inserted, refused_with, status_holds
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.options import vector_options
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target

_TWO_BYTES: Final = "é"
_MOST_CHARACTERS: Final = 4_000_000
# Members of a document that says {"_id": "1"} and nothing else.
_OF_ID: Final = 1


def nested(levels: int) -> dict[str, Any]:
    """Make a document of so many levels, the root and every object or array being one."""
    inner: Any = 1
    for level in range(levels - 1):
        inner = [inner] if level % 2 else {"a": inner}
    return {"_id": "1", "a": inner} if levels > 1 else {"_id": "1"}


def path(length: int) -> dict[str, Any]:
    """Make a document with a path of so many characters, in two segments."""
    first = length // 2
    return {"_id": "1", "a" * first: {"b" * (length - first - 1): 1}}


def text(size: int) -> dict[str, Any]:
    """Make a document with a text of so many bytes, in letters of two."""
    return {"_id": "1", "s": _TWO_BYTES * (size // 2) + "a" * (size % 2)}


def array(length: int) -> dict[str, Any]:
    """Make a document with an array of so many elements."""
    return {"_id": "1", "l": [0] * length}


def members(count: int) -> dict[str, Any]:
    """Make a document with an object of so many members."""
    return {"_id": "1", "o": {f"m{number}": 0 for number in range(count)}}


def total(count: int) -> dict[str, Any]:
    """Make a document of so many members in all its objects."""
    left = count - _OF_ID
    parts = {}
    while left > 0:
        inside = min(left - 1, 900)
        parts[f"o{left}"] = {f"m{number}": 0 for number in range(inside)}
        left -= inside + 1
    return {"_id": "1", **parts}


def vector(length: int) -> dict[str, Any]:
    """Make a document with a vector of so many elements."""
    return {"_id": "1", "$vector": [0.5] * length}


SIZED: Final[Mapping[str, Callable[[int], dict[str, Any]]]] = MappingProxyType(
    {"levels": nested, "path": path, "text": text, "array": array, "members": members, "total": total}
)


def _row(requirement_id: str, kind: str, most: int, *, least: int = 2, span: int = 40) -> Row:
    """Make the row of a limit: the largest that is accepted and the first that is not are always tried."""
    labelled = {f"{kind}: {most}": most, f"{kind}: {most + 1}": most + 1, f"{kind}: {least}": least}
    near = st.integers(max(least, most - span), most + span)
    return Row(requirement_id, labelled, near, facts={"kind": kind, "most": most})


_LIMITS = (
    _row("DOCLIMIT-001", "levels", 16, least=1),
    _row("DOCLIMIT-002", "path", 1000, least=3),
    _row("DOCLIMIT-003", "text", 8000, least=0),
    _row("DOCLIMIT-004", "array", 1000, least=0),
    _row("DOCLIMIT-005", "members", 1000, least=0),
    _row("DOCLIMIT-006", "total", 2000, least=1),
)


def _too_much(most: int) -> Judge[Exchange]:
    """The document is refused for a limit, which is named, and nothing was inserted."""
    refusal = refused_with("SHRED_DOC_LIMIT_VIOLATION", family="REQUEST", scope="DOCUMENT", says=f"({most}")
    return all_of(refusal, holds("no id inserted", lambda seen: seen.status_member.get("insertedIds") == []))


@requirement(*ids(_LIMITS))
@boundaries(edges(_LIMITS))
@costly(2)
@given(row=rows_of(_LIMITS))
def test_size(target: Target, row: Drawn) -> None:
    """As much as the limit is stored, anything beyond it is refused."""
    most = row.facts["most"]
    with target.space() as space:
        collection = space.database.collection()
        answer = collection.insert_one(SIZED[row.facts["kind"]](row.value))
        space.check(row.requirement, answer, inserted("1") if row.value <= most else _too_much(most))


@requirement("DOCLIMIT-024")
@boundaries({"one too many": {"kind": "array", "more": 1}, "many too many": {"kind": "members", "more": 500}})
@costly(5)
@given(kind=st.sampled_from(("array", "members")), more=st.integers(1, 500))
def test_words(target: Target, kind: str, more: int) -> None:
    """A refusal says how much was found and how much is allowed."""
    most = 1000
    with target.space() as space:
        answer = space.database.collection().insert_one(SIZED[kind](most + more))
        space.check("DOCLIMIT-024", answer, refused_with("SHRED_DOC_LIMIT_VIOLATION", says=f"({most + more}) exceeds"))
        space.check("DOCLIMIT-024", answer, refused_with("SHRED_DOC_LIMIT_VIOLATION", says=f"({most})"))


@requirement("DOCLIMIT-007")
@boundaries({"4096": {"length": 4096}, "4097": {"length": 4097}})
@costly(25)
@given(length=st.integers(4090, 4100))
def test_vector(target: Target, length: int) -> None:
    """A vector has 4096 elements at most, whatever a collection is made for."""
    most = 4096
    with target.space() as space:
        collection = space.database.collection(options=vector_options(most))
        answer = collection.insert_one(vector(length))
        other = refused_with("INVALID_VECTOR_LENGTH") if length < most else inserted("1")
        space.check("DOCLIMIT-007", answer, other if length <= most else _too_much(most))


@requirement("DOCLIMIT-008")
@boundaries({"one more": {"letter": "a", "more": 1}, "of two bytes each": {"letter": "é", "more": 1}})
@costly(5)
@given(letter=st.sampled_from(("a", "é", "文")), more=st.integers(1, 1000))
def test_characters(target: Target, letter: str, more: int) -> None:
    """Four million characters are stored where they are not indexed, any more are refused, however many bytes."""
    # The document around the text: {"_id":"1","s":"…"}
    around = len('{"_id":"1","s":""}')
    with target.space() as space:
        collection = space.database.collection(options={"indexing": {"deny": ["s"]}})
        whole = letter * (_MOST_CHARACTERS - around)
        too_much = {"_id": "1", "s": whole + letter * more}
        space.check("DOCLIMIT-008", collection.insert_one(too_much), _too_much(_MOST_CHARACTERS))
        space.check("DOCLIMIT-008", collection.insert_one({"_id": "1", "s": whole}), inserted("1"))


@requirement("DOCLIMIT-009")
@boundaries(
    {
        "text": {"kind": "text", "size": 8001},
        "array": {"kind": "array", "size": 1001},
        "members": {"kind": "members", "size": 1001},
        "total": {"kind": "total", "size": 2001},
    }
)
@costly(5)
@given(kind=st.sampled_from(("text", "array", "members", "total")), size=st.integers(8001, 8010))
def test_not_indexed(target: Target, kind: str, size: int) -> None:
    """What nobody can filter or sort by may be larger."""
    document = SIZED[kind](size)
    with target.space() as space:
        collection = space.database.collection(options={"indexing": {"allow": ["_id"]}})
        space.check("DOCLIMIT-009", collection.insert_one(document), inserted("1"))
        space.check("DOCLIMIT-009", collection.find_one({"_id": "1"}), document_is(document))


@requirement("DOCLIMIT-010")
@boundaries({"text": {"kind": "text", "size": 8001}, "levels": {"kind": "levels", "size": 17}})
@costly(5)
@given(kind=st.sampled_from(("text", "array", "members")), size=st.integers(8001, 8010))
def test_update(target: Target, kind: str, size: int) -> None:
    """An update cannot make more of a document than an insert can."""
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_one({"_id": "1", "n": 1})
        added = {name: value for name, value in SIZED[kind](size).items() if name != "_id"}
        answer = collection.update_one({"_id": "1"}, {"$set": added})
        space.check("DOCLIMIT-010", answer, refused_with("SHRED_DOC_LIMIT_VIOLATION"))
        space.check("DOCLIMIT-010", collection.find_one({"_id": "1"}), document_is({"_id": "1", "n": 1}))
        space.check(
            "DOCLIMIT-010", collection.update_one({"_id": "1"}, {"$set": {"n": 2}}), status_holds(modifiedCount=1)
        )


@requirement("DOCLIMIT-011")
@boundaries({"the first": {"at": 0}, "the last": {"at": 2}})
@costly(5)
@given(at=st.integers(0, 2))
def test_among_others(target: Target, at: int) -> None:
    """One document too large keeps no other from being stored."""
    names = ["a", "b", "c"]
    documents = [{"_id": name} if number != at else {**array(1001), "_id": name} for number, name in enumerate(names)]
    with target.space() as space:
        collection = space.database.collection()
        answer = collection.insert_many(documents, ordered=False)
        others = [name for name in names if name != names[at]]
        space.check("DOCLIMIT-011", answer, _one_refused(names[at]))
        space.check("DOCLIMIT-011", _all(collection), found_ids(*others))


def _one_refused(name: str) -> Judge[Exchange]:
    def right(seen: Exchange) -> bool:
        return seen.codes == ("SHRED_DOC_LIMIT_VIOLATION",) and seen.errors[0].raw.get("documentIds") == [name]

    return holds(f"one refusal, of {name}", right)


def _all(collection: Collection) -> Exchange:
    return collection.find({})
