"""What a scope decides: which database may use which key."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import inserted, status_holds, succeeded
from vectorproof.harness.checks.credentials import credential_invalid, credential_not_found
from vectorproof.harness.checks.listings import lists_no_collection
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Binding
from vectorproof.harness.strategies import LONGEST_TEXT, SHORTEST_TEXT, key_names, texts
from vectorproof.harness.strategies.scopes import scopes
from vectorproof.harness.target import Target

_SECRET = "jina_" + "k" * 60
_DATABASES = 3
_Scope = tuple[int, ...]


def layouts() -> st.SearchStrategy[dict[str, _Scope]]:
    """Draw two or three keys by name, each with the positions of its databases; not every key has every database."""
    drawn = st.dictionaries(key_names(max_length=20), scopes(_DATABASES), min_size=2, max_size=3)
    return drawn.filter(lambda layout: any(len(scope) < _DATABASES for scope in layout.values()))


def _options(name: str) -> dict[str, Any]:
    """Give the options of a collection that names a key."""
    return {"vector": {"service": Binding(authentication={"providerKey": name}).service()}}


@requirement("SCOPE-001")
@boundaries(
    {
        "one of three": {"scope": (1,), "text": "a boat"},
        "all but one": {"scope": (0, 2), "text": "a boat"},
    }
)
@given(scope=scopes(_DATABASES, largest=_DATABASES - 1), text=texts())
def test_its_databases_and_no_other(target: Target, scope: _Scope, text: str) -> None:
    """In each database of its scope a key embeds; in each other database no collection can name it."""
    with target.space(Needs(databases=_DATABASES, key_control=True, provider_control=True)) as space:
        stored = space.stored_key(None, *[space.databases[position] for position in scope])
        options = {"vector": {"service": space.bound_to(stored).service()}}
        for position, database in enumerate(space.databases):
            created = database.create_collection("c1", options)
            space.check("SCOPE-001", created, status_holds(ok=1) if position in scope else credential_invalid())
        for position in scope:
            collection = space.databases[position].existing("c1")
            space.check("SCOPE-001", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))


@requirement("SCOPE-007")
@boundaries(
    {
        "a key for each database": {"layout": {"k1": (0,), "k2": (1,), "k3": (2,)}},
        "a broad key and a narrow one": {"layout": {"k1": (0, 1, 2), "k2": (1,)}},
        "the same narrow scope twice": {"layout": {"k1": (0,), "k2": (0,)}},
    }
)
@given(layout=layouts())
def test_key_by_key(target: Target, layout: dict[str, _Scope]) -> None:
    """Of all pairings of key and database precisely those within the key's own scope are accepted."""
    with target.space(Needs(databases=_DATABASES, key_control=True)) as space:
        for name, scope in layout.items():
            space.stored_key(name, *[space.databases[position] for position in scope], secret=_SECRET)
        for number, (name, scope) in enumerate(layout.items()):
            for position, database in enumerate(space.databases):
                created = database.create_collection(f"c{number}", _options(name))
                space.check("SCOPE-007", created, status_holds(ok=1) if position in scope else credential_invalid())


@requirement("SCOPE-009")
@boundaries({"shortest name": {"name": "k"}, "longest name": {"name": "k" * 50}})
@given(name=key_names())
def test_no_collection_outside(target: Target, name: str) -> None:
    """In a database outside the key's scope no collection that names the key comes about."""
    with target.space(Needs(databases=2, key_control=True)) as space:
        inside, outside = space.databases
        space.stored_key(name, inside, secret=_SECRET)
        space.check("SCOPE-009", outside.create_collection("c1", _options(name)), credential_invalid())
        space.check("SCOPE-009", outside.find_collections(), lists_no_collection("c1"))
        space.check("SCOPE-009", inside.create_collection("c1", _options(name)), status_holds(ok=1))


@requirement("SCOPE-009")
@boundaries(
    {
        "shortest texts": {"text": SHORTEST_TEXT, "query": "b"},
        "longest texts": {"text": LONGEST_TEXT, "query": f"{LONGEST_TEXT}b"},
    }
)
@given(text=texts(), query=texts())
def test_bound_collection_whose_database_left(target: Target, text: str, query: str) -> None:
    """A bound collection whose database left the scope takes no text, neither to store nor to search by."""
    with target.space(Needs(key_control=True, provider_control=True)) as space:
        stored = space.stored_key()
        collection = space.vectorize_collection(space.bound_to(stored))
        space.check("SCOPE-009", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        space.check("SCOPE-009", space.organization.remove_scope(stored.name, space.database), succeeded(204))
        space.check("SCOPE-009", collection.insert_one({"_id": "2", "$vectorize": text}), credential_not_found())
        space.check("SCOPE-009", collection.search(query), credential_not_found())
