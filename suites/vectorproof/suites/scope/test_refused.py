"""Which databases cannot be in a scope at all: those that are not for vectors, and those of somebody else."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import refused_with, succeeded
from vectorproof.harness.checks.keychain import key_is, keys_are
from vectorproof.harness.checks.scope import scope_includes
from vectorproof.harness.needs import DatabaseOptions, Needs
from vectorproof.harness.strategies import key_names
from vectorproof.harness.target import Target

_SECRET = "jina_" + "o" * 60


def kinds() -> st.SearchStrategy[list[bool]]:
    """Draw whether each of several databases is for vectors: all of them, some, or none."""
    return st.lists(st.booleans(), min_size=1, max_size=4)


@requirement("SCOPE-003")
@boundaries(
    {
        "one for vectors": {"vector": [True], "name": "k1"},
        "one of another kind": {"vector": [False], "name": "k1"},
        "another kind last": {"vector": [True, True, False], "name": "k1"},
    }
)
@given(vector=kinds(), name=key_names())
def test_only_vector_databases_with_a_new_key(target: Target, vector: list[bool], name: str) -> None:
    """A key is added for vector databases; with a database of another kind among them it is not added."""
    needs = Needs(options=tuple(DatabaseOptions(vector=one) for one in vector), key_control=True)
    with target.space(needs) as space:
        answer = space.organization.add_key(name, _SECRET, space.databases)
        judge = succeeded(201) if all(vector) else refused_with("SCOPE_DB_NOT_VECTOR", status=422)
        space.check("SCOPE-003", answer, judge)
        there = {name: space.databases} if all(vector) else {}
        space.check("SCOPE-003", space.organization.keys(), keys_are(there))


@requirement("SCOPE-003")
@boundaries(
    {
        "one for vectors": {"vector": [True], "name": "k1"},
        "one of another kind": {"vector": [False], "name": "k1"},
        "another kind last": {"vector": [True, True, False], "name": "k1"},
    }
)
@given(vector=kinds(), name=key_names())
def test_only_vector_databases_later(target: Target, vector: list[bool], name: str) -> None:
    """A scope grows by vector databases; with a database of another kind among them it does not grow."""
    options = tuple(DatabaseOptions(vector=one) for one in (True, *vector))
    with target.space(Needs(options=options, key_control=True)) as space:
        first, *more = space.databases
        space.stored_key(name, first, secret=_SECRET)
        answer = space.organization.add_scope(name, more)
        judge = succeeded(204) if all(vector) else refused_with("SCOPE_DB_NOT_VECTOR", status=422)
        space.check("SCOPE-003", answer, judge)
        there = scope_includes(more) if all(vector) else key_is(name, [first])
        space.check("SCOPE-003", space.organization.key(name), there)


@requirement("SCOPE-017")
@boundaries(
    {
        "alone": {"own": 0, "at": 0, "name": "k1"},
        "first of several": {"own": 3, "at": 0, "name": "k1"},
        "last of several": {"own": 3, "at": 3, "name": "k1"},
    }
)
@given(own=st.integers(0, 3), at=st.integers(0, 3), name=key_names())
def test_database_of_another_organization(target: Target, own: int, at: int, name: str) -> None:
    """The identifier of another organization's database is refused, alone or among one's own, and adds nothing.

    It is a right identifier: its own organization puts it in a scope.
    """
    with (
        target.space(Needs(databases=max(own, 1), key_control=True)) as space,
        target.space(Needs(key_control=True)) as elsewhere,
    ):
        mixed = list(space.databases[:own])
        mixed.insert(at, elsewhere.database)
        unknown = refused_with("SCOPE_DB_UNKNOWN", status=404)
        space.check("SCOPE-017", space.organization.add_key(name, _SECRET, mixed), unknown)
        space.check("SCOPE-017", space.organization.keys(), keys_are({}))
        space.stored_key(name, space.database, secret=_SECRET)
        space.check("SCOPE-017", space.organization.add_scope(name, mixed), unknown)
        space.check("SCOPE-017", space.organization.key(name), key_is(name, [space.database]))
        added = elsewhere.organization.add_key(name, _SECRET, elsewhere.databases)
        space.check("SCOPE-017", added, succeeded(201))
