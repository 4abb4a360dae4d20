"""A database is wished for, made, and becomes active; or the wish is refused and nothing is made."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, holds
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Space
from vectorproof.harness.target import Target
from vectorproof.suites.devops.answers import accepted, at, describes, in_status, lists, refused
from vectorproof.suites.devops.asking import created, listed, own, region, settled, shown, wish
from vectorproof.suites.devops.names import database_names, other_database_names

# Making databases costs where they are real: only a target that lends fresh ones is asked to.
_FRESH = Needs(devops=True, fresh=True)
_REQUIRED = ("name", "cloudProvider", "tier", "capacityUnits", "region")


@requirement("DEVOPS-004", "DEVOPS-005")
@boundaries(
    {
        "all that is optional": {"name": "a", "number": 0, "vector": True, "keyspace": "first"},
        "nothing that is": {"name": "z" * 50, "number": 20, "vector": False, "keyspace": None},
    }
)
@costly(8)
@given(
    name=database_names(),
    number=st.integers(0, 99),
    vector=st.booleans(),
    keyspace=st.none() | st.sampled_from(["k", "first_one", "k" * 48]),
)
def test_wished(target: Target, name: str, number: int, vector: bool, keyspace: str | None) -> None:  # noqa: FBT001  # drawn
    """What is described is what was wished for, in any region that is offered; in the end it is active."""
    with target.space(_FRESH) as space:
        cloud, place = region(space, number)
        kind, first = {"dbType": "vector"} if vector else {}, {"keyspace": keyspace} if keyspace else {}
        answer = created(space, {**wish(cloud, place, name), **kind, **first})
        space.check("DEVOPS-004", answer, all_of(accepted(201), _located()))
        made = answer.headers["location"]
        begun = shown(space, made)
        right = describes(id=made, info__name=name, info__region=place, info__dbType=kind.get("dbType"))
        space.check("DEVOPS-004", begun, right)
        space.check("DEVOPS-004", begun, _of_cloud(cloud))
        space.check("DEVOPS-005", begun, in_status("PENDING", "INITIALIZING", "ACTIVE"))
        ready = settled(space, made)
        space.check("DEVOPS-005", ready, in_status("ACTIVE"))
        if keyspace:
            space.check("DEVOPS-004", ready, describes(info__keyspaces=[keyspace], info__keyspace=keyspace))
        space.check("DEVOPS-004", listed(space), lists(own(space), made))


@requirement("DEVOPS-017")
@boundaries(
    {
        "50 and 51 characters": {"right": "a" * 50, "wrong": "a" * 51},
        "one letter and none": {"right": "7", "wrong": ""},
        "each sign inside, and one at an end": {"right": "a&+-_()<>.,@b", "wrong": "ab)"},
    }
)
@costly(8)
@given(right=database_names(), wrong=other_database_names())
def test_names(target: Target, right: str, wrong: str) -> None:
    """A name by the rules is taken as it is; another one makes nothing."""
    with target.space(_FRESH) as space:
        cloud, place = region(space, 0)
        space.check("DEVOPS-017", created(space, wish(cloud, place, wrong)), refused())
        space.check("DEVOPS-017", listed(space), lists(own(space)))
        answer = created(space, wish(cloud, place, right))
        space.check("DEVOPS-017", answer, accepted(201))
        space.check("DEVOPS-017", shown(space, answer.headers.get("location", "")), describes(info__name=right))


@requirement("DEVOPS-018")
@boundaries({f"without {name}": {"missing": name} for name in _REQUIRED})
@costly(8)
@given(missing=st.sampled_from(_REQUIRED))
def test_required(target: Target, missing: str) -> None:
    """Nothing is made of a wish without a member that is required, and something of one with all of them."""
    with target.space(_FRESH) as space:
        whole = wish(*region(space, 0))
        space.check("DEVOPS-018", created(space, _without(whole, missing)), refused())
        space.check("DEVOPS-018", listed(space), lists(own(space)))
        _made(space, whole)


def _made(space: Space, body: dict[str, Any]) -> None:
    answer = created(space, body)
    space.check("DEVOPS-018", answer, accepted(201))
    space.check("DEVOPS-018", listed(space), lists(own(space), answer.headers.get("location", "")))


def _without(body: dict[str, Any], missing: str) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != missing}


def _located() -> Judge[Exchange]:
    return holds("an id in Location", lambda seen: bool(seen.headers.get("location")))


def _of_cloud(cloud: str) -> Judge[Exchange]:
    path = "info.cloudProvider"
    return holds(f"a database of {cloud}", lambda seen: str(at(seen.body, path)).upper() == cloud.upper())
