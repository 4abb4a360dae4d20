"""Removing a key has to be confirmed by its name, and takes the key's scope along."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import http_status, refused_with, status_holds, succeeded
from vectorproof.harness.checks.credentials import credential_invalid
from vectorproof.harness.checks.keychain import key_is, keys_are
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Binding
from vectorproof.harness.strategies import key_names
from vectorproof.harness.strategies.near import key_names_confirmed_wrongly
from vectorproof.harness.strategies.scopes import scopes
from vectorproof.harness.target import Target

_SECRET = "jina_" + "k" * 60


@requirement("REMOVE-001")
@boundaries(
    {
        "no confirmation": {"typed": ("k1", None)},
        "nothing typed": {"typed": ("k1", "")},
        "other case": {"typed": ("key", "KEY")},
        "a character too few": {"typed": ("key", "ke")},
    }
)
@given(typed=key_names_confirmed_wrongly())
def test_wrong_confirmation(target: Target, typed: tuple[str, str | None]) -> None:
    """With any other text than the key's name nothing happens; with the name the key is gone."""
    name, wrong = typed
    with target.space(Needs(key_control=True)) as space:
        space.stored_key(name, secret=_SECRET)
        refusal = space.organization.remove_key(name, confirm=wrong)
        space.check("REMOVE-001", refusal, refused_with("CONFIRMATION_MISMATCH", status=422))
        space.check("REMOVE-001", space.organization.keys(), keys_are({name: space.databases}))
        space.check("REMOVE-001", space.organization.remove_key(name), succeeded(204))
        space.check("REMOVE-001", space.organization.keys(), keys_are({}))


@requirement("REMOVE-010")
@boundaries(
    {
        "nothing in common": {"name": "k1", "old": (0, 1), "new": (2,)},
        "one of three again": {"name": "k1", "old": (0, 1, 2), "new": (1,)},
    }
)
@given(name=key_names(), old=scopes(3), new=scopes(3))
def test_scope_goes_along(target: Target, name: str, old: tuple[int, ...], new: tuple[int, ...]) -> None:
    """Added again by name, a key has the scope that it is given then and nothing of the old one."""
    with target.space(Needs(databases=3, key_control=True)) as space:
        before = [space.databases[position] for position in old]
        after = [space.databases[position] for position in new]
        options = {"vector": {"service": Binding(authentication={"providerKey": name}).service()}}
        space.stored_key(name, *before, secret=_SECRET)
        space.check("REMOVE-010", space.organization.remove_key(name), succeeded(204))
        space.check("REMOVE-010", space.organization.key(name), http_status(404))
        space.check("REMOVE-010", space.organization.add_key(name, _SECRET, after), succeeded(201))
        space.check("REMOVE-010", space.organization.key(name), key_is(name, after))
        for position, database in enumerate(space.databases):
            answer = database.create_collection("c1", options)
            space.check("REMOVE-010", answer, status_holds(ok=1) if position in new else credential_invalid())
