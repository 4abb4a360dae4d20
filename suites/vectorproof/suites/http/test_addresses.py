"""Where commands are sent: methods, paths and headers."""

from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, document_is, found_no_document, holds, http_status, refused_with
from vectorproof.harness.database import Database
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.strategies import collection_names
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target

_FIND: Final = '{"find": {}}'
_METHODS: Final = ("GET", "PUT", "PATCH", "DELETE")
_MOST_BYTES: Final = 20 * 2**20


def _nothing(status: int) -> Judge[Exchange]:
    return all_of(http_status(status), holds("no body", lambda seen: not seen.raw))


@requirement("HTTP-003")
@boundaries({"as it is written": {"name": "X-Cassandra-Token"}, "in small letters": {"name": "x-cassandra-token"}})
@costly(5)
@given(name=st.sampled_from(("X-Cassandra-Token", "x-cassandra-token", "X-CASSANDRA-TOKEN")))
def test_older_token_header(target: Target, name: str) -> None:
    """The older header for the token opens the database, too."""
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_one({"_id": "1"})
        headers = {"Token": None, name: space.database.token}
        space.check("HTTP-003", collection.find_one({}, headers=headers), document_is({"_id": "1"}))


@requirement("HTTP-004")
@boundaries({"all small": {"name": "token"}, "all large": {"name": "TOKEN"}})
@costly(5)
@given(name=st.sampled_from(("token", "TOKEN", "tOKEN", "ToKeN")))
def test_capitals_of_headers(target: Target, name: str) -> None:
    """The token's header may be written in any capitals."""
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_one({"_id": "1"})
        headers = {"Token": None, name: space.database.token}
        space.check("HTTP-004", collection.find_one({}, headers=headers), document_is({"_id": "1"}))


@requirement("HTTP-005", "HTTP-006")
@boundaries(
    {
        "get at the general level": {"method": "GET", "level": 0},
        "delete at a keyspace": {"method": "DELETE", "level": 1},
        "put at a collection": {"method": "PUT", "level": 2},
    }
)
@costly(5)
@given(method=st.sampled_from(_METHODS), level=st.integers(0, 2))
def test_other_methods(target: Target, method: str, level: int) -> None:
    """Commands are posted; another method finds nothing below the general level, and is not allowed there."""
    with target.space() as space:
        below = _path(space.database, space.database.collection().name, level)
        answer = space.database.request(method, below, body=_FIND)
        if level:
            space.check("HTTP-006", answer, _nothing(404))
        else:
            space.check("HTTP-005", answer, _nothing(405))


@requirement("HTTP-007")
@boundaries({"general": {"level": 0}, "keyspace": {"level": 1}, "collection": {"level": 2}})
@costly(5)
@given(level=st.integers(0, 2))
def test_options(target: Target, level: int) -> None:
    """OPTIONS tells which methods there are."""
    with target.space() as space:
        below = _path(space.database, space.database.collection().name, level)
        allowed = holds("POST among the allowed methods", _allows_post)
        space.check("HTTP-007", space.database.request("OPTIONS", below), all_of(_nothing(200), allowed))


@requirement("HTTP-008")
@boundaries(
    {
        "at the end": {"before": "/", "between": "/", "after": "/"},
        "doubled in front": {"before": "//", "between": "/", "after": ""},
        "doubled within": {"before": "/", "between": "//", "after": ""},
    }
)
@costly(5)
@given(before=st.sampled_from(("/", "//")), between=st.sampled_from(("/", "//")), after=st.sampled_from(("", "/")))
def test_slashes(target: Target, before: str, between: str, after: str) -> None:
    """Slashes that are doubled or trail are none."""
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_one({"_id": "1"})
        below = f"{before}{collection.keyspace}{between}{collection.name}{after}"
        answer = space.database.request("POST", below, body='{"findOne": {}}')
        space.check("HTTP-008", answer, document_is({"_id": "1"}))


@requirement("HTTP-009")
@boundaries({"first letter": {"name": "products", "at": 0}, "last letter": {"name": "products", "at": 7}})
@costly(5)
@given(name=collection_names(min_length=8), at=st.integers(0, 7))
def test_escapes(target: Target, name: str, at: int) -> None:
    """A letter of a name may be escaped like any character of a path."""
    with target.space() as space:
        collection = space.database.collection(name)
        collection.insert_one({"_id": "1"})
        escaped = f"{name[:at]}%{ord(name[at]):02X}{name[at + 1 :]}"
        answer = space.database.request("POST", f"/{collection.keyspace}/{escaped}", body='{"findOne": {}}')
        space.check("HTTP-009", answer, document_is({"_id": "1"}))


@requirement("HTTP-010")
@boundaries({"one too deep": {"tail": "/a"}, "two too deep": {"tail": "/a/b"}})
@costly(5)
@given(tail=st.lists(collection_names(max_length=8), min_size=1, max_size=3).map(lambda names: "/" + "/".join(names)))
def test_too_deep(target: Target, tail: str) -> None:
    """There is nothing below a collection."""
    with target.space() as space:
        collection = space.database.collection()
        below = f"/{collection.keyspace}/{collection.name}"
        space.check("HTTP-010", space.database.request("POST", below + tail, body=_FIND), http_status(404))
        space.check("HTTP-010", space.database.request("POST", below, body=_FIND), found_no_document())


@requirement("HTTP-011")
@boundaries({"small and large": {"name": "products"}, "mixed": {"name": "Products_1"}})
@costly(5)
@given(name=collection_names(min_length=3).filter(lambda name: name.swapcase() != name))
def test_capitals_of_names(target: Target, name: str) -> None:
    """A collection is found under its own capitals only."""
    with target.space() as space:
        collection = space.database.collection(name)
        other = space.database.existing(name.swapcase())
        space.check("HTTP-011", other.find({}), refused_with("UNKNOWN_COLLECTION_OR_TABLE", "COLLECTION_NOT_EXIST"))
        space.check("HTTP-011", collection.find({}), found_no_document())


@requirement("HTTP-012")
def test_body_too_large(target: Target) -> None:
    """A body one byte above the limit is refused by the status, and one at the limit is read."""
    with target.space() as space:
        collection = space.database.collection()
        largest = _FIND + " " * (_MOST_BYTES - len(_FIND))
        for body, judge in ((largest, found_no_document()), (f"{largest} ", http_status(413))):
            answer = space.database.send_text(body, keyspace=space.database.keyspace, collection=collection.name)
            space.check("HTTP-012", answer, judge)


_TOKENS = (
    Row("HTTP-034", {"of the right form": "AstraCS:nobody:" + "0" * 40, "a word": "nobody"}),
    Row("HTTP-035", {"for the providers": "AstraCS:nobody:" + "0" * 40, "a word there": "nobody"}),
)


@requirement(*ids(_TOKENS))
@boundaries(edges(_TOKENS))
@costly(5)
@given(row=rows_of(_TOKENS))
def test_unknown_token(target: Target, row: Drawn) -> None:
    """A token that nobody gave out opens no database, and is no matter where none is needed."""
    with target.space() as space:
        headers = {"Token": row.value}
        if row.requirement == "HTTP-035":
            answer = space.database.command({"findEmbeddingProviders": {}}, headers=headers)
            space.check("HTTP-035", answer, holds("Jina AI among the providers", _lists_jina))
        else:
            answer = space.database.collection().find({}, headers=headers)
            refusal = refused_with("UNAUTHENTICATED_REQUEST", status=401, family="REQUEST", scope="SECURITY")
            space.check("HTTP-034", answer, refusal)


def _path(database: Database, collection: str, level: int) -> str:
    return ("", f"/{database.keyspace}", f"/{database.keyspace}/{collection}")[level]


def _allows_post(seen: Exchange) -> bool:
    return "POST" in [method.strip() for method in seen.headers.get("allow", "").split(",")]


def _lists_jina(seen: Exchange) -> bool:
    return "jinaAI" in seen.status_member.get("embeddingProviders", {})
