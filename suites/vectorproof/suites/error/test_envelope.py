"""Where errors stand: in the body, over a status of success, but for a wrong token and a wrong content type."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import all_of, found_no_document, holds, http_status, refused_with, well_formed
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.strategies.bodies import broken_json, other_json
from vectorproof.harness.target import Target

_FIND = '{"find": {}}'
_LEVELS = ("general", "keyspace", "collection")


@requirement("ERROR-009")
@boundaries(
    {
        "no end": {"body": '{"find": ', "level": "collection"},
        "a word": {"body": "wrong", "level": "general"},
    }
)
@given(body=broken_json(), level=st.sampled_from(_LEVELS))
def test_broken_json(target: Target, body: str, level: str) -> None:
    """A body that is no JSON is an error over HTTP 200, at every level."""
    with target.space() as space:
        answer = _sent(space.database.collection(), body, level)
        space.check("ERROR-009", answer, _refused_in_the_envelope())
        space.check("ERROR-009", answer, refused_with("REQUEST_NOT_JSON", "INVALID_REQUEST_NOT_JSON", status=200))


@requirement("ERROR-009")
@boundaries(
    {
        "null": {"body": "null", "level": "collection"},
        "empty object": {"body": "{}", "level": "keyspace"},
        "empty array": {"body": "[]", "level": "general"},
    }
)
@given(body=other_json(), level=st.sampled_from(_LEVELS))
def test_no_command(target: Target, body: str, level: str) -> None:
    """JSON that is no command is an error over HTTP 200, at every level."""
    with target.space() as space:
        space.check("ERROR-009", _sent(space.database.collection(), body, level), _refused_in_the_envelope())


@requirement("ERROR-009")
@boundaries({"a command": {"body": _FIND}, "no JSON": {"body": "wrong"}})
@given(body=st.one_of(st.just(_FIND), broken_json(), other_json()))
def test_no_token(target: Target, body: str) -> None:
    """Without a token the status says it, whatever the body; the errors stand in it."""
    with target.space() as space:
        collection = space.database.collection()
        refusal = _sent(collection, body, "collection", {"Token": None})
        space.check("ERROR-009", refusal, _refused_by_the_status(401))
        space.check("ERROR-009", collection.find({}), _found_nothing())


@requirement("ERROR-009")
@boundaries(
    {
        "of the right form": {"token": "AstraCS:nobody:" + "0" * 40},
        "shortest": {"token": "0"},
        "longest": {"token": "a" * 80},
    }
)
@given(
    token=st.one_of(
        st.sampled_from(("AstraCS:", "Bearer", "null")),
        st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=80),
        st.text("abcdef0123456789", min_size=20, max_size=40).map("AstraCS:nobody:".__add__),
    )
)
def test_wrong_token(target: Target, token: str) -> None:
    """With a token that nobody gave out the status says it; the errors stand in the body."""
    with target.space() as space:
        collection = space.database.collection()
        refusal = _sent(collection, _FIND, "collection", {"Token": token})
        space.check("ERROR-009", refusal, _refused_by_the_status(401))
        space.check("ERROR-009", collection.find({}), _found_nothing())


@requirement("ERROR-009")
@boundaries(
    {
        "text": {"content_type": "text/plain", "body": _FIND},
        "shortest name of a type": {"content_type": "application/x-a", "body": _FIND},
        "longest name of a type": {"content_type": "application/x-" + "z" * 12, "body": _FIND},
    }
)
@given(
    content_type=st.one_of(
        st.sampled_from(
            ("text/plain", "text/html", "application/xml", "application/x-www-form-urlencoded", "image/png")
        ),
        st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12).map("application/x-".__add__),
    ),
    body=st.one_of(st.just(_FIND), broken_json(), other_json()),
)
def test_content_type(target: Target, content_type: str, body: str) -> None:
    """A body that is said to be something else than JSON is refused by the status, whatever it is."""
    with target.space() as space:
        collection = space.database.collection()
        refusal = _sent(collection, body, "collection", {"Content-Type": content_type})
        space.check("ERROR-009", refusal, _refused_by_the_status(415))
        right = _sent(collection, _FIND, "collection", {"Content-Type": "application/json; charset=utf-8"})
        space.check("ERROR-009", right, _found_nothing())


def _sent(collection: Collection, body: str, level: str, headers: dict[str, str | None] | None = None) -> Exchange:
    """Send a body as it is to one of the three levels."""
    keyspace = None if level == "general" else collection.keyspace
    name = collection.name if level == "collection" else None
    return collection.database.send_text(body, keyspace=keyspace, collection=name, headers=headers)


def _found_nothing() -> Judge[Exchange]:
    return all_of(http_status(200), found_no_document())


def _refused_by_the_status(status: int) -> Judge[Exchange]:
    return all_of(http_status(status), well_formed(), _errors())


def _refused_in_the_envelope() -> Judge[Exchange]:
    return all_of(http_status(200), well_formed(), _errors())


def _errors() -> Judge[Exchange]:
    return holds("an array of errors, and no data", lambda seen: bool(seen.errors) and not seen.data)
