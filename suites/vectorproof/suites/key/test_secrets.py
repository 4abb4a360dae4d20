"""The provider's secret: needed to add a key, and never seen again."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import absent, every, refused_with, succeeded
from vectorproof.harness.checks.keychain import integration_is, key_is, keys_are
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import blank_texts, key_names, secrets
from vectorproof.harness.target import Target

_SECRET = "jina_" + "e" * 60


def secretless() -> st.SearchStrategy[dict[str, Any]]:
    """Draw the member ``secret`` as it must not be: left out, null, empty, or white space only."""
    blank = blank_texts().map(lambda text: {"secret": text})
    return st.one_of(st.sampled_from([{}, {"secret": None}]), blank)


@requirement("KEY-010")
@boundaries(
    {
        "left out": {"name": "k1", "wrong": {}, "right": _SECRET},
        "empty": {"name": "k1", "wrong": {"secret": ""}, "right": _SECRET},
        "a blank, and a short secret": {"name": "k1", "wrong": {"secret": " "}, "right": "jina_k"},
    }
)
@given(name=key_names(), wrong=secretless(), right=secrets())
def test_secret_needed(target: Target, name: str, wrong: dict[str, Any], right: str) -> None:
    """A key without a secret is refused and not listed; with one it is added."""
    with target.space(Needs(key_control=True)) as space:
        body = {"name": name, "databases": [space.database.id]}
        refusal = space.organization.add_key_as(body | wrong)
        space.check("KEY-010", refusal, refused_with("KEY_SECRET_MISSING", status=422))
        space.check("KEY-010", space.organization.add_key_as({**body, "secret": right}), succeeded(201))
        space.check("KEY-010", space.organization.keys(), keys_are({name: space.databases}))


@requirement("KEY-011")
@boundaries({"shortest name": {"name": "k", "secret": _SECRET}, "longest name": {"name": "k" * 50, "secret": _SECRET}})
@given(name=key_names(), secret=secrets())
def test_secret_never_shown(target: Target, name: str, secret: str) -> None:
    """No answer about a key contains its secret: neither listings nor what adding, changing and removing answer."""
    with target.space(Needs(key_control=True, create_collection_form=True)) as space:
        organization = space.organization
        added = organization.add_key(name, secret, space.databases)
        space.check("KEY-011", added, succeeded(201))
        shown = organization.key(name)
        space.check("KEY-011", shown, key_is(name, space.databases))
        answers = [
            added,
            shown,
            organization.add_key(name, secret, space.databases),
            organization.change_key(name, {"secret": secret}),
            organization.integrations(),
            organization.form(space.database),
            organization.remove_key(name, confirm=None),
            organization.remove_key(name),
        ]
        space.check("KEY-011", answers, every(absent(secret), "answer"))


@requirement("KEY-011")
@boundaries({"shortest name": {"name": "k", "secret": _SECRET}, "longest name": {"name": "k" * 50, "secret": _SECRET}})
@given(name=key_names(), secret=secrets())
def test_listing(target: Target, name: str, secret: str) -> None:
    """Every listing tells a key's name and scope, and none its secret."""
    with target.space(Needs(databases=2, key_control=True)) as space:
        space.check("KEY-011", space.organization.add_key(name, secret, space.databases), succeeded(201))
        for listing in (space.organization.keys(), space.organization.available_keys(space.database)):
            space.check("KEY-011", listing, keys_are({name: space.databases}))
            space.check("KEY-011", listing, absent(secret))
        opened = space.organization.integration()
        space.check("KEY-011", opened, integration_is("ACTIVE", {name: space.databases}))
        space.check("KEY-011", opened, absent(secret))
