"""Every lie changes what was said, and only in the way that its kind promises."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.proving.lies import Lie, is_write, lies_about, tell

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(1, 9) | st.text("abc", min_size=1, max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz", min_size=1, max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)
ERRORS = {"errors": [{"errorCode": "UNKNOWN_KEYSPACE", "message": "no such keyspace", "title": "Unknown"}]}


def command(name: str, body: object, *, path: str = "/v1/ks/c") -> Exchange:
    request = Request("POST", "http://target", path, {}, orjson.dumps({name: {}}), f"{name} on collection_1")
    return Exchange(request, 200, {}, body, orjson.dumps(body), 0.0)


def kinds(*exchanges: Exchange) -> set[tuple[str, int]]:
    return {(lie.kind, lie.at) for lie in lies_about(exchanges)}


@given(body=st.dictionaries(st.sampled_from(["status", "data"]), JSON, min_size=1))
def test_every_lie_changes_the_answer(body: dict[str, object]) -> None:
    honest = command("insertOne", body)
    for lie in lies_about([honest]):
        told = tell(lie, honest, [])
        said_the_same = told.raw == honest.raw and told.status == honest.status
        assert said_the_same is (lie.kind in {"write-not-done", "stale-read"} or _doubles_nothing(lie, body))


def _doubles_nothing(lie: Lie, body: object) -> bool:
    """An empty object or list has no more to say twice."""
    if lie.kind != "field-doubled":
        return False
    value = body
    for step in lie.where:
        value = value[step]  # type: ignore[index]  # the place was found in this body
    return value in ({}, [], "") and not isinstance(lie.where[-1], int)


@pytest.mark.parametrize(("honest", "kind", "codes"), [
    (command("find", {"data": {"documents": []}}), "error-for-success", ("TIMEOUT_WRITING_DATA",)),
    (command("find", ERRORS), "success-for-error", ()),
    (command("find", ERRORS), "another-code", ("SOMETHING_ELSE",)),
])  # fmt: skip
def test_what_a_coarse_lie_says(honest: Exchange, kind: str, codes: tuple[str, ...]) -> None:
    told = tell(Lie(kind, 0), honest, [])

    assert told.codes == codes
    assert told.request is honest.request


def test_a_stale_read_repeats_the_last_answer_to_the_same_question() -> None:
    before = command("find", {"data": {"documents": [1]}})
    after = command("find", {"data": {"documents": [1, 2]}})
    write = command("insertOne", {"status": {"insertedIds": [2]}})

    assert ("stale-read", 2) in kinds(before, write, after)
    assert tell(Lie("stale-read", 2), after, [before, write]).body == before.body


@pytest.mark.parametrize(("name", "path", "writes"), [
    ("insertOne", "/v1/ks/c", True),
    ("createCollection", "/v1/ks", True),
    ("find", "/v1/ks/c", False),
    ("findCollections", "/v1/ks", False),
    ("store a key", "/sim/v1/organizations/o/integrations/jinaAI/keys", True),
])  # fmt: skip
def test_what_counts_as_a_write(name: str, path: str, writes: bool) -> None:  # noqa: FBT001  # a table's column
    exchange = command(name, {"status": {"ok": 1}}, path=path)

    assert is_write(exchange) is writes
    assert (("write-not-done", 0) in kinds(exchange)) is writes


def test_a_refused_write_is_not_claimed_to_be_undone() -> None:
    assert ("write-not-done", 0) not in kinds(command("insertOne", ERRORS))
