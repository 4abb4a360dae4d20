"""A key has a name, and no other key of its provider has the same."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import embedded_with, inserted, refused_with, succeeded
from vectorproof.harness.checks.keychain import keys_are
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import key_names, secrets, texts
from vectorproof.harness.target import Target

_SECRET = "jina_" + "c" * 60
_NAMELESS: tuple[dict[str, Any], ...] = ({}, {"name": None}, {"name": ""}, {"name": 7}, {"name": ["k1"]})


@requirement("KEY-003")
@boundaries(
    {
        "no name": {"nameless": {}, "name": "k1", "secret": _SECRET},
        "empty name": {"nameless": {"name": ""}, "name": "k1", "secret": _SECRET},
    }
)
@given(nameless=st.sampled_from(_NAMELESS), name=key_names(), secret=secrets())
def test_name_needed(target: Target, nameless: dict[str, Any], name: str, secret: str) -> None:
    """A key without a name is refused and not listed; with a name it is both."""
    with target.space(Needs(key_control=True)) as space:
        body = {"secret": secret, "databases": [space.database.id]}
        refusal = space.organization.add_key_as(body | nameless)
        space.check("KEY-003", refusal, refused_with("KEY_NAME_INVALID", status=422))
        space.check("KEY-003", space.organization.add_key_as({**body, "name": name}), succeeded(201))
        space.check("KEY-003", space.organization.keys(), keys_are({name: space.databases}))


@requirement("KEY-003")
@boundaries(
    {
        "shortest name, same secret": {"name": "k", "secret": _SECRET},
        "longest name, other secret": {"name": "k" * 50, "secret": "jina_" + "C" * 60},
    }
)
@given(name=key_names(), secret=secrets())
def test_second_key(target: Target, name: str, secret: str) -> None:
    """A second key of a name is refused, whatever its secret and its scope, and the first keeps its scope."""
    with target.space(Needs(databases=2, key_control=True)) as space:
        first, second = space.databases
        space.check("KEY-003", space.organization.add_key(name, _SECRET, [first]), succeeded(201))
        refusal = space.organization.add_key(name, secret, [second])
        space.check("KEY-003", refusal, refused_with("KEY_NAME_TAKEN", status=409))
        space.check("KEY-003", space.organization.keys(), keys_are({name: [first]}))


@requirement("KEY-003")
@boundaries(
    {
        "shortest name": {"name": "k", "secret": _SECRET, "text": "a boat"},
        "longest name": {"name": "k" * 50, "secret": _SECRET, "text": "a boat"},
    }
)
@given(name=key_names(), secret=secrets(), text=texts())
def test_first_key_keeps_its_secret(target: Target, name: str, secret: str, text: str) -> None:
    """After a second key of its name was refused, the first still serves with its own secret."""
    with target.space(Needs(key_control=True, provider_control=True, provider_journal=True)) as space:
        stored = space.stored_key(name)
        other = space.provider.invent_key(secret)
        refusal = space.organization.add_key(name, other.secret, space.databases)
        space.check("KEY-003", refusal, refused_with("KEY_NAME_TAKEN", status=409))
        collection = space.vectorize_collection(space.bound_to(stored))
        seen = space.provider.during(lambda: collection.insert_one({"_id": "1", "$vectorize": text}))
        space.check("KEY-003", seen.result, inserted("1"))
        space.check("KEY-003", seen, embedded_with(stored.key, never=other))
