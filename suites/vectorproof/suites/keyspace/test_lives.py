"""A keyspace from its creation to its end."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import document_is, found_no_document, holds, refused_with, status_holds
from vectorproof.harness.checks.creation import created
from vectorproof.harness.checks.envelopes import warns
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.strategies import collection_names
from vectorproof.harness.target import Target

_REPLICATIONS = st.one_of(
    st.integers(1, 3).map(lambda factor: {"class": "SimpleStrategy", "replication_factor": factor}),
    st.integers(1, 3).map(lambda factor: {"class": "NetworkTopologyStrategy", "datacenter1": factor}),
)
_SIMPLE = {"class": "SimpleStrategy", "replication_factor": 1}
_NETWORK = {"class": "NetworkTopologyStrategy", "datacenter1": 2}


def _lists(name: str, there: bool, member: str = "keyspaces") -> Judge[Exchange]:  # noqa: FBT001  # reads as a sentence
    what = f"a list of {member} {'with' if there else 'without'} the new one"
    return holds(
        what,
        lambda seen: isinstance(seen.status_member.get(member), list) and (name in seen.status_member[member]) is there,
    )


@requirement("KEYSPACE-004")
@boundaries(
    {"with another class": {"first": _SIMPLE, "second": _NETWORK}, "with none": {"first": _NETWORK, "second": None}}
)
@costly(5)
@given(first=st.one_of(st.none(), _REPLICATIONS), second=st.one_of(st.none(), _REPLICATIONS))
def test_again(target: Target, first: dict[str, Any] | None, second: dict[str, Any] | None) -> None:
    """What exists stays as it is, with all that is in it."""
    with target.space() as space:
        name = space.database.new_name("ks")
        space.check("KEYSPACE-004", space.database.command(_create(name, first)), created())
        collection = space.database.collection(keyspace=name)
        collection.insert_one({"_id": "1"})
        space.check("KEYSPACE-004", space.database.command(_create(name, second)), created())
        space.check("KEYSPACE-004", collection.find_one({}), document_is({"_id": "1"}))
        space.database.command({"dropKeyspace": {"name": name}})


@requirement("KEYSPACE-008")
@boundaries({"never there": {"twice": False}, "dropped before": {"twice": True}})
@costly(5)
@given(twice=st.booleans())
def test_drop_of_nothing(target: Target, twice: bool) -> None:  # noqa: FBT001  # drawn
    """To drop what is not there is no error."""
    with target.space() as space:
        name = space.database.new_name("ks")
        if twice:
            space.database.command(_create(name))
            space.check("KEYSPACE-008", space.database.command({"dropKeyspace": {"name": name}}), created())
        space.check("KEYSPACE-008", space.database.command({"dropKeyspace": {"name": name}}), created())
        found = space.database.in_keyspace({"findCollections": {}}, keyspace=name)
        space.check("KEYSPACE-008", found, refused_with("UNKNOWN_KEYSPACE", scope="SCHEMA"))


@requirement("KEYSPACE-009", "KEYSPACE-017")
@boundaries({"one collection": {"count": 1}, "three collections": {"count": 3}})
@costly(5)
@given(count=st.integers(1, 3))
def test_drop(target: Target, count: int) -> None:
    """With a keyspace go its collections: created again, it has none."""
    with target.space() as space:
        keyspace = space.database.keyspace_made()
        collections = [space.database.collection(keyspace=keyspace) for _ in range(count)]
        collections[0].insert_one({"_id": "1"})
        space.check("KEYSPACE-009", space.database.command({"dropKeyspace": {"name": keyspace}}), created())
        gone = refused_with("UNKNOWN_KEYSPACE", scope="SCHEMA")
        space.check("KEYSPACE-017", collections[0].find({}), gone)
        space.check("KEYSPACE-017", space.database.find_collections(keyspace=keyspace), gone)
        space.database.create_keyspace(keyspace)
        listed = space.database.find_collections(keyspace=keyspace)
        space.check("KEYSPACE-009", listed, status_holds(collections=[]))


@requirement("KEYSPACE-011", "KEYSPACE-013")
@boundaries({"one": {"count": 1}, "three": {"count": 3}})
@costly(5)
@given(count=st.integers(1, 3))
def test_listing(target: Target, count: int) -> None:
    """Both lists know a keyspace for as long as it lives."""
    with target.space() as space:
        names = [space.database.keyspace_made() for _ in range(count)]
        for name in names:
            space.check("KEYSPACE-011", space.database.command({"findKeyspaces": {}}), _lists(name, there=True))
            answer = space.database.command({"findNamespaces": {}})
            space.check("KEYSPACE-013", answer, _lists(name, there=True, member="namespaces"))
        space.database.command({"dropKeyspace": {"name": names[0]}})
        space.check("KEYSPACE-011", space.database.command({"findKeyspaces": {}}), _lists(names[0], there=False))


@requirement("KEYSPACE-012", "KEYSPACE-014")
@boundaries({"made by the older word": {"older_first": True}, "dropped by it": {"older_first": False}})
@costly(5)
@given(older_first=st.booleans())
def test_older_word(target: Target, older_first: bool) -> None:  # noqa: FBT001  # drawn
    """The older word makes and drops the same thing, and says which word is the newer one."""
    create, drop = ("createNamespace", "dropKeyspace") if older_first else ("createKeyspace", "dropNamespace")
    with target.space() as space:
        name = space.database.new_name("ks")
        made = space.database.command({create: {"name": name}})
        space.check("KEYSPACE-012", space.database.command({"findKeyspaces": {}}), _lists(name, there=True))
        dropped = space.database.command({drop: {"name": name}})
        space.check("KEYSPACE-012", space.database.command({"findKeyspaces": {}}), _lists(name, there=False))
        old, new = ("createNamespace", "createKeyspace") if older_first else ("dropNamespace", "dropKeyspace")
        space.check("KEYSPACE-014", made if older_first else dropped, warns(old, new))


@requirement("KEYSPACE-016")
@boundaries({"a short name": {"name": "a"}, "a long name": {"name": "a" * 48}})
@costly(5)
@given(name=collection_names())
def test_isolation(target: Target, name: str) -> None:
    """Two collections of one name in two keyspaces share nothing."""
    with target.space() as space:
        here = space.database.collection(name)
        there = space.database.collection(name, keyspace=space.database.keyspace_made())
        here.insert_one({"_id": "1", "n": 1})
        space.check("KEYSPACE-016", there.find({}), found_no_document())
        there.insert_one({"_id": "1", "n": 2})
        space.check("KEYSPACE-016", here.find_one({}), document_is({"_id": "1", "n": 1}))


def _create(name: str, replication: dict[str, Any] | None = None) -> dict[str, Any]:
    options = {} if replication is None else {"options": {"replication": replication}}
    return {"createKeyspace": {"name": name, **options}}
