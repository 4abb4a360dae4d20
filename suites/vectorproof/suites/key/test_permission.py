"""Who may manage integrations."""

from collections.abc import Callable, Mapping

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import all_of, http_status, refused_with, succeeded
from vectorproof.harness.checks.keychain import keys_are
from vectorproof.harness.database import Database
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.needs import Needs
from vectorproof.harness.organization import Organization
from vectorproof.harness.strategies import key_names
from vectorproof.harness.target import Target

_SECRET = "jina_" + "g" * 60
_Operation = Callable[[Organization, str, Database], Exchange]
_OPERATIONS: Mapping[str, _Operation] = {
    "list integrations": lambda organization, _name, _database: organization.integrations(),
    "read an integration": lambda organization, _name, _database: organization.integration(),
    "list keys": lambda organization, _name, _database: organization.keys(),
    "read a key": lambda organization, name, _database: organization.key(name),
    "list a database's keys": lambda organization, _name, database: organization.available_keys(database),
    "add a key": lambda organization, name, database: organization.add_key(f"{name}2", _SECRET, [database]),
    "remove a key": lambda organization, name, _database: organization.remove_key(name),
    "add to a scope": lambda organization, name, database: organization.add_scope(name, [database]),
    "take out of a scope": lambda organization, name, database: organization.remove_scope(name, database),
}


@requirement("KEY-021")
@boundaries({title: {"operation": title, "name": "k1"} for title in _OPERATIONS})
@given(operation=st.sampled_from(sorted(_OPERATIONS)), name=key_names(max_length=49))
def test_without_permission(target: Target, operation: str, name: str) -> None:
    """Without the permission for integrations every operation is refused and changes nothing; with it, it works."""
    with target.space(Needs(key_control=True)) as space:
        space.stored_key(name, secret=_SECRET)
        run = _OPERATIONS[operation]
        refusal = run(space.organization.unprivileged, name, space.database)
        space.check("KEY-021", refusal, all_of(http_status(401, 403), refused_with("FORBIDDEN", "UNAUTHENTICATED")))
        space.check("KEY-021", space.organization.keys(), keys_are({name: space.databases}))
        space.check("KEY-021", run(space.organization, name, space.database), succeeded())
