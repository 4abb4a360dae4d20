"""The call log of a world over the wire: each request with what it caused, filtered, and each organization's own."""

from collections.abc import Iterator

import pytest
from tests.unit.mocks.world.lab import SERVICE, Reply, Served

from vectorproof.mocks.config import load_world

KS = "default_keyspace"
BOUND = {**SERVICE, "authentication": {"providerKey": "jina-main"}}


@pytest.fixture
def served() -> Iterator[Served]:
    """Serve a default world."""
    served = Served(load_world("default"))
    yield served
    served.close()


def create(served: Served) -> None:
    """Create the bound collection."""
    wanted = {"name": "bound", "options": {"vector": {"service": BOUND}}}
    assert served.command({"createCollection": wanted}, KS).json == {"status": {"ok": 1}}


def insert(served: Served, text: str = "a text", **headers: str) -> Reply:
    """Insert a text into the bound collection."""
    return served.command({"insertOne": {"document": {"$vectorize": text}}}, KS, "bound", **headers)


def test_call_log_shows_what_a_request_caused(served: Served) -> None:
    create(served)
    trace = "0123456789abcdef" * 2
    insert(served, traceparent=f"00-{trace}-{'1' * 16}-01")

    calls = served.control("GET", f"/control/calls?trace={trace}").json["calls"]

    assert [(call["kind"], call["status"]) for call in calls] == [("dataapi", 200), ("sync", 200)]
    data, _ = calls
    assert (data["command"], data["database"], data["codes"]) == ("insertOne", served.ready["database_id"], [])
    assert [call["texts"] for call in data["provider"]] == [["a text"]]
    assert data["caller"].endswith(served.ready["token"][-3:])
    assert served.ready["token"] not in str(calls)


def test_call_log_is_filtered_and_separate(served: Served) -> None:
    create(served)
    failed = insert(served, Token="AstraCS:wrong:aa")
    served.send("GET", f"{served.ready['devops']}/currentOrg", Authorization=f"Bearer {served.ready['token']}")
    other = served.control("POST", "/control/worlds", {}).json

    log = served.control("GET", "/control/calls").json
    kinds = [call["kind"] for call in log["calls"]]
    assert kinds == ["dataapi", "sync", "dataapi", "devops"]
    assert log["calls"][2]["codes"] == [failed.code]
    assert log["last"] == 4
    assert [c["n"] for c in served.control("GET", "/control/calls?since=3").json["calls"]] == [4]
    assert [c["n"] for c in served.control("GET", "/control/calls?kind=sync").json["calls"]] == [2]
    assert served.control("GET", "/control/calls", None, other["token"]).json["calls"] == []
    for query in ("since=x", "kinds=sync", "kind=odd"):
        assert served.control("GET", f"/control/calls?{query}").status == 400


def test_calls_of_one_trace_are_each_shown_with_what_it_caused_itself(served: Served) -> None:
    create(served)
    trace = "5bf92f3577b34da6a3ce929d0e0e4737"
    carried = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    insert(served, "one", **carried)
    insert(served, "two", **carried)
    database, bearer = served.ready["database_id"], {"Authorization": f"Bearer {served.ready['token']}"}
    parts = "".join(
        f'--B\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{content}\r\n'
        for name, more, content in (
            ("collection", "", "bound"), ("vectorField", "", "t"), ("file", '; filename="a.csv"', "t\nthree\nfour\n")
        )
    )  # fmt: skip
    kind = {"Content-Type": "multipart/form-data; boundary=B"}
    url = f"{served.ready['control']}/databases/{database}/load-data"
    assert served.send("POST", url, f"{parts}--B--\r\n".encode(), **kind, **bearer, **carried).status == 201
    served.send("GET", f"{served.ready['devops']}/databases/{database}", **bearer, **carried)

    calls = served.control("GET", f"/control/calls?trace={trace}&database={database}").json["calls"]

    caused = [(call["kind"], [call["texts"] for call in call["provider"]]) for call in calls if "provider" in call]
    assert caused == [("dataapi", [["one"]]), ("dataapi", [["two"]]), ("portal", [["three", "four"]])]
    assert calls[-1]["kind"] == "devops"
