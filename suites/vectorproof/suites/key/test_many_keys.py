"""Any number of keys, each with a scope of its own."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import every, succeeded
from vectorproof.harness.checks.keychain import integration_is, key_is, keys_are
from vectorproof.harness.database import Database
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import edges, key_names
from vectorproof.harness.strategies.scopes import scopes
from vectorproof.harness.target import Target

_SECRET = "jina_" + "f" * 60
_PER_STEP = 10
_DOZEN = 12
Layout = dict[str, tuple[int, ...]]


def layouts(smallest: int, largest: int) -> st.SearchStrategy[Layout]:
    """Draw keys by name, each with the positions of the databases in its scope, out of three."""
    return names(smallest, largest).flatmap(lambda drawn: st.fixed_dictionaries({name: scopes(3) for name in drawn}))


def names(smallest: int, largest: int) -> st.SearchStrategy[list[str]]:
    """Draw names that differ by more than the case of their letters."""
    return st.lists(key_names(max_length=20), min_size=smallest, max_size=largest, unique_by=str.casefold)


def _scoped(space: Space, layout: Layout) -> dict[str, list[Database]]:
    return {name: [space.databases[position] for position in scope] for name, scope in layout.items()}


@requirement("KEY-015")
@boundaries(
    {
        "two keys": {"layout": {"k1": (0,), "k2": (0, 1, 2)}},
        "six keys": {"layout": {f"k{number}": (number % 3,) for number in range(6)}},
    }
)
@given(layout=layouts(2, 6))
def test_several_keys(target: Target, layout: Layout) -> None:
    """Keys are added to an integration one after the other; each is listed with its own scope."""
    with target.space(Needs(databases=3, key_control=True)) as space:
        scoped = _scoped(space, layout)
        added = [space.organization.add_key(name, _SECRET, scope) for name, scope in scoped.items()]
        space.check("KEY-015", added, every(succeeded(201), "key"))
        space.check("KEY-015", space.organization.integration(), integration_is("ACTIVE", scoped))


@requirement("KEY-016")
@boundaries(
    {
        "as many as one step takes": {"name": "k1", "databases": _PER_STEP},
        "one more than one step takes": {"name": "k1", "databases": _PER_STEP + 1},
        "a dozen": {"name": "k1", "databases": _DOZEN},
    }
)
@given(name=key_names(), databases=edges(1, 15))
def test_one_key_for_many_databases(target: Target, name: str, databases: int) -> None:
    """One key serves as many databases as are put in its scope, step by step."""
    with target.space(Needs(databases=databases, key_control=True)) as space:
        first, rest = space.databases[:_PER_STEP], space.databases[_PER_STEP:]
        space.check("KEY-016", space.organization.add_key(name, _SECRET, first), succeeded(201))
        if rest:
            space.check("KEY-016", space.organization.add_scope(name, rest), succeeded(204))
        space.check("KEY-016", space.organization.keys(), keys_are({name: space.databases}))


@requirement("KEY-016")
@boundaries({"a dozen": {"keys": [f"k{number}" for number in range(_DOZEN)]}, "one": {"keys": ["k1"]}})
@given(keys=names(1, 14))
def test_many_keys_for_one_database_each(target: Target, keys: list[str]) -> None:
    """There may be a key for every database."""
    with target.space(Needs(databases=len(keys), key_control=True)) as space:
        scoped = {name: [database] for name, database in zip(keys, space.databases, strict=True)}
        added = [space.organization.add_key(name, _SECRET, scope) for name, scope in scoped.items()]
        space.check("KEY-016", added, every(succeeded(201), "key"))
        space.check("KEY-016", space.organization.keys(), keys_are(scoped))


@requirement("KEY-020")
@boundaries(
    {"one key": {"layout": {"k1": (0, 1, 2)}}, "three keys": {"layout": {"k1": (0,), "k2": (1, 2), "k3": (0, 1, 2)}}}
)
@given(layout=layouts(1, 3))
def test_key_by_key(target: Target, layout: Layout) -> None:
    """Each key opened by itself shows precisely the databases in its scope."""
    with target.space(Needs(databases=3, key_control=True)) as space:
        scoped = _scoped(space, layout)
        for name, scope in scoped.items():
            space.check("KEY-020", space.organization.add_key(name, _SECRET, scope), succeeded(201))
        for name, scope in scoped.items():
            space.check("KEY-020", space.organization.key(name), key_is(name, scope))
