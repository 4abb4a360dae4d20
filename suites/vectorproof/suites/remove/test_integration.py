"""The integration goes with the last of its keys."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import holds, succeeded
from vectorproof.harness.checks.keychain import integration_is
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import key_names
from vectorproof.harness.target import Target

_SECRET = "jina_" + "m" * 60


def _form(*, offers: bool) -> Judge[Exchange]:
    promise = "the form offers the integration" if offers else "the form does not offer the integration"
    return holds(promise, lambda seen: seen.ok and seen.body.get("offered") is offers)


@requirement("REMOVE-008")
@boundaries({"only key": {"names": ["k1"]}, "last of three": {"names": ["k1", "k2", "k3"]}})
@given(names=st.lists(key_names(max_length=20), min_size=1, max_size=3, unique=True))
def test_last_key(target: Target, names: list[str]) -> None:
    """While a key is left the integration is active and offered; without one it is neither."""
    with target.space(Needs(key_control=True, create_collection_form=True)) as space:
        for name in names:
            space.stored_key(name, secret=_SECRET)
        for name in names[:-1]:
            space.check("REMOVE-008", space.organization.remove_key(name), succeeded(204))
        last = names[-1]
        space.check("REMOVE-008", space.organization.integration(), integration_is("ACTIVE", {last: space.databases}))
        space.check("REMOVE-008", space.organization.form(space.database), _form(offers=True))
        space.check("REMOVE-008", space.organization.remove_key(last), succeeded(204))
        space.check("REMOVE-008", space.organization.integration(), integration_is("INACTIVE", {}))
        space.check("REMOVE-008", space.organization.form(space.database), _form(offers=False))
