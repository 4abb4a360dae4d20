"""What the page's snippets send by their clients, replayed to the letter, and what the snippets tell of it."""

from itertools import product
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import all_of, holds, http_status, options_hold
from vectorproof.harness.checks.commands import asked_for, created_collection, left_out, told_no_success
from vectorproof.harness.checks.creation import created
from vectorproof.harness.checks.listings import lists_collection, lists_no_collection
from vectorproof.harness.errors import Missing
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import object_in
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import DatabaseOptions, Needs
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import METRICS, key_names, metrics
from vectorproof.harness.strategies.databases import database_names
from vectorproof.harness.target import Target
from vectorproof.suites.client.page import Choice, curl_body, names_keyspace_of, whole_choices
from vectorproof.suites.client.recorded import ask, ask_devops, filled, play, recordings, words_of

_SECRET: Final = "jina_" + "r" * 60
_STRANGER: Final = "AstraCS:" + "s" * 24 + ":" + "0" * 64
_NOBODY: Final = "00000000-0000-4000-8000-000000000000"
_MODEL: Final = "jina-embeddings-v2-base-en"
_WHOLE: Final = {"key_name": "k1", "choice": Choice(_MODEL, 768, "cosine")}
_SHORT: Final = {"key_name": "k1", "choice": Choice(_MODEL, None, "dot_product")}
_EDGES: Final = {"every line": _WHOLE, "without the optional line": _SHORT}
_PYTHON: Final = ("python-1.x", "python-2.x")
_NAMES: Final = tuple(recordings())


def _creates(space: Space, requirement_id: str, name: str, key_name: str, choice: Choice) -> None:
    """Check that what the client sends is the page's request and makes the collection, for its owner only."""
    database, client = space.database, recordings()[name]
    names_keyspace_of(database)
    collection, key = database.new_name(), space.key_name(key_name, _SECRET)
    words = words_of(collection, key, choice)
    space.check(requirement_id, ask(database, client, client.creation, words, _STRANGER), http_status(401))
    space.check(requirement_id, database.find_collections(), lists_no_collection(collection))
    request = asked_for(curl_body(collection, key, choice))
    space.check(requirement_id, play(database, client, words), all_of(request, created_collection(collection)))
    made = {"dimension": 768, "metric": choice.metric, "service": {"provider": "jinaAI", "modelName": choice.model}}
    space.check(requirement_id, database.collection_options(collection), options_hold({"vector": made}))


@requirement("CLIENT-003")
@boundaries(_EDGES)
@given(key_name=key_names(), choice=whole_choices())
def test_python(target: Target, key_name: str, choice: Choice) -> None:
    """What the Python snippet sends is the page's request, and makes the collection."""
    with target.space(Needs()) as space:
        _creates(space, "CLIENT-003", "python-1.x", key_name, choice)


@requirement("CLIENT-005")
@boundaries(_EDGES)
@given(key_name=key_names(), choice=whole_choices())
def test_typescript(target: Target, key_name: str, choice: Choice) -> None:
    """What the TypeScript snippet sends makes the collection, which then is in the keyspace that it prints."""
    with target.space(Needs()) as space:
        _creates(space, "CLIENT-005", "typescript-1.x", key_name, choice)


@requirement("CLIENT-006")
@boundaries(_EDGES)
@given(key_name=key_names(), choice=whole_choices())
def test_java(target: Target, key_name: str, choice: Choice) -> None:
    """What the Java snippet sends names the key, in full, and makes the collection."""
    with target.space(Needs()) as space:
        _creates(space, "CLIENT-006", "java-1.x", key_name, choice)


@requirement("CLIENT-004")
@boundaries(
    {
        "shortest name": {"name": "d", "client": "python-1.x"},
        "longest name": {"name": "d" * 50, "client": "python-2.x"},
    }
)
@given(name=database_names(), client=st.sampled_from(_PYTHON))
def test_the_database_s_name(target: Target, name: str, client: str) -> None:
    """The DevOps API tells the database's name to whoever owns it, and to nobody else."""
    with target.space(Needs(devops=True, options=(DatabaseOptions(name=name),))) as space:
        asking, token = recordings()[client], space.database.token
        words = {"DATABASE_ID": space.database.id or "", "APPLICATION_TOKEN": token}
        stranger = ask_devops(space.devops, asking, {**words, "APPLICATION_TOKEN": _STRANGER})
        space.check("CLIENT-004", stranger, http_status(401))
        space.check("CLIENT-004", ask_devops(space.devops, asking, {**words, "DATABASE_ID": _NOBODY}), http_status(404))
        told = ask_devops(space.devops, asking, words)
        space.check("CLIENT-004", told, all_of(http_status(200), _tells(words["DATABASE_ID"], name)))


@requirement("CLIENT-004")
def test_a_name_is_there(target: Target) -> None:
    """The DevOps API tells the name of the database that the run was given, whatever it is."""
    with target.space(Needs(devops=True)) as space:
        if space.database.id is None:
            raise Missing("devops", "the database's id is not known")
        words = {"DATABASE_ID": space.database.id, "APPLICATION_TOKEN": space.database.token}
        for client in _PYTHON:
            told = ask_devops(space.devops, recordings()[client], words)
            space.check("CLIENT-004", told, all_of(http_status(200), _tells(space.database.id, space.database.name)))


def _tells(database_id: str, name: str) -> Judge[Exchange]:
    """Judge where the client looks: for the id at the top, and for the name in ``info``, any one if none is known."""

    def right(seen: Exchange) -> bool:
        told = object_in(seen.body) or {}
        found = (object_in(told.get("info")) or {}).get("name")
        return told.get("id") == database_id and isinstance(found, str) and bool(found) and found == (name or found)

    return holds(f"the database, named {name!r}" if name else "the database, with a name", right)


@requirement("CLIENT-008", "CLIENT-009")
@boundaries({f"{one}, {name}": {"client": one, "metric": name} for one, name in product(_NAMES, METRICS)})
@given(client=st.sampled_from(_NAMES), metric=metrics())
def test_every_client(target: Target, client: str, metric: str) -> None:
    """No client sends a dimension that was left out, or another name of a metric than the documented one."""
    with target.space(Needs()) as space:
        database = space.database
        names_keyspace_of(database)
        collection, key = database.new_name(), space.key_name("k1", _SECRET)
        exchange = play(database, recordings()[client], words_of(collection, key, Choice(_MODEL, None, metric)))
        space.check("CLIENT-008", exchange, all_of(left_out("dimension"), created_collection(collection)))
        space.check("CLIENT-009", exchange, created_collection(collection))
        seen = database.collection_options(collection)
        space.check("CLIENT-008", seen, options_hold({"vector": {"dimension": 768}}))
        space.check("CLIENT-009", seen, options_hold({"vector": {"metric": metric}}))


@requirement("CLIENT-010")
@boundaries({client: {"client": client, "choice": Choice(_MODEL, 768, "cosine")} for client in _NAMES})
@given(client=st.sampled_from(_NAMES), choice=whole_choices())
def test_success_line(target: Target, client: str, choice: Choice) -> None:
    """A client gets the ``ok: 1`` after which its snippet tells of success just when what it tells is true."""
    with target.space(Needs()) as space:
        database, asking = space.database, recordings()[client]
        names_keyspace_of(database)
        words = words_of(database.new_name(), space.key_name("k1", _SECRET), choice)
        refused = play(database, asking, {**words, "MODEL_NAME": "no-such-model"})
        space.check("CLIENT-010", refused, told_no_success())
        told = filled(asking.tells, words).rpartition(f"{database.keyspace}.")[2]
        named = told if "COLLECTION_NAME" in asking.tells else words["COLLECTION_NAME"]
        space.check("CLIENT-010", database.find_collections(), lists_no_collection(named))
        space.check("CLIENT-010", play(database, asking, words), created())
        space.check("CLIENT-010", database.find_collections(), lists_collection(named))
