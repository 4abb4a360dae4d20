"""Each numbered procedure of the page in its printed order; each ends where the page says that it does."""

import json
from pathlib import Path

import pytest
from tests.flows.person import GONE, KS, MODEL, NAME, Person, load
from tests.flows.test_story import curl

METRICS = {"Cosine": "cosine", "Dot Product": "dot_product", "Euclidean": "euclidean"}
CSV = b'n,words\n1,"a lamp, bright"\n2,a warm blanket\n3,\n'


def test_add_the_integration_to_your_organization(person: Person) -> None:
    assert person.shown() == ("INACTIVE", {})
    assert person.form(0)["offered"] is False
    first, second = person.new_secret(), person.new_secret()

    assert person.add("broad-key", first, 0, 1)[0] == 201

    assert person.shown() == ("ACTIVE", {"broad-key": ["products", "support"]})
    assert person.add("narrow-key", second, 0)[0] == 201
    assert person.shown()[1] == {"broad-key": ["products", "support"], "narrow-key": ["products"]}
    assert person.form(0)["key"] == {"mode": "choice", "value": None, "options": ["broad-key", "narrow-key"]}
    assert person.form(1)["key"] == {"mode": "fixed", "value": "broad-key", "options": ["broad-key"]}
    assert person.portal("PATCH", f"{person.integration}/keys/broad-key", {"name": "other"})[0] == 405
    assert person.add("broad-key", second, 0)[0] == 409


@pytest.mark.parametrize("label", METRICS)
def test_add_the_integration_to_a_new_collection(person: Person, label: str) -> None:
    person.add("main", person.new_secret(), 0)
    form = person.form(0)

    assert form["keyspace"]["value"] == KS
    assert form["offered"]
    assert label in [metric["label"] for metric in form["metric"]["options"]]
    dimension = {model["name"]: model["dimension"] for model in form["models"]}[MODEL]
    assert dimension == {"mode": "fixed", "value": 768}
    status, made = person.submit(0, metric=label)

    assert (status, made["answer"]) == (201, {"status": {"ok": 1}})
    url = f"{person.databases[0]['data_api']}/api/json/v1/{KS}"
    _, listed = curl(
        "POST", url, {"findCollections": {"options": {"explain": True}}}, f"Token: {person.ready['token']}"
    )
    (collection,) = listed["status"]["collections"]
    vector = collection["options"]["vector"]
    assert (vector["dimension"], vector["metric"]) == (768, METRICS[label])
    assert vector["service"]["authentication"] == {"providerKey": "main.providerKey"}
    assert person.writes() is None


@pytest.mark.parametrize("name", ["rows.csv", "rows.json"])
def test_load_and_search_data(settled: Person, name: str, tmp_path: Path) -> None:
    rows = [{"n": "1", "words": "a lamp, bright"}, {"n": "2", "words": "a warm blanket"}, {"n": "3"}]
    file = tmp_path / name
    file.write_bytes(CSV if name.endswith("csv") else json.dumps(rows).encode())
    settled.command(0, {"deleteMany": {}})
    before = settled.used(settled.made[0])

    report = load(settled, file)

    assert (report["state"], report["rows"], report["loaded"]) == ("done", 3, 3)
    assert settled.used(settled.made[0]) == before + 1
    found = settled.command(0, {"find": {"sort": {"$vectorize": "a warm blanket"}}})["data"]["documents"]
    assert [document["n"] for document in found] == ["2", "1"]
    whole = settled.command(0, {"find": {"filter": {"n": "1"}, "projection": {"*": 1}}})["data"]["documents"]
    assert (whole[0]["words"], whole[0]["$vectorize"]) == (rows[0]["words"], rows[0]["words"])


def test_manage_scoped_databases(settled: Person) -> None:
    second = settled.databases[1]
    assert settled.shown()[1] == {"main": ["products", "support"]}
    scope = f"{settled.integration}/keys/main/scope"

    assert settled.portal("DELETE", f"{scope}/{second['id']}?confirm=products")[0] == 422
    assert settled.writes(1) is None
    assert settled.portal("DELETE", f"{scope}/{second['id']}?confirm=support")[0] == 204

    assert settled.shown()[1] == {"main": ["products"]}
    assert (settled.writes(0), settled.writes(1), settled.searches(1)) == (None, GONE, GONE)
    assert settled.form(1)["offered"] is False
    assert settled.portal("POST", scope, {"databases": [second["id"]]})[0] == 204
    assert (settled.writes(1), settled.searches(1)) == (None, None)


def test_remove_keys(settled: Person) -> None:
    other = settled.new_secret()
    settled.add("other", other, 0)
    assert settled.submit(0, name="with_other", key="other")[0] == 201
    stored = settled.command(0, {"find": {"projection": {"*": 1}}})["data"]

    assert settled.remove("main", "Main") == 422
    assert settled.writes() is None
    assert settled.remove("main") == 204

    assert settled.shown() == ("ACTIVE", {"other": ["products"]})
    assert [settled.writes(database) for database in (0, 1)] == [GONE, GONE]
    assert (settled.searches(), settled.writes(name="with_other")) == (GONE, None)
    assert stored["documents"][0] in settled.command(0, {"find": {"projection": {"*": 1}}})["data"]["documents"]
    direct = {"model": MODEL, "input": ["x"]}
    bearer = f"Authorization: Bearer {settled.made[0].secret}"
    assert curl("POST", f"{settled.ready['jina']}/v1/embeddings", direct, bearer)[0] == 200, "it is still there at Jina"
    assert settled.at_jina("DELETE", f"/keys/{settled.made[0].id}")[0] == 204
    assert curl("POST", f"{settled.ready['jina']}/v1/embeddings", direct, bearer)[0] == 401
    url = f"{settled.databases[0]['data_api']}/api/json/v1/{KS}"
    curl("POST", url, {"deleteCollection": {"name": NAME}}, f"Token: {settled.ready['token']}")
    assert settled.submit(0)[0] == 201, "with the only key that there is now"
    assert settled.writes() is None


def test_rotate_keys(settled: Person) -> None:
    old, new = settled.made[0], settled.new_secret()
    vector = settled.command(0, {"find": {"projection": {"$vector": 1}}})["data"]["documents"][0]["$vector"]
    _, scopes = settled.shown()
    assert settled.remove("main") == 204
    assert (settled.writes(), settled.searches()) == (GONE, GONE)

    assert settled.add("main", new, 0)[0] == 201
    assert (settled.writes(0), settled.writes(1)) == (None, GONE)
    added = {"databases": [settled.databases[1]["id"]]}
    assert settled.portal("POST", f"{settled.integration}/keys/main/scope", added)[0] == 204

    before = settled.used(old)
    assert [settled.writes(database) for database in (0, 1)] == [None, None]
    assert settled.searches() is None
    assert settled.shown()[1] == scopes
    assert (settled.used(old), settled.used(new)) == (before, 4)
    kept = settled.command(0, {"find": {"projection": {"$vector": 1}}})["data"]["documents"]
    assert vector in [document["$vector"] for document in kept]


def test_remove_the_integration_from_your_organization(settled: Person) -> None:
    settled.add("other", settled.new_secret(), 0)

    assert [settled.remove(name) for name in ("main", "other")] == [204, 204]

    assert settled.shown() == ("INACTIVE", {})
    assert [settled.form(database)["offered"] for database in (0, 1)] == [False, False]
    assert [settled.writes(database) for database in (0, 1)] == [GONE, GONE]
    assert settled.submit(0, name="another")[0] == 422
    assert settled.portal("DELETE", settled.integration)[0] in {404, 405}, "there is no switch of its own"
