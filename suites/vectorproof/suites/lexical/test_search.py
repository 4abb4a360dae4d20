"""What a search by words finds, and in which order."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import document_is, found_ids, holds, status_holds
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.strategies.words import WORDS, phrases, texts_or_none
from vectorproof.harness.target import Target
from vectorproof.suites.models.words import has_every, in_order, outranks, shares
from vectorproof.suites.searchable import finds_between, places, texts_held, worded

Texts = Sequence[str | None]
_HELD: Final = st.lists(texts_or_none(), min_size=2, max_size=8)
_EXAMPLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "one word of two": {"held": ["red fox", "red hen", None], "query": "FOX"},
    "two words, in any order": {"held": ["Fox, red", "red hen", "fox"], "query": "red fox"},
    "a word that nobody has": {"held": ["red fox", None], "query": "owl"},
}


@requirement("LEXICAL-001")
@boundaries({**_EXAMPLES, "a part of a word": {"held": ["redo", "re", "red"], "query": "red"}})
@costly(3)
@given(held=_HELD, query=phrases(1, 3))
def test_match(target: Target, held: Texts, query: str) -> None:
    """$match finds the documents that have every word, whatever their capitals and their order."""
    having = [place for place, text in enumerate(held) if has_every(text, query)]
    with target.space() as space:
        collection = texts_held(worded(space), held)
        matching = {"$lexical": {"$match": query}}
        space.check("LEXICAL-001", collection.find(matching), found_ids(*having))
        even = {"$and": [{"even": True}, matching]}
        space.check("LEXICAL-001", collection.find(even), found_ids(*[place for place in having if place % 2 == 0]))
        space.check("LEXICAL-001", collection.count_documents(matching), status_holds(count=len(having)))


@requirement("LEXICAL-002", "LEXICAL-003")
@boundaries(
    {
        **_EXAMPLES,
        "more often": {"held": ["fox hen", "fox fox", "hen hen"], "query": "fox"},
        "shorter": {"held": ["fox in the red barn", "fox"], "query": "fox"},
    }
)
@costly(3)
@given(held=_HELD, query=phrases(1, 3))
def test_sort(target: Target, held: Texts, query: str) -> None:
    """A sort by words gives what has to do with them, the better before the worse, in one page."""
    with target.space() as space:
        answer = texts_held(worded(space), held).find({}, sort={"$lexical": query})
        space.check("LEXICAL-002", answer, _finds(held, query))
        space.check("LEXICAL-003", answer, _in_order(held, query))


@requirement("LEXICAL-004")
@boundaries(
    {
        "the better of two": {"held": ["fox", "red", "fox fox", "hen", "hen fox"], "query": "fox", "limit": 1},
        "more than there are": {"held": ["fox", "fox"], "query": "fox", "limit": 5},
    }
)
@costly(5)
@given(held=_HELD, query=phrases(1, 2), limit=st.integers(1, 4))
def test_limit_and_filter(target: Target, held: Texts, query: str, limit: int) -> None:
    """A filter is applied before the best are chosen, and a limit takes the first of them."""
    with target.space() as space:
        collection = texts_held(worded(space), held)
        sort = {"$lexical": query}
        every = collection.find({"even": True}, sort=sort)
        space.check(
            "LEXICAL-004", every, _finds([text if at % 2 == 0 else None for at, text in enumerate(held)], query)
        )
        best = collection.find({"even": True}, sort=sort, options={"limit": limit})
        space.check("LEXICAL-004", best, _are_the_first(every, held, query, limit))


_WRITES: Final[Mapping[str, Mapping[str, Any]]] = {
    "updateOne": {"update": {"$set": {"hit": True}}},
    "findOneAndUpdate": {"update": {"$set": {"hit": True}}},
    "findOneAndReplace": {"replacement": {"hit": True}},
    "deleteOne": {"filter": {}},
    "findOneAndDelete": {},
}


@requirement("LEXICAL-005")
@boundaries({name: {"name": name, "at": 1} for name in _WRITES})
@costly(5)
@given(name=st.sampled_from(list(_WRITES)), at=st.integers(0, 2))
def test_best(target: Target, name: str, at: int) -> None:
    """What is about one document is about the best one: it alone is read, changed or deleted."""
    with target.space() as space:
        collection = texts_held(worded(space), [f"{word} barn" for word in WORDS[:3]])
        sort = {"$lexical": f"barn {WORDS[at]}"}
        found = collection.find_one({}, sort=sort)
        space.check("LEXICAL-005", found, document_is({"_id": at, "even": at % 2 == 0}))
        collection.command({name: {"sort": sort, **_WRITES[name]}})
        others = [place for place in range(3) if place != at]
        space.check("LEXICAL-005", collection.find({"hit": {"$exists": False}}), found_ids(*others))


def _finds(held: Texts, query: str) -> Judge[Exchange]:
    """Every text that has all words, none that has no word; whether one that has some is found nobody promises."""
    needed = {place for place, text in enumerate(held) if has_every(text, query)}
    allowed = {place for place, text in enumerate(held) if shares(text, query)}
    return finds_between(needed, allowed)


def _in_order(held: Texts, query: str) -> Judge[Exchange]:
    return holds(
        f"no text behind one that has less to do with {query!r}",
        lambda seen: "documents" in seen.data and in_order(_texts(held, places(seen)), query),
    )


def _are_the_first(every: Exchange, held: Texts, query: str, limit: int) -> Judge[Exchange]:
    """So many of all that are found, and none of the others must come before one of them."""
    whole = places(every)

    def right(seen: Exchange) -> bool:
        found = places(seen)
        left = [place for place in whole if place not in found]
        return (
            len({*found}) == len(found) == min(limit, len(whole))
            and {*found} <= {*whole}
            and not any(outranks(one, other, query) for one in _texts(held, left) for other in _texts(held, found))
        )

    return holds(f"the first {min(limit, len(whole))} of {whole}", right)


def _texts(held: Texts, places: Sequence[int]) -> list[str]:
    return [(held[place] if 0 <= place < len(held) else None) or "" for place in places]
