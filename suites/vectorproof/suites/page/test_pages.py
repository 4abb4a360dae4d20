"""Long answers: their pages are parts of the whole, none twice and none left out, and a page can be read again."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import holds, same_as
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.space import Space
from vectorproof.harness.target import Target

_BATCH = 100
# The most that any server gives at once; the usual 50 and the older 20 are less.
_LARGEST_PAGE = 500


def _filled(space: Space, count: int) -> Collection:
    collection = space.database.collection()
    documents = [{"_id": number, "even": number % 2 == 0} for number in range(count)]
    for start in range(0, count, _BATCH):
        collection.insert_many(documents[start : start + _BATCH])
    return collection


def _pages(collection: Collection, clause: dict[str, Any], options: dict[str, Any] | None = None) -> list[Exchange]:
    """Read page after page until no next one is named, or so many that something is wrong."""
    pages: list[Exchange] = []
    state: Any = None
    while len(pages) <= _LARGEST_PAGE:
        more = {} if state is None else {"pageState": state}
        pages.append(collection.find(clause, options={**(options or {}), **more}))
        state = pages[-1].data.get("nextPageState")
        if state is None:
            break
    return pages


def _full(sizes: list[int]) -> bool:
    return len(set(sizes[:-1])) <= 1 and max(sizes) <= _LARGEST_PAGE


def _ids(pages: list[Exchange]) -> list[Any]:
    return [document["_id"] for page in pages for document in page.documents]


@requirement("PAGE-001", "PAGE-002")
@costly(5)
@boundaries(
    {
        "none": {"count": 0, "clause": {}},
        "one full page": {"count": 50, "clause": {}},
        "one more": {"count": 51, "clause": {}},
        "every second": {"count": 150, "clause": {"even": True}},
    }
)
@given(count=st.integers(0, 160), clause=st.sampled_from(({}, {"even": True})))
def test_parts_of_the_whole(target: Target, count: int, clause: dict[str, Any]) -> None:
    """The pages hold every match once, and only the last names no next page."""
    wanted = [number for number in range(count) if not clause or number % 2 == 0]
    with target.space() as space:
        pages = _pages(_filled(space, count), clause)
        space.check("PAGE-001", sorted(_ids(pages)), same_as(wanted, "all ids, each once"))
        sizes = [len(page.documents) for page in pages]
        space.check("PAGE-002", sizes, holds("full pages before the last", _full))


@requirement("PAGE-003")
@costly(5)
@boundaries(
    {
        "within a page": {"count": 60, "limit": 10},
        "over two pages": {"count": 120, "limit": 70},
        "more than there are": {"count": 60, "limit": 99},
    }
)
@given(count=st.integers(1, 130), limit=st.integers(1, 140))
def test_limit_spans_pages(target: Target, count: int, limit: int) -> None:
    """A limit holds for all pages together."""
    with target.space() as space:
        found = _ids(_pages(_filled(space, count), {}, {"limit": limit}))
        space.check(
            "PAGE-003",
            (len(found), len(set(found))),
            same_as((min(count, limit),) * 2, "how many, and how many different"),
        )


@requirement("PAGE-004")
@costly(5)
@boundaries({"two pages": {"count": 60}, "three pages": {"count": 130}})
@given(count=st.integers(51, 140))
def test_read_again(target: Target, count: int) -> None:
    """The same page state gives the same page, however often."""
    with target.space() as space:
        collection = _filled(space, count)
        state = collection.find({}).data.get("nextPageState")
        once, twice = (collection.find({}, options={"pageState": state}) for _ in range(2))
        ids = [document["_id"] for document in once.documents]
        space.check("PAGE-004", ids, holds("a second page", lambda seen: 0 < len(seen) < count))
        space.check("PAGE-004", [document["_id"] for document in twice.documents], same_as(ids, "the page"))
        space.check(
            "PAGE-004", twice.data.get("nextPageState"), same_as(once.data.get("nextPageState"), "the next state")
        )


@requirement("PAGE-005")
@costly(5)
@boundaries({"few": {"count": 3}, "two pages of changes": {"count": 60}})
@given(count=st.integers(1, 70))
def test_update_until_done(target: Target, count: int) -> None:
    """Going on with updateMany while it names a next page changes each match exactly once."""
    with target.space() as space:
        collection = _filled(space, count)
        state, rounds = None, 0
        while rounds == 0 or (state is not None and rounds <= count):
            options: dict[str, Any] = {} if state is None else {"options": {"pageState": state}}
            done = collection.command({"updateMany": {"filter": {}, "update": {"$inc": {"n": 1}}, **options}})
            state, rounds = done.status_member.get("nextPageState"), rounds + 1
        pages = _pages(collection, {})
        counts = sorted((document["_id"], document.get("n")) for page in pages for document in page.documents)
        space.check("PAGE-005", counts, same_as([(number, 1) for number in range(count)], "each document changed once"))


@requirement("PAGE-006")
@costly(5)
@boundaries({"twenty": {"count": 20}, "twenty-one": {"count": 21}, "all even ones of many": {"count": 90}})
@given(count=st.integers(1, 70))
def test_delete_until_done(target: Target, count: int) -> None:
    """Repeating deleteMany while it says that there is more deletes all matches and nothing else."""
    with target.space() as space:
        collection = _filled(space, count)
        more, rounds, deleted = True, 0, 0
        while more and rounds <= count:
            status = collection.delete_many({"even": True}).status_member
            more, rounds = bool(status.get("moreData")), rounds + 1
            deleted += int(status.get("deletedCount", 0))
        space.check("PAGE-006", deleted, same_as((count + 1) // 2, "how many were deleted"))
        left = sorted(_ids(_pages(collection, {})))
        space.check("PAGE-006", left, same_as([*range(1, count, 2)], "what is left"))
