"""Several keys for one database: which there are to choose from, and which of them a collection uses."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import equals, inserted, status_holds, succeeded
from vectorproof.harness.checks.keychain import keys_are
from vectorproof.harness.checks.offer import integration_offered
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Binding
from vectorproof.harness.strategies import key_names, texts
from vectorproof.harness.strategies.scopes import scopes
from vectorproof.harness.target import Target

_SECRET = "jina_" + "m" * 60
_DATABASES = 3
_Scope = tuple[int, ...]


def turns() -> st.SearchStrategy[list[int]]:
    """Draw in which order collections of up to three keys are loaded: each key once at least, some of them again."""
    keys = st.integers(2, 3)
    return keys.flatmap(
        lambda count: st.tuples(st.permutations(range(count)), st.lists(st.integers(0, count - 1), max_size=3))
    ).map(lambda drawn: [*drawn[0], *drawn[1]])


def layouts() -> st.SearchStrategy[dict[str, _Scope]]:
    """Draw up to four keys by name, each with the positions of its databases; a scope may be empty."""
    return st.dictionaries(key_names(max_length=20), scopes(_DATABASES, smallest=0), min_size=1, max_size=4)


def _options(name: str) -> dict[str, Any]:
    return {"vector": {"service": Binding(authentication={"providerKey": name}).service()}}


@requirement("SCOPE-006")
@boundaries(
    {
        "one after the other": {"order": [0, 1], "text": "a boat"},
        "to and fro": {"order": [1, 0, 1, 0], "text": "a boat"},
        "three keys": {"order": [2, 0, 1], "text": "a boat"},
    }
)
@given(order=turns(), text=texts())
def test_each_collection_with_its_own_key(target: Target, order: list[int], text: str) -> None:
    """In a database that several keys serve, each collection's texts are embedded with the key it is bound to."""
    with target.space(Needs(key_control=True, provider_control=True, provider_journal=True)) as space:
        stored = [space.stored_key() for _ in range(max(order) + 1)]
        bound = [space.vectorize_collection(space.bound_to(key)) for key in stored]
        for number, turn in enumerate(order):
            loaded = bound[turn].insert_one({"_id": str(number), "$vectorize": text})
            space.check("SCOPE-006", loaded, inserted(str(number)))
        numbered = {key.key.id: number for number, key in enumerate(stored)}
        used = [numbered.get(call.key_id or "", -1) for call in space.provider.journal()]
        space.check("SCOPE-006", used, equals(order, "calls with the keys"))


@requirement("SCOPE-008")
@boundaries(
    {
        "none of one": {"layout": {"k1": (1,)}},
        "one of two": {"layout": {"k1": (0,), "k2": (1, 2)}},
        "all of three": {"layout": {"k1": (0,), "k2": (0, 1), "k3": (0, 1, 2)}},
    }
)
@given(layout=layouts())
def test_keys_to_choose_from(target: Target, layout: dict[str, _Scope]) -> None:
    """To choose from are exactly the keys whose scope holds the database, and a collection comes about with each."""
    with target.space(Needs(databases=_DATABASES, key_control=True)) as space:
        scoped = {name: [space.databases[position] for position in scope] for name, scope in layout.items()}
        for name, scope in scoped.items():
            space.check("SCOPE-008", space.organization.add_key(name, _SECRET, scope), succeeded(201))
        usable = {name: scope for name, scope in scoped.items() if space.database in scope}
        space.check("SCOPE-008", space.organization.available_keys(space.database), keys_are(usable))
        for number, name in enumerate(usable):
            created = space.database.create_collection(f"c{number}", _options(name))
            space.check("SCOPE-008", created, status_holds(ok=1))


@requirement("SCOPE-010")
@boundaries(
    {
        "one of three": {"scope": (1,), "name": "k1"},
        "all": {"scope": (0, 1, 2), "name": "k1"},
        "a key for no database": {"scope": (), "name": "k1"},
    }
)
@given(scope=scopes(_DATABASES, smallest=0), name=key_names())
def test_offered_where_active_and_scoped(target: Target, scope: _Scope, name: str) -> None:
    """The form offers the integration once it is active, and only to databases in a scope; without the key no more."""
    with target.space(Needs(databases=_DATABASES, key_control=True, create_collection_form=True)) as space:
        form = space.organization.form
        space.check("SCOPE-010", form(space.database), integration_offered(expected=False))
        scoped = [space.databases[position] for position in scope]
        space.check("SCOPE-010", space.organization.add_key(name, _SECRET, scoped), succeeded(201))
        for position, database in enumerate(space.databases):
            space.check("SCOPE-010", form(database), integration_offered(expected=position in scope))
        space.check("SCOPE-010", space.organization.remove_key(name), succeeded(204))
        for database in scoped:
            space.check("SCOPE-010", form(database), integration_offered(expected=False))
