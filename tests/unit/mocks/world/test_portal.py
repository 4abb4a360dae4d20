"""The portal's form and loader against the real Data API of the simulator: models, limits, texts that are embedded."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.unit.mocks.world.lab import MODEL, SERVICE, Served

KS = "default_keyspace"


def form(served: Served) -> str:
    """Give the path of the default database's form."""
    return f"/databases/{served.ready['database_id']}/create-collection-form"


def test_form_offers_the_models_that_the_data_api_knows(default: Served) -> None:
    shown = default.control("GET", f"{form(default)}?provider=jinaAI").json

    dimensions = {model["name"]: model["dimension"] for model in shown["models"]}
    assert len(dimensions) == 6
    assert dimensions[MODEL] == {"mode": "fixed", "value": 768}
    assert dimensions["jina-embeddings-v3"] == {"mode": "editable", "value": 1024, "minimum": 1, "maximum": 1024}
    assert (shown["offered"], shown["key"]["mode"]) == (True, "fixed")


def test_form_is_not_offered_where_no_key_is_in_scope(default: Served) -> None:
    other = default.ready["databases"][1]["id"]

    assert default.control("GET", f"/databases/{other}/create-collection-form").json["offered"] is False


def test_form_binds_the_collection_to_the_only_key(fresh: Served) -> None:
    body = {"name": "c", "provider": "jinaAI", "modelName": MODEL, "metric": "Dot Product"}
    assert fresh.control("POST", form(fresh), body).status == 201

    found = fresh.command({"findCollections": {"options": {"explain": True}}}, KS).json["status"]["collections"]
    vector = found[0]["options"]["vector"]
    assert (vector["metric"], vector["dimension"]) == ("dot_product", 768)
    assert vector["service"]["authentication"] == {"providerKey": "jina-main.providerKey"}


def test_limit_is_reached_in_the_portals_words_until_one_is_deleted(fresh: Served) -> None:
    body = {"name": "c0", "provider": "jinaAI", "modelName": MODEL}
    statuses = [fresh.control("POST", form(fresh), {**body, "name": f"c{n}"}).status for n in range(10)]
    refused = fresh.control("POST", form(fresh), {**body, "name": "c10"})

    assert statuses == [201] * 10
    assert (refused.status, refused.json["errors"][0]["message"]) == (409, "Collection Limit Reached")
    assert fresh.command({"deleteCollection": {"name": "c3"}}, KS).json == {"status": {"ok": 1}}
    assert fresh.control("POST", form(fresh), {**body, "name": "c10"}).status == 201


@pytest.mark.parametrize(("created", "fits"), [("2024-06-23T12:00:00Z", 5), ("2024-06-25T12:00:00Z", 10)])
def test_number_of_collections_follows_the_creation_date(default: Served, created: str, fits: int) -> None:
    world = default.control("POST", "/control/worlds", {"databases": [{"creationTime": created}]}).json
    how = {"Token": world["token"], "X_Sim_Database": world["databases"][0]["id"]}
    wishes = [{"name": f"c{n}", "options": {"vector": {"dimension": 5}}} for n in range(fits + 1)]
    codes = [default.command({"createCollection": wish}, KS, **how).code for wish in wishes]

    assert codes == [None] * fits + ["TOO_MANY_INDEXES_FOR_COLLECTION"]


def account_of(report: str) -> dict[str, Any]:
    """Read what a load says of itself, but for where it can be gone on with."""
    told: dict[str, Any] = json.loads(report)
    return {name: value for name, value in told.items() if name not in {"id", "nextRow"}}


def load(served: Served, name: str, content: str, **fields: str) -> Any:
    """Load a file into the collection ``c``; give status and body."""
    boundary = "--B\r\nContent-Disposition: form-data; name="
    parts = "".join(f'{boundary}"{k}"\r\n\r\n{v}\r\n' for k, v in ({"collection": "c"} | fields).items())
    body = f'{parts}{boundary}"file"; filename="{name}"\r\n\r\n{content}\r\n--B--\r\n'.encode()
    where = urlsplit(str(served.ready["control"]))
    headers = {"Content-Type": "multipart/form-data; boundary=B", "Authorization": f"Bearer {served.ready['token']}"}
    connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=20)
    try:
        connection.request("POST", f"{where.path}/databases/{served.ready['database_id']}/load-data", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def bound(served: Served) -> None:
    """Make the collection ``c`` on the stored key."""
    service = {**SERVICE, "authentication": {"providerKey": "jina-main"}}
    made = served.command({"createCollection": {"name": "c", "options": {"vector": {"service": service}}}}, KS)
    assert made.json == {"status": {"ok": 1}}


def test_loaded_column_is_embedded_and_an_empty_cell_is_not(fresh: Served) -> None:
    bound(fresh)
    status, report = load(fresh, "rows.csv", 'name,text\na,"one, two"\nb,\nc,three\n', vectorField="text")

    assert (status, account_of(report)) == (
        201,
        {"state": "done", "rows": 3, "loaded": 3, "failedRows": 0, "failures": []},
    )
    calls = fresh.provider("GET", "/journal")["calls"]
    assert [call["texts"] for call in calls] == [["one, two", "three"]]
    found = fresh.command({"find": {"projection": {"*": 1}}}, "default_keyspace", "c").json["data"]["documents"]
    assert {d["name"]: d.get("$vectorize") for d in found} == {"a": "one, two", "b": None, "c": "three"}
    assert {d["name"]: d["$vector"] is not None for d in found if d.get("$vector")} == {"a": True, "c": True}


def test_failure_of_the_provider_is_passed_on_and_nothing_counts_as_loaded(fresh: Served) -> None:
    bound(fresh)
    fresh.provider("DELETE", f"/keys/{fresh.ready['provider_key']}")
    status, report = load(fresh, "rows.json", '[{"t":"one"},{"t":"two"}]', vectorField="t")

    assert status == 422
    assert '"loaded":0' in report
    assert "EMBEDDING_PROVIDER_CLIENT_ERROR" in report
    assert fresh.command({"countDocuments": {}}, KS, "c").json["status"]["count"] == 0
