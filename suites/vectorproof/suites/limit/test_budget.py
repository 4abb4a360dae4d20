"""How many collections fit: by the database's age, by what the collections index, over all keyspaces."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import holds, one_of, same_as
from vectorproof.harness.checks.creation import created, limit_reached
from vectorproof.harness.checks.shapes import is_list, is_object
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.filling import fill
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import DatabaseOptions, Needs
from vectorproof.harness.options import Options, vector_options, vectorize_options
from vectorproof.harness.strategies import dimensions, metrics
from vectorproof.harness.strategies.dates import FIRST_AFTER, LAST_BEFORE, moments_after, moments_before
from vectorproof.harness.strategies.settings import vectorize_settings
from vectorproof.harness.target import Target

# The budgets are those of the hosted service, the one that stores keys; elsewhere an installation sets its own.
_NEW = range(9, 13)
_OLD = range(4, 7)
_PLAIN: Options = {}
_NOT_BY_WORDS: Options = {**vectorize_options(), "lexical": {"enabled": False}}
_LEAST: Options = {"indexing": {"deny": ["*"]}, "lexical": {"enabled": False}}
_KINDS: tuple[Options, ...] = (vectorize_options(), _NOT_BY_WORDS, vector_options(5), _PLAIN)


@requirement("LIMIT-001")
@boundaries(
    {
        "the day after, vectorize": {"created_at": FIRST_AFTER, "options": vectorize_options()},
        "the day after, fewer indexes": {"created_at": FIRST_AFTER, "options": _NOT_BY_WORDS},
    }
)
@given(created_at=moments_after(), options=st.sampled_from(_KINDS))
def test_after(target: Target, created_at: str, options: Options) -> None:
    """A database created after the day takes about ten collections."""
    with target.space(_hosted(created_at)) as space:
        filled = fill(space.database, options)
        space.check("LIMIT-001", filled.last, limit_reached())
        space.check("LIMIT-001", filled.count, one_of(_NEW, "collections:"))
        space.check("LIMIT-001", space.database.find_collections(), _lists(filled.count))


@requirement("LIMIT-002")
@boundaries(
    {
        "the day before, vectorize": {"created_at": LAST_BEFORE, "options": vectorize_options()},
        "the day before, fewer indexes": {"created_at": LAST_BEFORE, "options": _NOT_BY_WORDS},
    }
)
@given(created_at=moments_before(), options=st.sampled_from(_KINDS))
def test_before(target: Target, created_at: str, options: Options) -> None:
    """A database created before the day takes about five collections."""
    with target.space(_hosted(created_at)) as space:
        filled = fill(space.database, options)
        space.check("LIMIT-002", filled.last, limit_reached())
        space.check("LIMIT-002", filled.count, one_of(_OLD, "collections:"))
        space.check("LIMIT-002", space.database.find_collections(), _lists(filled.count))


@requirement("LIMIT-003")
@boundaries(
    {
        "both sides of the day": {"before": LAST_BEFORE, "after": FIRST_AFTER, "options": vectorize_options()},
        "both sides of the day, plain": {"before": LAST_BEFORE, "after": FIRST_AFTER, "options": _PLAIN},
    }
)
@given(before=moments_before(), after=moments_after(), options=st.sampled_from(_KINDS))
def test_creation_date(target: Target, before: str, after: str, options: Options) -> None:
    """The creation date that the DevOps API tells decides which of the two limits a database has."""
    ages = tuple(DatabaseOptions(creation_time=moment) for moment in (before, after))
    with target.space(Needs(options=ages, key_control=True, devops=True)) as space:
        for database, moment, limit in zip(space.databases, (before, after), (_OLD, _NEW), strict=True):
            told = space.devops.send("GET", f"/databases/{database.id}", title="read a database")
            space.check("LIMIT-003", told, _created_at(moment))
            filled = fill(database, options)
            space.check("LIMIT-003", filled.last, limit_reached())
            space.check("LIMIT-003", filled.count, one_of(limit, "collections:"))


@requirement("LIMIT-004")
@boundaries({"vectorize": {"options": vectorize_options()}, "plain": {"options": _PLAIN}})
@given(options=st.one_of(vectorize_settings(), st.builds(vector_options, dimensions(), metrics())))
def test_fewer_indexes(target: Target, options: Options) -> None:
    """Where ordinary collections fill a database, collections that index less go on fitting in."""
    age = DatabaseOptions(creation_time=LAST_BEFORE)
    with target.space(Needs(options=(age, age), key_control=True)) as space:
        ordinary, lean = space.databases
        filled = fill(ordinary, options)
        space.check("LIMIT-004", filled.last, limit_reached())
        light = fill(lean, {**options, **_LEAST}, at_most=filled.count + 3)
        space.check("LIMIT-004", light.last, created())
        space.check("LIMIT-004", lean.find_collections(), _lists(filled.count + 3))


@requirement("LIMIT-008")
@boundaries(
    {
        "two in turn": {"turns": ["default_keyspace", "second"], "options": vectorize_options()},
        "all but the first elsewhere": {"turns": ["second", "third"], "options": _PLAIN},
    }
)
@given(
    turns=st.permutations(("default_keyspace", "second", "third")),
    options=st.sampled_from(_KINDS),
)
def test_all_keyspaces(target: Target, turns: list[str], options: Options) -> None:
    """Spread over keyspaces no more collections fit than in a single one, and then none fits in any of them."""
    age = DatabaseOptions(creation_time=LAST_BEFORE, keyspaces=("default_keyspace", "second", "third"))
    with target.space(Needs(options=(age, age))) as space:
        single, spread = space.databases
        alone = fill(single, options)
        together = fill(spread, options, keyspaces=turns)
        space.check("LIMIT-008", together.last, limit_reached())
        space.check("LIMIT-008", together.count, same_as(alone.count, "collections:"))
        for keyspace in turns:
            refusal = spread.create_collection(spread.new_name(), options, keyspace=keyspace)
            space.check("LIMIT-008", refusal, limit_reached())


def _hosted(creation_time: str) -> Needs:
    return Needs(options=(DatabaseOptions(creation_time=creation_time),), key_control=True)


def _lists(count: int) -> Judge[Exchange]:
    def right(seen: Exchange) -> bool:
        listed = seen.status_member.get("collections")
        return is_list(listed) and len(listed) == count

    return holds(f"{count} collections listed", right)


def _created_at(moment: str) -> Judge[Exchange]:
    def right(seen: Exchange) -> bool:
        return seen.ok and is_object(seen.body) and seen.body.get("creationTime") == moment

    return holds(f"creationTime {moment}", right)
