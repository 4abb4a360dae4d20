"""What findAndRerank gives: what both searches find, each once, the best by the reranker's word."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import found_ids, holds
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.options import vector_options
from vectorproof.harness.strategies import edges
from vectorproof.harness.strategies.words import WORDS
from vectorproof.harness.target import Target
from vectorproof.suites.models.fusion import Candidate, having, near, sharing
from vectorproof.suites.rerank.ground import (
    MOST,
    ON,
    QUERIES,
    VECTOR,
    candidates,
    held,
    hybrid,
    listed,
    scored,
    scores,
)
from vectorproof.suites.searchable import finds_between, inserted, places, rerank, reranked

_TWO: Final = listed((1, "fox"), (None, "fox hen"), (2, None), (None, None))


@requirement("RERANK-001")
@boundaries(
    {
        "each by another search": {"several": _TWO, "query": "fox"},
        "by vector alone": {"several": _TWO, "query": None},
        "by both": {"several": listed((3, "red"), (1, "red")), "query": "red"},
    }
)
@costly(5)
@given(several=candidates(), query=QUERIES)
def test_both_searches(target: Target, several: Sequence[Candidate], query: str | None) -> None:
    """What one of the two searches finds is given, once, of everything and of what a filter leaves."""
    with target.space() as space:
        collection = held(space, several)
        answer = rerank(collection, hybrid(query), {**ON, "limit": MOST})
        space.check("RERANK-001", answer, _finds(several, query))
        even = rerank(collection, hybrid(query), {**ON, "limit": MOST}, filter={"even": True})
        space.check("RERANK-001", even, _finds([one for one in several if one.number % 2 == 0], query))


@requirement("RERANK-001")
@boundaries(
    {"one word": {"several": _TWO, "query": "fox"}, "a word that nobody has": {"several": _TWO, "query": "owl"}}
)
@costly(5)
@given(several=candidates(), query=QUERIES.filter(bool))
def test_words_alone(target: Target, several: Sequence[Candidate], query: str) -> None:
    """Without a vector only what has to do with the words is given."""
    with target.space() as space:
        answer = rerank(held(space, several), {"$lexical": query}, {**ON, "limit": MOST})
        space.check("RERANK-001", answer, _finds(several, query, by_vector=False))


@requirement("RERANK-002")
@boundaries(
    {
        "one": {"several": listed((1, "fox")), "query": "fox"},
        "several": {"several": listed((1, "red"), (2, "fox"), (3, None), (None, "red fox")), "query": "red"},
    }
)
@costly(5)
@given(several=candidates(2), query=QUERIES)
def test_order(target: Target, several: Sequence[Candidate], query: str | None) -> None:
    """What the reranker scores highest comes first; among equals what the two searches put higher."""
    with target.space() as space:
        answer = rerank(held(space, several), hybrid(query), {**ON, "includeScores": True, "limit": MOST})
        space.check("RERANK-002", answer, _in_order())


@requirement("RERANK-003")
@boundaries({"one of eleven": {"count": 11, "limit": 1}, "ten of ten": {"count": 10, "limit": 10}})
@costly(5)
@given(count=edges(10, 14), limit=st.integers(1, 14))
def test_limit(target: Target, count: int, limit: int) -> None:
    """The limit takes the first of all; it is ten where nobody says it."""
    several = [Candidate(number, number, None) for number in range(count)]
    with target.space() as space:
        collection = held(space, several)
        every = rerank(collection, hybrid(None), {**ON, "includeScores": True, "limit": MOST})
        some = rerank(collection, hybrid(None), {**ON, "includeScores": True, "limit": limit})
        space.check("RERANK-003", some, _begins_like(every, min(limit, count)))
        usual = rerank(collection, hybrid(None), {**ON, "includeScores": True})
        space.check("RERANK-003", usual, _begins_like(every, 10))


@requirement("RERANK-004")
@boundaries(
    {
        "one of each": {"several": listed((1, None), (2, "fox"), (None, "fox")), "vector": 1, "lexical": 1},
        "more than there are": {"several": listed((1, "fox"), (2, None)), "vector": 100, "lexical": 100},
    }
)
@costly(5)
@given(several=candidates(2), vector=st.integers(1, 4), lexical=st.integers(1, 4))
def test_hybrid_limits(target: Target, several: Sequence[Candidate], vector: int, lexical: int) -> None:
    """Each of the two searches gives as many as it may, the first of what it finds; one number is for both."""
    options = {"includeScores": True, "limit": MOST, **ON}
    with target.space() as space:
        collection = held(space, several)
        limits = {"$vector": vector, "$lexical": lexical}
        answer = rerank(collection, hybrid("fox"), {**options, "hybridLimits": limits})
        space.check("RERANK-004", answer, _is_limited(several, vector, lexical))
        same = rerank(collection, hybrid("fox"), {**options, "hybridLimits": vector})
        space.check("RERANK-004", same, _is_limited(several, vector, vector))


_PASSAGES: Final[Mapping[str, Mapping[str, Any]]] = {
    "a text": {"p": {"t": "fox"}},
    "a number": {"p": {"t": 5}},
    "nothing": {},
    "null": {"p": {"t": None}},
    "no text at all": {"p": {"t": ""}},
    "blanks": {"p": {"t": " \n"}},
    "a text above": {"p": "fox"},
}
_WITH_A_PASSAGE: Final = frozenset({"a text", "a number"})


@requirement("RERANK-005")
@boundaries({"every kind": {"kinds": sorted(_PASSAGES)}, "a text alone": {"kinds": ["a text"]}})
@costly(5)
@given(kinds=st.lists(st.sampled_from(sorted(_PASSAGES)), min_size=1, max_size=5))
def test_passages(target: Target, kinds: Sequence[str]) -> None:
    """A document without a text to be reranked by is left out."""
    documents = [{"_id": place, "$vector": [place, 1, 0], **_PASSAGES[kind]} for place, kind in enumerate(kinds)]
    with target.space() as space:
        collection = reranked(space, vector_options(len(VECTOR), "euclidean"))
        inserted(collection, documents)
        answer = rerank(collection, {"$vector": VECTOR}, {"rerankOn": "p.t", "rerankQuery": "fox"})
        there = [place for place, kind in enumerate(kinds) if kind in _WITH_A_PASSAGE]
        space.check("RERANK-005", answer, found_ids(*there))


@requirement("RERANK-006")
@boundaries({"the first": {"at": 0, "path": "a"}, "the last, elsewhere": {"at": 5, "path": "b.c"}})
@costly(5)
@given(at=st.integers(0, 5), path=st.sampled_from(("a", "b.c")))
def test_what_is_reranked(target: Target, at: int, path: str) -> None:
    """A passage that is what was asked for comes before all that have no word of it."""
    documents = [
        {"_id": place, "$vector": [place, 1, 0], "a": word, "b": {"c": WORDS[place - 1]}}
        for place, word in enumerate(WORDS)
    ]
    with target.space() as space:
        collection = reranked(space, vector_options(len(VECTOR), "euclidean"))
        inserted(collection, documents)
        answer = rerank(collection, {"$vector": VECTOR}, {"rerankOn": path, "rerankQuery": WORDS[at], "limit": 1})
        space.check("RERANK-006", answer, found_ids(at if path == "a" else (at + 1) % len(WORDS)))


@requirement("RERANK-007")
@boundaries(
    {
        "as usual": {"projection": None, "shown": {"_id", "t", "even"}},
        "some fields": {"projection": {"t": 1}, "shown": {"_id", "t"}},
        "everything": {"projection": {"*": 1}, "shown": {"_id", "t", "even", "$vector", "$lexical"}},
    }
)
@costly(5)
@given(
    projection=st.sampled_from(({"$lexical": 1, "_id": 0}, {"$lexical": 1, "_id": False})),
    shown=st.just({"t", "even", "$lexical"}),
)
def test_projection(target: Target, projection: Mapping[str, Any] | None, shown: set[str]) -> None:
    """A document is shown as find shows it."""
    with target.space() as space:
        collection = held(space, listed((1, "fox")))
        answer = rerank(collection, hybrid("fox"), ON, projection=projection)
        wanted = [sorted(shown)]
        space.check(
            "RERANK-007", answer, holds(f"the fields {wanted}", lambda seen: [*map(sorted, seen.documents)] == wanted)
        )


def _finds(several: Sequence[Candidate], query: str | None, *, by_vector: bool = True) -> Judge[Exchange]:
    """All that one search must find, nothing that neither may find, each once, in one page."""
    nearest = {*near(several)} if by_vector else set[int]()
    return finds_between(nearest | having(several, query), nearest | sharing(several, query))


def _in_order() -> Judge[Exchange]:
    def right(seen: Exchange) -> bool:
        told = [(one.get("$rerank", 0), one.get("$rrf", 0)) for one in scores(seen)]
        return len(told) == len(seen.documents) and told == sorted(told, reverse=True) and "documents" in seen.data

    return holds("the highest $rerank first, then the highest $rrf", right)


def _begins_like(every: Exchange, count: int) -> Judge[Exchange]:
    """The same scores in front; which of two documents with one score comes first nobody promises."""
    wanted = [one.get("$rerank") for one in scores(every)][:count]

    def right(seen: Exchange) -> bool:
        return [one.get("$rerank") for one in scores(seen)] == wanted and len(places(seen)) == count

    return holds(f"the first {count} of all, scored {wanted}", right)


def _is_limited(several: Sequence[Candidate], vector: int, lexical: int) -> Judge[Exchange]:
    nearest = {*near(several)[:vector]}
    by_words = min(lexical, len(having(several, "fox")))

    def right(seen: Exchange) -> bool:
        told = scored(seen)
        ranked = {number for number, one in told.items() if one.get("$vectorRank") is not None}
        worded = {number for number, one in told.items() if one.get("$bm25Rank") is not None}
        return ranked == nearest and len(worded) == by_words and ranked | worded == {*places(seen)}

    return holds(f"{sorted(nearest)} by their vectors and {by_words} by their words", right)
