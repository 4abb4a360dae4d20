"""Scopes over the wire: ten at a time, all or none, only vector databases of one's own, removal confirmed."""

import pytest
from tests.unit.mocks.controlplane.lab import Lab, database_id

FOREIGN, UNKNOWN, PLAIN = database_id(99), database_id(77), database_id(13)
IDS = [database_id(n) for n in range(1, 13)]


def extend(lab: Lab, *ids: str, name: str = "k") -> tuple[int, str | None]:
    """Add to a scope; give status and code."""
    reply = lab.send("POST", lab.key(name) + "/scope", {"databases": list(ids)})
    return reply.status, reply.code if reply.raw else None


def test_ten_at_once_then_more_one_by_one(lab: Lab) -> None:
    lab.add("k")

    assert extend(lab, *IDS[:10]) == (204, None)
    assert [extend(lab, IDS[10]), extend(lab, IDS[11])] == [(204, None)] * 2
    assert lab.scope("k") == IDS


@pytest.mark.parametrize("ids", [IDS[:11], []])
def test_wrong_number_at_once_is_refused_and_adds_nothing(lab: Lab, ids: list[str]) -> None:
    lab.add("k")

    assert extend(lab, *ids) == (422, "SCOPE_TOO_MANY")
    assert lab.scope("k") == []


def test_eleven_with_the_key_itself_are_refused_and_no_key_is_made(lab: Lab) -> None:
    refused = lab.add("k", *range(1, 12))

    assert (refused.status, refused.code) == (422, "SCOPE_TOO_MANY")
    assert lab.send("GET", lab.key("k")).status == 404
    assert lab.add("k", *range(1, 11)).status == 201


@pytest.mark.parametrize(
    ("wrong", "answer"),
    [
        (PLAIN, (422, "SCOPE_DB_NOT_VECTOR")),
        (UNKNOWN, (404, "SCOPE_DB_UNKNOWN")),
        (FOREIGN, (404, "SCOPE_DB_UNKNOWN")),
    ],
)
def test_one_wrong_database_refuses_the_whole_step(lab: Lab, wrong: str, answer: tuple[int, str]) -> None:
    lab.add("k", 1)

    assert extend(lab, IDS[1], wrong, IDS[2]) == answer
    assert lab.scope("k") == IDS[:1]
    assert (
        lab.send("POST", lab.keys(), {"name": "n", "secret": "s" * 20, "databases": [IDS[0], wrong]}).status
        == answer[0]
    )
    assert lab.send("GET", lab.key("n")).status == 404


def test_database_that_is_there_already_stays_as_it_was(lab: Lab) -> None:
    lab.add("k", 1)
    before = lab.send("GET", lab.key("k")).json
    lab.clock.advance(3600)

    assert extend(lab, IDS[0]) == (204, None)
    assert lab.send("GET", lab.key("k")).json == before


@pytest.mark.parametrize("query", ["", "?confirm=", "?confirm=DB-1", "?confirm=db-2", "?confirm=k"])
def test_taking_out_without_the_typed_name_changes_nothing(lab: Lab, query: str) -> None:
    lab.add("k", 1, 2)

    refused = lab.send("DELETE", f"{lab.key('k')}/scope/{IDS[0]}{query}")

    assert (refused.status, refused.code) == (422, "CONFIRMATION_MISMATCH")
    assert lab.scope("k") == IDS[:2]


def test_taking_out_concerns_one_key_and_one_database(lab: Lab) -> None:
    lab.add("k", 1, 2)
    lab.add("other", 1)

    assert lab.send("DELETE", f"{lab.key('k')}/scope/{IDS[0]}?confirm=db-1").status == 204
    assert (lab.scope("k"), lab.scope("other")) == ([IDS[1]], [IDS[0]])
    again = lab.send("DELETE", f"{lab.key('k')}/scope/{IDS[0]}?confirm=db-1")
    assert (again.status, again.code) == (404, "SCOPE_DB_UNKNOWN")


def test_database_lists_exactly_the_keys_whose_scope_holds_it(lab: Lab) -> None:
    lab.add("one", 1)
    lab.add("both", 1, 2)
    lab.add("two", 2)
    lab.add("elsewhere", 1, provider="openai")

    listed = lab.send("GET", f"/sim/v1/databases/{IDS[0]}/embedding-keys?provider=jinaAI").json

    assert [key["name"] for key in listed] == ["one", "both"]


@pytest.mark.parametrize("database", [FOREIGN, UNKNOWN])
def test_keys_of_a_foreign_database_are_not_listed(lab: Lab, database: str) -> None:
    assert lab.send("GET", f"/sim/v1/databases/{database}/embedding-keys").status == 404
