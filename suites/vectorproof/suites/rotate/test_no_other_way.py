"""A key is rotated by removing and adding it; nothing replaces the secret of a key that exists."""

from collections.abc import Callable, Mapping

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import embedded_with, inserted, refused_with, succeeded
from vectorproof.harness.checks.keychain import keys_are
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.needs import Needs
from vectorproof.harness.organization import Organization
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import key_names, secrets, texts
from vectorproof.harness.strategies.scopes import scopes
from vectorproof.harness.target import Target

_SECRET = "jina_" + "i" * 60
_Attempt = Callable[[Organization, str, str], Exchange]
_ATTEMPTS: Mapping[str, _Attempt] = {
    "patch the secret": lambda keys, name, secret: keys.change_key(name, {"secret": secret}),
    "put the secret": lambda keys, name, secret: keys.change_key(name, {"secret": secret}, method="PUT"),
    "put the key": lambda keys, name, secret: keys.change_key(name, {"name": name, "secret": secret}, method="PUT"),
}


@requirement("ROTATE-001")
@boundaries({title: {"attempt": title, "secret": _SECRET, "text": "a boat"} for title in _ATTEMPTS})
@given(attempt=st.sampled_from(sorted(_ATTEMPTS)), secret=secrets(), text=texts())
def test_secret_is_not_replaced(target: Target, attempt: str, secret: str, text: str) -> None:
    """Every attempt to put another secret in a key is refused, and the key goes on with the one it has."""
    with target.space(Needs(key_control=True, provider_control=True, provider_journal=True)) as space:
        stored = space.stored_key()
        other = space.provider.invent_key(secret)
        refusal = _ATTEMPTS[attempt](space.organization, stored.name, other.secret)
        space.check("ROTATE-001", refusal, refused_with("KEY_IMMUTABLE", status=405))
        collection = space.vectorize_collection(space.bound_to(stored))
        seen = space.provider.during(lambda: collection.insert_one({"_id": "1", "$vectorize": text}))
        space.check("ROTATE-001", seen.result, inserted("1"))
        space.check("ROTATE-001", seen, embedded_with(stored.key, never=other))


@requirement("ROTATE-001")
@boundaries(
    {
        "one database": {"name": "k1", "secret": _SECRET, "scope": (0,)},
        "all databases": {"name": "k1", "secret": _SECRET, "scope": (0, 1, 2)},
    }
)
@given(name=key_names(), secret=secrets(), scope=scopes(3))
def test_removed_and_added(target: Target, name: str, secret: str, scope: tuple[int, ...]) -> None:
    """A key that was removed can be added again by the same name, with another secret and the same scope."""
    with target.space(Needs(databases=3, key_control=True)) as space:
        scoped = [space.databases[position] for position in scope]
        space.stored_key(name, *scoped, secret=_SECRET)
        _removed(space, name)
        space.check("ROTATE-001", space.organization.add_key(name, secret, scoped), succeeded(201))
        space.check("ROTATE-001", space.organization.keys(), keys_are({name: scoped}))


def _removed(space: Space, name: str) -> None:
    space.check("ROTATE-001", space.organization.remove_key(name), succeeded(204))
    space.check("ROTATE-001", space.organization.keys(), keys_are({}))
