"""What happens in a full database: refusal, nothing left behind, room again after a deletion, the same again."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import message_says, same_as, succeeded
from vectorproof.harness.checks.creation import created, limit_reached
from vectorproof.harness.checks.listings import lists_collection, lists_no_collection
from vectorproof.harness.errors import Missing
from vectorproof.harness.filling import Filled, fill, keep_off_others
from vectorproof.harness.needs import DatabaseOptions, Needs
from vectorproof.harness.options import Options, vectorize_options
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import edges
from vectorproof.harness.strategies.dates import LAST_BEFORE
from vectorproof.harness.strategies.settings import vectorize_settings
from vectorproof.harness.target import Target

_OLD = (DatabaseOptions(creation_time=LAST_BEFORE),)
_DEFAULT: Options = vectorize_options()


@requirement("LIMIT-005")
@boundaries({"vectorize": {"options": _DEFAULT}, "plain": {"options": {}}})
@given(options=vectorize_settings())
def test_refusal(target: Target, options: Options) -> None:
    """One collection too many is refused by the codes that speak of a limit, and is not there afterwards."""
    with target.space(_needs(target)) as space:
        filled = _filled(space, options)
        space.check("LIMIT-005", filled.last, limit_reached())
        space.check("LIMIT-005", space.database.create_collection(filled.refused.name, options), limit_reached())
        listing = space.database.find_collections()
        space.check("LIMIT-005", listing, lists_no_collection(filled.refused.name))
        space.check("LIMIT-005", listing, lists_collection(filled.made[-1].name))


@requirement("LIMIT-006")
@boundaries(
    {"first of the full": {"pick": 0, "options": _DEFAULT}, "last of the full": {"pick": 4, "options": _DEFAULT}}
)
@given(pick=edges(0, 4), options=vectorize_settings())
def test_words_of_the_form(target: Target, pick: int, options: Options) -> None:
    """The form says so in its own words, and makes the collection once another is deleted."""
    with target.space(Needs(options=_OLD, key_control=True, create_collection_form=True)) as space:
        filled = _filled(space, options)
        fields = {"name": "by_form", "vector": False}
        refusal = space.organization.submit_form(space.database, fields)
        space.check("LIMIT-006", refusal, message_says("Collection Limit Reached"))
        space.check("LIMIT-006", space.database.find_collections(), lists_no_collection("by_form"))
        filled.made[pick % filled.count].drop()
        space.check("LIMIT-006", space.organization.submit_form(space.database, fields), succeeded(201))
        space.check("LIMIT-006", space.database.find_collections(), lists_collection("by_form"))


@requirement("LIMIT-007")
@boundaries({"first": {"pick": 0, "options": _DEFAULT}, "last": {"pick": 4, "options": _DEFAULT}})
@given(pick=edges(0, 4), options=vectorize_settings())
def test_room_after_a_deletion(target: Target, pick: int, options: Options) -> None:
    """A full database takes exactly one more collection for each that is deleted, whichever it was."""
    with target.space(_needs(target)) as space:
        filled = _filled(space, options)
        space.check("LIMIT-007", filled.last, limit_reached())
        space.check("LIMIT-007", filled.made[pick % filled.count].drop(), created())
        name = space.database.new_name()
        space.check("LIMIT-007", space.database.create_collection(name, options), created())
        space.check("LIMIT-007", space.database.find_collections(), lists_collection(name))
        another = space.database.new_name()
        space.check("LIMIT-007", space.database.create_collection(another, options), limit_reached())


@requirement("LIMIT-009")
@boundaries(
    {"the same": {"options": _DEFAULT, "later": _DEFAULT}, "other settings": {"options": _DEFAULT, "later": {}}}
)
@given(options=vectorize_settings(), later=vectorize_settings())
def test_nothing_left_behind(target: Target, options: Options, later: Options) -> None:
    """The name that was refused is not listed, and is free, for whatever settings, once there is room."""
    with target.space(_needs(target)) as space:
        filled = _filled(space, options)
        space.check("LIMIT-009", filled.last, limit_reached())
        name = filled.refused.name
        space.check("LIMIT-009", space.database.find_collections(), lists_no_collection(name))
        filled.made[0].drop()
        space.check("LIMIT-009", space.database.create_collection(name, later), created())
        space.check("LIMIT-009", space.database.find_collections(), lists_collection(name))


@requirement("LIMIT-010")
@boundaries({"first": {"pick": 0, "options": _DEFAULT}, "last": {"pick": 4, "options": _DEFAULT}})
@given(pick=edges(0, 4), options=vectorize_settings())
def test_the_same_again(target: Target, pick: int, options: Options) -> None:
    """In a full database a collection that exists can be created again, and stays as it is."""
    with target.space(_needs(target)) as space:
        filled = _filled(space, options)
        space.check("LIMIT-010", filled.last, limit_reached())
        name = filled.made[pick % filled.count].name
        before = space.database.collection_options(name)
        space.check("LIMIT-010", space.database.create_collection(name, options), created())
        space.check("LIMIT-010", space.database.collection_options(name), same_as(before, "settings"))


def _needs(target: Target) -> Needs:
    """Ask for a small database where fresh ones are to be had; elsewhere take the one there is, if it is empty."""
    return Needs(options=_OLD) if "fresh-databases" in target.capabilities else Needs()


def _filled(space: Space, options: Options) -> Filled:
    keep_off_others(space.database)
    filled = fill(space.database, options)
    if filled.last.ok and not space.database.fresh:
        raise Missing(
            "fresh-databases",
            f"the target has no fresh-databases, and {filled.count} collections did not fill it",
        )
    return filled
