"""The integration itself: offered before it has a key, active from its first key on."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import succeeded
from vectorproof.harness.checks.keychain import integration_is, integration_listed
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import key_names, secrets
from vectorproof.harness.strategies.scopes import scopes
from vectorproof.harness.target import Target

_SECRET = "jina_" + "b" * 60


@requirement("KEY-001")
@boundaries(
    {
        "shortest name": {"name": "k", "secret": _SECRET},
        "longest name": {"name": "k" * 50, "secret": _SECRET},
    }
)
@given(name=key_names(), secret=secrets())
def test_offered(target: Target, name: str, secret: str) -> None:
    """Jina AI stands among the embedding providers, and an administrator can add it."""
    with target.space(Needs(key_control=True)) as space:
        space.check("KEY-001", space.organization.integrations(), integration_listed("INACTIVE"))
        space.check("KEY-001", space.organization.add_key(name, secret, space.databases), succeeded(201))
        space.check("KEY-001", space.organization.integrations(), integration_listed("ACTIVE"))


@requirement("KEY-002")
@boundaries(
    {
        "one database": {"name": "k1", "scope": (0,)},
        "all databases": {"name": "k1", "scope": (0, 1, 2)},
    }
)
@given(name=key_names(), scope=scopes(3))
def test_first_key(target: Target, name: str, scope: tuple[int, ...]) -> None:
    """The first key makes the integration active, and is listed with exactly the databases put in its scope."""
    with target.space(Needs(databases=3, key_control=True)) as space:
        scoped = [space.databases[position] for position in scope]
        space.check("KEY-002", space.organization.integration(), integration_is("INACTIVE", {}))
        space.check("KEY-002", space.organization.add_key(name, _SECRET, scoped), succeeded(201))
        space.check("KEY-002", space.organization.integration(), integration_is("ACTIVE", {name: scoped}))
