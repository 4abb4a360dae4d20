"""The end of a database, and databases that never were."""

from collections.abc import Callable, Mapping

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Space
from vectorproof.harness.target import Target
from vectorproof.suites.devops.answers import BUSY, accepted, describes, in_status, refused
from vectorproof.suites.devops.asking import UNKNOWN_ID, keyspace, own, settled, shown, terminated

_Operation = Callable[[Space, str], Exchange]
_CHANGES: Mapping[str, _Operation] = {
    "terminate": terminated,
    "add a keyspace": lambda space, one: keyspace(space, "POST", one, "another"),
    "drop a keyspace": lambda space, one: keyspace(space, "DELETE", one, "default_keyspace"),
}
_OPERATIONS: Mapping[str, _Operation] = {
    **_CHANGES,
    "describe": shown,
    "list regions": lambda space, one: space.devops.send(
        "GET", f"/databases/{one}/datacenters", title="list a database's regions"
    ),
}


@requirement("DEVOPS-013", "DEVOPS-014")
@boundaries({operation: {"operation": operation} for operation in _CHANGES})
@costly(8)
@given(operation=st.sampled_from(sorted(_CHANGES)))
def test_end(target: Target, operation: str) -> None:
    """A database ends, goes on being described, and takes no change any more."""
    with target.space(Needs(devops=True, fresh=True)) as space:
        one = own(space)
        space.check("DEVOPS-013", terminated(space, one), accepted(202))
        space.check("DEVOPS-013", shown(space, one), in_status("TERMINATING", "TERMINATED"))
        space.check("DEVOPS-014", _CHANGES[operation](space, one), refused(409, number=BUSY))
        space.check("DEVOPS-013", settled(space, one, "TERMINATED"), in_status("TERMINATED"))
        space.check("DEVOPS-013", shown(space, one), describes(id=one, info__name=space.database.name))
        space.check("DEVOPS-014", _CHANGES[operation](space, one), refused(409, number=BUSY))


@requirement("DEVOPS-011")
@boundaries({"an id": {"unknown": UNKNOWN_ID}, "another id": {"unknown": UNKNOWN_ID[::-1]}})
@costly(8)
@given(unknown=st.uuids(version=4).map(str))
def test_unknown(target: Target, unknown: str) -> None:
    """Nothing is described and nothing is terminated that is not there."""
    with target.space(Needs(devops=True)) as space:
        space.check("DEVOPS-011", shown(space, unknown), refused(404))
        space.check("DEVOPS-011", terminated(space, unknown), refused(404))


@requirement("DEVOPS-012")
@boundaries({operation: {"operation": operation, "unknown": UNKNOWN_ID} for operation in _OPERATIONS})
@costly(8)
@given(operation=st.sampled_from(sorted(_OPERATIONS)), unknown=st.uuids(version=4).map(str))
def test_unknown_is_named(target: Target, operation: str, unknown: str) -> None:
    """Whatever is asked of a database that is not there, the refusal says which was meant."""
    with target.space(Needs(devops=True, fresh=True)) as space:
        space.check("DEVOPS-012", _OPERATIONS[operation](space, unknown), refused(404, says=unknown))
