"""How a database gets out of a scope, what that ends, and how it comes back."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import inserted, nearest_is, options_hold, refused_with, same_as, succeeded
from vectorproof.harness.checks.credentials import credential_not_found
from vectorproof.harness.checks.finding import finds
from vectorproof.harness.checks.keychain import key_is
from vectorproof.harness.needs import DatabaseOptions, Needs
from vectorproof.harness.strategies import LONGEST_TEXT, SHORTEST_TEXT, key_names, texts
from vectorproof.harness.strategies.databases import database_names_confirmed_wrongly
from vectorproof.harness.target import Target

_SECRET = "jina_" + "p" * 60


@requirement("SCOPE-012")
@boundaries(
    {
        "nothing typed": {"database": ("shop", None), "name": "k1"},
        "empty": {"database": ("shop", ""), "name": "k1"},
        "other case": {"database": ("shop", "SHOP"), "name": "k1"},
        "the key's name": {"database": ("shop", "k1"), "name": "k1"},
    }
)
@given(database=database_names_confirmed_wrongly(), name=key_names())
def test_confirmation(target: Target, database: tuple[str, str | None], name: str) -> None:
    """Whoever does not type the database's name leaves the scope as it is; whoever does takes the database out."""
    database_name, typed = database
    options = (DatabaseOptions(name=database_name), DatabaseOptions(name="another-database"))
    with target.space(Needs(options=options, key_control=True)) as space:
        going, staying = space.databases
        space.stored_key(name, secret=_SECRET)
        refusal = space.organization.remove_scope(name, going, confirm=typed)
        space.check("SCOPE-012", refusal, refused_with("CONFIRMATION_MISMATCH", status=422))
        space.check("SCOPE-012", space.organization.key(name), key_is(name, space.databases))
        space.check("SCOPE-012", space.organization.remove_scope(name, going, confirm=database_name), succeeded(204))
        space.check("SCOPE-012", space.organization.key(name), key_is(name, [staying]))


@requirement("SCOPE-013")
@boundaries({"the first": {"leaving": 0, "text": "a boat"}, "the last": {"leaving": 2, "text": "a boat"}})
@given(leaving=st.integers(0, 2), text=texts())
def test_one_database_leaves(target: Target, leaving: int, text: str) -> None:
    """Where a database left a key's scope nothing is embedded with that key; its other databases and keys go on."""
    document = {"_id": "1", "$vectorize": text}
    with target.space(Needs(databases=3, key_control=True, provider_control=True)) as space:
        going = space.databases[leaving]
        stored, other = space.stored_key(), space.stored_key(None, going)
        bound = [space.vectorize_collection(space.bound_to(stored), database=one) for one in space.databases]
        beside = space.vectorize_collection(space.bound_to(other), database=going)
        space.check("SCOPE-013", space.organization.remove_scope(stored.name, going), succeeded(204))
        for collection in bound:
            gone = collection.database is going
            space.check("SCOPE-013", collection.insert_one(document), credential_not_found() if gone else inserted("1"))
        space.check("SCOPE-013", bound[leaving].search(text), credential_not_found())
        space.check("SCOPE-013", beside.insert_one(document), inserted("1"))
        space.check("SCOPE-013", beside.search(text), nearest_is("1"))


@requirement("SCOPE-014")
@boundaries(
    {
        "shortest texts": {"text": SHORTEST_TEXT, "query": "b"},
        "longest texts": {"text": LONGEST_TEXT, "query": f"{LONGEST_TEXT}b"},
    }
)
@given(text=texts(), query=texts())
def test_and_comes_back(target: Target, text: str, query: str) -> None:
    """Once the database is back in the scope its collection embeds again, as it was created and with what it held."""
    with target.space(Needs(key_control=True, provider_control=True)) as space:
        stored = space.stored_key()
        collection = space.vectorize_collection(space.bound_to(stored))
        space.check("SCOPE-014", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        before = space.database.collection_options(collection.name)
        space.check("SCOPE-014", before, options_hold({}))
        space.check("SCOPE-014", space.organization.remove_scope(stored.name, space.database), succeeded(204))
        space.check("SCOPE-014", collection.insert_one({"_id": "2", "$vectorize": query}), credential_not_found())
        space.check("SCOPE-014", space.organization.add_scope(stored.name, [space.database]), succeeded(204))
        space.check("SCOPE-014", collection.insert_one({"_id": "3", "$vectorize": query}), inserted("3"))
        space.check("SCOPE-014", collection.search(text), finds("1", "3"))
        after = space.database.collection_options(collection.name)
        space.check("SCOPE-014", after, same_as(before, "the collection's options"))
