"""How databases get into a scope: with the key, later, and how many at a time."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import any_of, http_status, inserted, refused_with, same_as, status_holds, succeeded
from vectorproof.harness.checks.credentials import credential_invalid
from vectorproof.harness.checks.keychain import key_is, keys_are
from vectorproof.harness.checks.scope import scope_includes
from vectorproof.harness.checks.shapes import is_object
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Binding
from vectorproof.harness.strategies import edges, key_names, texts
from vectorproof.harness.strategies.scopes import scopes
from vectorproof.harness.target import Target

_SECRET = "jina_" + "n" * 60
_DATABASES = 3
_AT_ONCE = 10
_FURTHEST = 14


def _beside_scope(key: object) -> dict[str, object]:
    """Give what an answer says about a key, without its scope."""
    return {member: value for member, value in key.items() if member != "scope"} if is_object(key) else {}


def _options(name: str) -> dict[str, object]:
    """Give the options of a collection that names a key."""
    return {"vector": {"service": Binding(authentication={"providerKey": name}).service()}}


@requirement("SCOPE-002")
@boundaries(
    {
        "one database": {"name": "k1", "scope": (0,)},
        "all databases": {"name": "k1", "scope": (0, 1, 2)},
    }
)
@given(name=key_names(), scope=scopes(_DATABASES))
def test_with_the_key(target: Target, name: str, scope: tuple[int, ...]) -> None:
    """Databases that are named when the key is added are in its scope, and can use it at once."""
    with target.space(Needs(databases=_DATABASES, key_control=True)) as space:
        scoped = [space.databases[position] for position in scope]
        space.check("SCOPE-002", space.organization.add_key(name, _SECRET, scoped), succeeded(201))
        space.check("SCOPE-002", space.organization.key(name), key_is(name, scoped))
        for database in scoped:
            space.check("SCOPE-002", database.create_collection("c1", _options(name)), status_holds(ok=1))


@requirement("SCOPE-004")
@boundaries(
    {
        "10 and 11": {"right": _AT_ONCE, "wrong": _AT_ONCE + 1, "name": "k1"},
        "1 and 14": {"right": 1, "wrong": _FURTHEST, "name": "k1"},
    }
)
@given(right=edges(1, _AT_ONCE), wrong=edges(_AT_ONCE + 1, _FURTHEST), name=key_names())
def test_at_most_ten_with_a_new_key(target: Target, right: int, wrong: int, name: str) -> None:
    """A key is added with up to 10 databases; with more it is not added at all."""
    with target.space(Needs(databases=wrong, key_control=True)) as space:
        refusal = space.organization.add_key(name, _SECRET, space.databases)
        space.check("SCOPE-004", refusal, refused_with("SCOPE_TOO_MANY", status=422))
        space.check("SCOPE-004", space.organization.keys(), keys_are({}))
        some = space.databases[:right]
        space.check("SCOPE-004", space.organization.add_key(name, _SECRET, some), succeeded(201))
        space.check("SCOPE-004", space.organization.key(name), key_is(name, some))


@requirement("SCOPE-004")
@boundaries(
    {
        "10 and 11": {"right": _AT_ONCE, "wrong": _AT_ONCE + 1, "name": "k1"},
        "1 and 14": {"right": 1, "wrong": _FURTHEST, "name": "k1"},
    }
)
@given(right=edges(1, _AT_ONCE), wrong=edges(_AT_ONCE + 1, _FURTHEST), name=key_names())
def test_at_most_ten_more(target: Target, right: int, wrong: int, name: str) -> None:
    """A scope grows by up to 10 databases at once; by more it does not grow at all."""
    with target.space(Needs(databases=wrong + 1, key_control=True)) as space:
        first, *more = space.databases
        space.stored_key(name, first, secret=_SECRET)
        refusal = space.organization.add_scope(name, more)
        space.check("SCOPE-004", refusal, refused_with("SCOPE_TOO_MANY", status=422))
        space.check("SCOPE-004", space.organization.key(name), key_is(name, [first]))
        space.check("SCOPE-004", space.organization.add_scope(name, more[:right]), succeeded(204))
        space.check("SCOPE-004", space.organization.key(name), scope_includes(more[:right]))


@requirement("SCOPE-005")
@boundaries({"the eleventh": {"more": 1, "name": "k1"}, "a dozen": {"more": 2, "name": "k1"}})
@given(more=edges(1, _FURTHEST - _AT_ONCE), name=key_names())
def test_more_than_ten_in_all(target: Target, more: int, name: str) -> None:
    """A scope of 10 databases takes further ones, one by one, and each of them can use the key."""
    with target.space(Needs(databases=_AT_ONCE + more, key_control=True)) as space:
        space.stored_key(name, *space.databases[:_AT_ONCE], secret=_SECRET)
        for database in space.databases[_AT_ONCE:]:
            space.check("SCOPE-005", space.organization.add_scope(name, [database]), succeeded(204))
            space.check("SCOPE-005", database.create_collection("c1", _options(name)), status_holds(ok=1))
        space.check("SCOPE-005", space.organization.key(name), key_is(name, space.databases))


@requirement("SCOPE-011")
@boundaries(
    {
        "one more": {"added": (0,), "text": "a boat"},
        "two more": {"added": (0, 1), "text": "a boat"},
    }
)
@given(added=scopes(2), text=texts())
def test_later(target: Target, added: tuple[int, ...], text: str) -> None:
    """A database that is added later uses the key straight away, and the key is otherwise what it was."""
    with target.space(Needs(databases=_DATABASES, key_control=True, provider_control=True)) as space:
        first, *others = space.databases
        stored = space.stored_key(None, first)
        before = _beside_scope(space.organization.key(stored.name).body)
        more = [others[position] for position in added]
        for database in more:
            refusal = database.create_collection("c1", _options(stored.name))
            space.check("SCOPE-011", refusal, credential_invalid())
        space.check("SCOPE-011", space.organization.add_scope(stored.name, more), succeeded(204))
        for database in more:
            created = database.create_collection("c1", _options(stored.name))
            space.check("SCOPE-011", created, status_holds(ok=1))
            loaded = database.existing("c1").insert_one({"_id": "1", "$vectorize": text})
            space.check("SCOPE-011", loaded, inserted("1"))
        after = space.organization.key(stored.name)
        space.check("SCOPE-011", after, key_is(stored.name, [first, *more]))
        space.check("SCOPE-011", _beside_scope(after.body), same_as(before, "the key beside its scope"))


@requirement("SCOPE-016")
@boundaries(
    {
        "alone": {"scope": (0,), "again": (0,), "name": "k1"},
        "beside a new one": {"scope": (0,), "again": (0, 1), "name": "k1"},
    }
)
@given(scope=scopes(_DATABASES), again=scopes(_DATABASES), name=key_names())
def test_again(target: Target, scope: tuple[int, ...], again: tuple[int, ...], name: str) -> None:
    """A database that is added once more is in the scope once, whether that was accepted or refused."""
    with target.space(Needs(databases=_DATABASES, key_control=True)) as space:
        space.stored_key(name, *[space.databases[position] for position in scope], secret=_SECRET)
        answer = space.organization.add_scope(name, [space.databases[position] for position in again])
        repeated = bool(set(scope) & set(again))
        judge = any_of(succeeded(204), http_status(409, 422)) if repeated else succeeded(204)
        space.check("SCOPE-016", answer, judge)
        there = sorted({*scope, *again}) if answer.ok else scope
        listed = key_is(name, [space.databases[position] for position in there])
        space.check("SCOPE-016", space.organization.key(name), listed)
