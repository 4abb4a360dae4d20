"""A collection from its creation to its end, what is listed meanwhile, and the ids that it gives."""

import re
import uuid
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import found_no_document, holds, options_hold, refused_with, status_holds
from vectorproof.harness.checks.creation import created
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.options import Options, vector_options
from vectorproof.harness.strategies import collection_names
from vectorproof.harness.strategies.meeting import plain_scalars
from vectorproof.harness.strategies.settings import settings_and_others
from vectorproof.harness.target import Target

_VERSIONS: Final = {"uuid": 4, "uuidv6": 6, "uuidv7": 7}
_TYPES: Final = (None, "uuid", "uuidv6", "uuidv7", "objectId")


@requirement("DDL-034")
@boundaries({"shortest name": {"name": "a"}, "longest name": {"name": "a" * 48}})
@costly(5)
@given(name=collection_names())
def test_delete_nothing(target: Target, name: str) -> None:
    """To delete what is not there is no error."""
    with target.space(Needs(fresh=True)) as space:
        space.check("DDL-034", space.database.delete_collection(name), created())


@requirement("DDL-035")
@boundaries({"no name": {"members": {}}, "an empty name": {"members": {"name": ""}}})
@costly(5)
@given(members=st.sampled_from(({}, {"name": ""}, {"name": None})))
def test_delete_refused(target: Target, members: dict[str, Any]) -> None:
    """A deletion needs a name."""
    with target.space() as space:
        answer = space.database.in_keyspace({"deleteCollection": members})
        space.check("DDL-035", answer, refused_with("COMMAND_FIELD_VALUE_INVALID", family="REQUEST"))


@requirement("DDL-036")
@boundaries({"one": {"options": {"cascade": True}, "there": True}, "of nothing": {"options": {"a": 1}, "there": False}})
@costly(5)
@given(
    options=st.dictionaries(collection_names(max_length=8), plain_scalars(), min_size=1, max_size=3),
    there=st.booleans(),
)
def test_delete_with_options(target: Target, options: dict[str, Any], there: bool) -> None:  # noqa: FBT001  # drawn
    """A deletion takes no options, whatever they are, and then deletes nothing."""
    with target.space() as space:
        collection = space.database.collection()
        if not there:
            collection.drop()
        answer = space.database.in_keyspace({"deleteCollection": {"name": collection.name, "options": options}})
        space.check("DDL-036", answer, refused_with("COMMAND_ACCEPTS_NO_OPTIONS", family="REQUEST"))
        if there:
            space.check("DDL-036", collection.find({}), found_no_document())


@requirement("DDL-037")
@boundaries(
    {
        "the same again": {"two": (vector_options(3), vector_options(3))},
        "without vectors": {"two": (vector_options(3), {})},
    }
)
@costly(3)
@given(two=settings_and_others())
def test_another_life(target: Target, two: tuple[Options, Options]) -> None:
    """After its deletion a name is as if it had never been used."""
    with target.space() as space:
        collection = space.database.collection(options=two[0])
        collection.insert_one({"_id": "1"})
        space.check("DDL-037", collection.drop(), created())
        space.check("DDL-037", space.database.create_collection(collection.name, two[1]), created())
        space.check("DDL-037", collection.find({}), found_no_document())


@requirement("DDL-038", "DDL-039")
@boundaries({"none": {"made": [], "gone": 0}, "two of three": {"made": ["a", "b", "c"], "gone": 1}})
@costly(5)
@given(made=st.lists(collection_names(max_length=8), max_size=4, unique=True), gone=st.integers(0, 4))
def test_listing(target: Target, made: list[str], gone: int) -> None:
    """What was made and not deleted is listed, and nothing else."""
    with target.space(Needs(fresh=True)) as space:
        space.check("DDL-039", space.database.find_collections(), status_holds(collections=[]))
        for name in made:
            space.database.create_collection(name)
        for name in made[:gone]:
            space.database.delete_collection(name)
        space.check("DDL-038", space.database.find_collections(), _lists(made[gone:]))


@requirement("DDL-053")
@boundaries({f"the type {kind}": {"kind": kind} for kind in _TYPES})
@costly(5)
@given(kind=st.sampled_from(_TYPES))
def test_given_ids(target: Target, kind: str | None) -> None:
    """A document without an id gets one of the collection's type."""
    with target.space() as space:
        options = {} if kind is None else {"defaultId": {"type": kind}}
        collection = space.database.collection(options=options)
        space.check(
            "DDL-053",
            collection.insert_one({"n": 1}),
            holds(f"an id of the type {kind}", lambda seen: _has_id(seen, kind)),
        )


@requirement("DDL-003")
@boundaries(
    {"vectors": {"options": vector_options(3)}, "everything denied": {"options": {"indexing": {"deny": ["*"]}}}}
)
@costly(5)
@given(options=st.sampled_from((vector_options(3), {"indexing": {"deny": ["*"]}}, {"defaultId": {"type": "uuid"}})))
def test_explained_again(target: Target, options: Options) -> None:
    """What is explained makes the same collection elsewhere."""
    with target.space() as space:
        name, other = space.database.new_name(), space.database.new_name()
        space.database.create_collection(name, options)
        explained = space.database.collection_options(name)
        space.check("DDL-003", space.database.create_collection(other, explained), created())
        space.check("DDL-003", space.database.collection_options(other), options_hold(explained or {}))


def _lists(names: list[str]) -> Judge[Exchange]:
    wanted = sorted(names)
    return holds(f"the collections {wanted}", lambda seen: sorted(seen.status_member.get("collections", [0])) == wanted)


def _has_id(seen: Exchange, kind: str | None) -> bool:
    made = seen.status_member.get("insertedIds", [])
    if len(made) != 1:
        return False
    if kind == "objectId":
        return re.fullmatch(r"[0-9a-f]{24}", str(made[0].get("$objectId"))) is not None
    text = made[0] if kind is None else made[0].get("$uuid")
    return uuid.UUID(str(text)).version == _VERSIONS.get(kind or "uuid")
