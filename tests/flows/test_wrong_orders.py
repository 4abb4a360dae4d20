"""Orders that the page warns of: each ends in the documented outcome, and the right step sets it right."""

from tests.flows.person import GONE, KS, MODEL, NAME, Person, code
from tests.flows.test_story import curl


def test_collection_before_the_key(person: Person) -> None:
    assert person.submit(0)[0] == 422
    service = {"provider": "jinaAI", "modelName": MODEL, "authentication": {"providerKey": "main"}}
    url = f"{person.databases[0]['data_api']}/api/json/v1/{KS}"
    create = {"createCollection": {"name": NAME, "options": {"vector": {"service": service}}}}
    assert code(curl("POST", url, create, f"Token: {person.ready['token']}")[1]) == "VECTORIZE_CREDENTIAL_INVALID"

    person.add("main", person.new_secret(), 0)

    assert curl("POST", url, create, f"Token: {person.ready['token']}")[1] == {"status": {"ok": 1}}


def test_new_key_before_the_old_one_is_removed(settled: Person) -> None:
    new = settled.new_secret()

    assert settled.add("main", new, 0, 1)[0] == 409

    assert (settled.writes(), settled.used(new)) == (None, 0), "the old one goes on"


def test_new_key_by_another_name(settled: Person) -> None:
    settled.remove("main")
    new = settled.new_secret()

    assert settled.add("Main", new, 0, 1)[0] == 201

    assert [settled.writes(database) for database in (0, 1)] == [GONE, GONE]
    assert settled.add("main", new, 0, 1)[0] == 201
    assert [settled.writes(database) for database in (0, 1)] == [None, None]


def test_new_key_with_a_narrower_scope(settled: Person) -> None:
    settled.remove("main")

    assert settled.add("main", settled.new_secret(), 0)[0] == 201

    assert [settled.writes(database) for database in (0, 1)] == [None, GONE]


def test_old_key_deleted_at_jina_first(settled: Person) -> None:
    settled.at_jina("DELETE", f"/keys/{settled.made[0].id}")

    assert settled.writes() == "EMBEDDING_PROVIDER_CLIENT_ERROR"
    settled.remove("main")
    assert settled.writes() == GONE
    settled.add("main", settled.new_secret(), 0, 1)
    assert [settled.writes(database) for database in (0, 1)] == [None, None]
