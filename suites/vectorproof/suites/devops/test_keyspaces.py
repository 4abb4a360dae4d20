"""Keyspaces that the DevOps API adds and drops."""

from hypothesis import given

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import holds
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.target import Target
from vectorproof.suites.devops.answers import accepted, at, describes, refused
from vectorproof.suites.devops.asking import keyspace, own, settled, shown
from vectorproof.suites.devops.names import devops_keyspace_names, other_devops_keyspace_names


@requirement("DEVOPS-015")
@boundaries({"a short name": {"name": "b"}, "a long name": {"name": "4" + "_" * 47}})
@costly(8)
@given(name=devops_keyspace_names())
def test_life(target: Target, name: str) -> None:
    """A keyspace is there for both interfaces from when the work is done until it is dropped."""
    with target.space(Needs(devops=True, fresh=True)) as space:
        one = own(space)
        space.check("DEVOPS-015", keyspace(space, "POST", one, name), accepted(201))
        space.check("DEVOPS-015", settled(space, one), _has(name, "info.keyspaces"))
        answer = space.database.command({"findKeyspaces": {}})
        space.check("DEVOPS-015", answer, _has(name, "status.keyspaces"))
        space.check("DEVOPS-015", keyspace(space, "DELETE", one, name), accepted(202))
        space.check("DEVOPS-015", settled(space, one), _has(name, "info.keyspaces", there=False))
        answer = space.database.command({"findKeyspaces": {}})
        space.check("DEVOPS-015", answer, _has(name, "status.keyspaces", there=False))
        space.check("DEVOPS-015", keyspace(space, "DELETE", one, name), accepted(204))


@requirement("DEVOPS-016")
@boundaries(
    {
        "48 and 49 characters": {"right": "a" * 48, "wrong": "a" * 49},
        "an underscore behind and before": {"right": "a_", "wrong": "_a"},
        "nearly reserved and reserved": {"right": "dse2", "wrong": "dse"},
        "reserved, too": {"right": "systems", "wrong": "system"},
    }
)
@costly(8)
@given(right=devops_keyspace_names(), wrong=other_devops_keyspace_names())
def test_names(target: Target, right: str, wrong: str) -> None:
    """A wrong name adds nothing; a right one does."""
    with target.space(Needs(devops=True, fresh=True)) as space:
        before = at(shown(space, own(space)).body, "info.keyspaces")
        space.check("DEVOPS-016", keyspace(space, "POST", own(space), wrong), refused())
        after = settled(space, own(space))
        space.check("DEVOPS-016", after, describes(info__keyspaces=before))
        space.check("DEVOPS-016", keyspace(space, "POST", own(space), right), accepted(201))
        space.check("DEVOPS-016", settled(space, own(space)), _has(right, "info.keyspaces"))


def _has(name: str, path: str, *, there: bool = True) -> Judge[Exchange]:
    what = f"{path} {'with' if there else 'without'} {name!r}"
    return holds(what, lambda seen: seen.ok and bool(at(seen.body, path)) and (name in at(seen.body, path)) is there)
