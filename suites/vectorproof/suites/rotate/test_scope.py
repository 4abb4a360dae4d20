"""The scope of a rotated key: what it was given, in steps of ten databases."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import inserted, nearest_is, refused_with, status_holds, succeeded
from vectorproof.harness.checks.credentials import credential_not_found
from vectorproof.harness.checks.keychain import key_is
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import edges, key_names, secrets, texts
from vectorproof.harness.strategies.scopes import scopes
from vectorproof.harness.target import Target

_SECRET = "jina_" + "j" * 60
_PER_STEP = 10


@requirement("ROTATE-005")
@boundaries(
    {
        "one of three kept": {"kept": (1,), "text": "a boat"},
        "one of three left out": {"kept": (0, 2), "text": "a boat"},
    }
)
@given(kept=scopes(3, largest=2), text=texts())
def test_database_left_out(target: Target, kept: tuple[int, ...], text: str) -> None:
    """After a rotation a database that is not in the new scope fails until it is added; the others embed."""
    document = {"_id": "1", "$vectorize": text}
    with target.space(Needs(databases=3, key_control=True, provider_control=True)) as space:
        stored = space.stored_key()
        binding = space.bound_to(stored)
        bound = [space.vectorize_collection(binding, database=database) for database in space.databases]
        space.check("ROTATE-005", space.organization.remove_key(stored.name), succeeded(204))
        space.stored_key(stored.name, *[space.databases[position] for position in kept])
        for position, collection in enumerate(bound):
            judge = inserted("1") if position in kept else credential_not_found()
            space.check("ROTATE-005", collection.insert_one(document), judge)
        missing = next(position for position in range(3) if position not in kept)
        added = space.organization.add_scope(stored.name, [space.databases[missing]])
        space.check("ROTATE-005", added, succeeded(204))
        space.check("ROTATE-005", bound[missing].insert_one({**document, "_id": "2"}), inserted("2"))
        space.check("ROTATE-005", bound[missing].search(text), nearest_is("2"))


@requirement("ROTATE-006")
@boundaries(
    {
        "one database": {"scope": (0,), "text": "a boat"},
        "all databases": {"scope": (0, 1, 2), "text": "a boat"},
    }
)
@given(scope=scopes(3), text=texts())
def test_whole_scope_again(target: Target, scope: tuple[int, ...], text: str) -> None:
    """Whoever puts every database of the listed old scope into the new one loses none of them."""
    with target.space(Needs(databases=3, key_control=True, provider_control=True)) as space:
        scoped = [space.databases[position] for position in scope]
        stored = space.stored_key(None, *scoped)
        bound = [space.vectorize_collection(space.bound_to(stored), database=database) for database in scoped]
        listed = space.organization.key(stored.name)
        space.check("ROTATE-006", listed, key_is(stored.name, scoped))
        old_scope = [entry["databaseId"] for entry in listed.body["scope"]]
        space.check("ROTATE-006", space.organization.remove_key(stored.name), succeeded(204))
        new = space.provider.new_key()
        space.check("ROTATE-006", space.organization.add_key(stored.name, new.secret, old_scope), succeeded(201))
        for collection in bound:
            space.check("ROTATE-006", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
            space.check("ROTATE-006", collection.count_documents({}), status_holds(count=1))


@requirement("ROTATE-009")
@boundaries(
    {
        "one more than a step takes": {"name": "k1", "secret": _SECRET, "databases": _PER_STEP + 1},
        "two full steps": {"name": "k1", "secret": _SECRET, "databases": 2 * _PER_STEP},
    }
)
@given(name=key_names(), secret=secrets(), databases=edges(_PER_STEP + 1, 2 * _PER_STEP))
def test_many_databases(target: Target, name: str, secret: str, databases: int) -> None:
    """A key with more than 10 databases comes back in several steps, since one operation takes 10 of them."""
    with target.space(Needs(databases=databases, key_control=True)) as space:
        first, rest = space.databases[:_PER_STEP], space.databases[_PER_STEP:]
        space.stored_key(name, *first, secret=_SECRET)
        space.check("ROTATE-009", space.organization.add_scope(name, rest), succeeded(204))
        space.check("ROTATE-009", space.organization.remove_key(name), succeeded(204))
        at_once = space.organization.add_key(name, secret, space.databases)
        space.check("ROTATE-009", at_once, refused_with("SCOPE_TOO_MANY", status=422))
        space.check("ROTATE-009", space.organization.add_key(name, secret, first), succeeded(201))
        space.check("ROTATE-009", space.organization.add_scope(name, rest), succeeded(204))
        space.check("ROTATE-009", space.organization.key(name), key_is(name, space.databases))
