"""What findAndRerank tells beside the documents, and only to those who ask."""

import base64
import struct
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import equals, holds, same_vectors
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies.vectors import RANGED_MODEL
from vectorproof.harness.strategies.words import phrases
from vectorproof.harness.target import Target
from vectorproof.suites.models.fusion import (
    TOLERANCE,
    Candidate,
    having,
    near,
    nearness,
    ranked_by_words,
    score_of_ranks,
    sharing,
)
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
)
from vectorproof.suites.searchable import inserted, places, rerank, reranked_texts

_MEMBERS: Final = {"$rerank", "$vector", "$vectorRank", "$bm25Rank", "$rrf"}
_LENGTH: Final = 4
_EMBEDS: Final = Needs(embedding=True)
_NUMBER: Final = st.integers(-8, 8).map(lambda number: number / 4)


@requirement("RERANK-008", "RERANK-009")
@boundaries(
    {
        "found by both": {"several": listed((2, "fox"), (0, "fox hen"), (1, None), (None, "red fox")), "query": "fox"},
        "by vector alone": {"several": listed((2, "fox"), (1, None)), "query": None},
    }
)
@costly(4)
@given(several=candidates(2), query=QUERIES)
def test_scores(target: Target, several: Sequence[Candidate], query: str | None) -> None:
    """Each document's scores say where both searches put it, and what that comes to."""
    with target.space() as space:
        answer = rerank(held(space, several), hybrid(query), {**ON, "includeScores": True, "limit": MOST})
        space.check("RERANK-008", answer, _has_vector_scores(several))
        space.check("RERANK-008", answer, _has_word_ranks(several, query))
        space.check("RERANK-009", answer, _has_fused_scores(several))


@requirement("RERANK-010")
@boundaries(
    {
        "scores": {"options": {"includeScores": True}, "members": {"documentResponses"}},
        "the vector": {"options": {"includeSortVector": True}, "members": {"sortVector"}},
        "neither": {"options": {"includeScores": False, "includeSortVector": False}, "members": set()},
        "nothing said": {"options": {}, "members": set()},
    }
)
@costly(5)
@given(
    options=st.just({"includeScores": True, "includeSortVector": True}),
    members=st.just({"documentResponses", "sortVector"}),
)
def test_asked_for(target: Target, options: Mapping[str, Any], members: set[str]) -> None:
    """Scores and vector are told to those who ask for them, whatever is found."""
    with target.space() as space:
        collection = held(space, listed((1, "fox"), (2, None)))
        answer = rerank(collection, hybrid("fox"), {**options, **ON})
        space.check("RERANK-010", answer, _tells(members, 2))


@requirement("RERANK-011")
@boundaries({"an array": {"vector": [0.5, -2.0, 1.25], "packed": False}, "bytes": {"vector": VECTOR, "packed": True}})
@costly(5)
@given(vector=st.lists(_NUMBER, min_size=3, max_size=3).filter(any), packed=st.booleans())
def test_sort_vector(target: Target, vector: Sequence[float], packed: bool) -> None:  # noqa: FBT001  # drawn
    """The vector that was searched for is told, in whichever form it was sent; there is none for words alone."""
    sent = {"$binary": base64.b64encode(struct.pack(">3f", *vector)).decode()} if packed else vector
    with target.space() as space:
        collection = held(space, listed((1, "fox")))
        answer = rerank(collection, hybrid(None, sent), {**ON, "includeSortVector": True})
        space.check("RERANK-011", answer.status_member.get("sortVector"), same_vectors(vector, TOLERANCE))
        words = rerank(collection, {"$lexical": "fox"}, {**ON, "includeSortVector": True})
        space.check("RERANK-011", words.status_member.get("sortVector", 0), equals(None, "the sort vector"))


@requirement("RERANK-012")
@boundaries({"a word": {"text": "fox"}, "several": {"text": "Red, hen"}})
@costly(8)
@given(text=phrases(1, 3))
def test_one_text(target: Target, text: str) -> None:
    """One text is embedded, searched by its words, and what the embedded texts are reranked for."""
    parts = {"$vectorize": text, "$lexical": text}
    options = {"includeScores": True, "includeSortVector": True}
    with target.space(_EMBEDS) as space:
        collection = reranked_texts(space, RANGED_MODEL, _LENGTH)
        inserted(collection, [{"_id": 0, "$hybrid": "red fox"}, {"_id": 1, "$hybrid": "a hen"}, {"_id": 2}])
        short = rerank(collection, text, options)
        whole = rerank(collection, parts, {**options, "rerankOn": "$vectorize", "rerankQuery": text})
        space.check("RERANK-012", short, _is_like(whole))
        found = collection.find({}, sort={"$vectorize": text}, options={"includeSortVector": True})
        embedded = found.status_member.get("sortVector", ())
        space.check("RERANK-012", short.status_member.get("sortVector"), same_vectors(embedded, TOLERANCE))


def _has_vector_scores(several: Sequence[Candidate]) -> Judge[Exchange]:
    """The nearest is the first, and each is as similar as it is; who has no vector has neither."""
    distances = {one.number: one.distance for one in several}
    ranks = {number: place for place, number in enumerate(near(several), 1)}

    def fits(number: int, told: Mapping[str, Any]) -> bool:
        distance, rank, similarity = distances.get(number), told.get("$vectorRank", 0), told.get("$vector", 0)
        if distance is None:
            return rank is None and similarity is None
        return rank == ranks[number] and _near(similarity, nearness(distance))

    return holds(
        f"ranks of the vectors: {ranks}",
        lambda seen: (
            ranks.keys() <= {*places(seen)}
            and all(set(told) == _MEMBERS and fits(number, told) for number, told in scored(seen).items())
            and len(scored(seen)) == len(seen.documents)
        ),
    )


def _has_word_ranks(several: Sequence[Candidate], query: str | None) -> Judge[Exchange]:
    needed, allowed = having(several, query), sharing(several, query)

    def right(seen: Exchange) -> bool:
        told = {number: one.get("$bm25Rank", 0) for number, one in scored(seen).items()}
        ranks = {number: rank for number, rank in told.items() if rank is not None}
        return needed <= ranks.keys() <= allowed and ranked_by_words(several, ranks, query or "")

    return holds(f"ranks by words from 1 on of {sorted(needed)}, none but of {sorted(allowed)}", right)


def _has_fused_scores(several: Sequence[Candidate]) -> Judge[Exchange]:
    nearest = near(several)

    def fused(told: Mapping[str, Any]) -> bool:
        is_number = isinstance(told.get("$rerank"), int | float)
        return is_number and _near(told.get("$rrf"), score_of_ranks(told.get("$vectorRank"), told.get("$bm25Rank")))

    def right(seen: Exchange) -> bool:
        told = scored(seen)
        return {*nearest} <= told.keys() and all(map(fused, told.values()))

    return holds("$rrf that both ranks come to, and a number for $rerank", right)


def _tells(members: set[str], count: int) -> Judge[Exchange]:
    def right(seen: Exchange) -> bool:
        scores_fit = "documentResponses" not in members or len(scored(seen)) == count
        return {*seen.status_member} == members and len(seen.documents) == count and scores_fit

    return holds(f"{count} documents, and beside them {sorted(members)}", right)


def _is_like(whole: Exchange) -> Judge[Exchange]:
    wanted = {number: dict(told) for number, told in scored(whole).items()}

    def right(seen: Exchange) -> bool:
        told = scored(seen)
        same = told.keys() == wanted.keys() and {0, 1} == told.keys()
        return same and all(_near(one, wanted[number][name]) for number in told for name, one in told[number].items())

    return holds("the documents and scores of the searches by themselves", right)


def _near(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return isinstance(one, int | float) and abs(one - other) <= TOLERANCE * max(1.0, abs(other))
