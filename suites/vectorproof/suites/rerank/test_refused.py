"""What findAndRerank refuses: what the collection has not, what is out of bounds, what makes no sense."""

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, found_ids, message_says, refused_with
from vectorproof.harness.options import vector_options
from vectorproof.harness.strategies.words import WORDS
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target
from vectorproof.suites.rerank.ground import ON, VECTOR, held, hybrid, listed
from vectorproof.suites.searchable import rerank, reranked

_WORD: Final = st.sampled_from(WORDS)
_NO_TEXT: Final = st.one_of(st.integers(-9, 9), st.booleans(), st.lists(_WORD, max_size=2))
_SHAPE: Final = "REQUEST_STRUCTURE_MISMATCH"
_VALUE: Final = "COMMAND_FIELD_VALUE_INVALID"
_OUTSIDE: Final = st.one_of(st.integers(-9, 0), st.integers(101, 9999))


def _sorted_by(hybrid_sort: Any, **options: Any) -> dict[str, Any]:
    return {"sort": {"$hybrid": hybrid_sort}, "options": {**ON, **options}}


def _limits(vector: Any, lexical: Any) -> dict[str, Any]:
    return _sorted_by(hybrid("fox"), hybridLimits={"$vector": vector, "$lexical": lexical})


def _asked(**options: Any) -> dict[str, Any]:
    """Ask with these options alone."""
    return {"sort": {"$hybrid": hybrid("fox")}, "options": options}


_REFUSED = (
    Row(
        "RERANK-014",
        {
            "no document of a search": _sorted_by(hybrid("fox"), hybridLimits=0),
            "101 documents of a search": _sorted_by(hybrid("fox"), hybridLimits=101),
            "101 by vector": _limits(101, 100),
        },
        st.one_of(
            _OUTSIDE.map(lambda n: _limits(n, 5)), _OUTSIDE.map(lambda n: _sorted_by(hybrid("fox"), hybridLimits=n))
        ),
        code=_VALUE,
        says="hybridLimits.$vector",
    ),
    Row(
        "RERANK-014",
        {"no document by words": _limits(1, 0), "101 by words": _limits(100, 101)},
        _OUTSIDE.map(lambda n: _limits(1, n)),
        code=_VALUE,
        says="hybridLimits.$lexical",
    ),
    Row(
        "RERANK-015",
        {
            "a sort by a field": {"sort": {"t": 1}, "options": ON},
            "a field beside it": {"sort": {"$hybrid": "fox", "t": 1}, "options": ON},
            "a vector without it": {"sort": {"$vector": VECTOR}, "options": ON},
            "a number": _sorted_by(5),
            "null": _sorted_by(None),
            "an unknown search": _sorted_by({"$text": "fox"}),
            "a vector of a text": _sorted_by({"$vector": "fox"}),
            "limits of one search": _sorted_by(hybrid("fox"), hybridLimits={"$vector": 5}),
            "limits of a text": _sorted_by(hybrid("fox"), hybridLimits="5"),
            "limits of a fraction": _sorted_by(hybrid("fox"), hybridLimits=1.5),
        },
        st.one_of(
            _NO_TEXT.map(_sorted_by),
            st.tuples(st.sampled_from(("$lexical", "$vectorize")), _NO_TEXT).map(lambda p: _sorted_by({p[0]: p[1]})),
            _WORD.map(lambda word: _sorted_by({"$lexical": word, word: 1})),
            _WORD.map(lambda word: _limits(word, 5)),
            _WORD.map(lambda word: _sorted_by("fox", hybridLimits={"$vector": 5, "$lexical": 5, word: 5})),
        ),
        code=_SHAPE,
    ),
    Row(
        "RERANK-016",
        {
            "a vector and no query": _asked(rerankOn="t"),
            "a blank query": _asked(rerankOn="t", rerankQuery=" "),
            "nothing at all": {},
        },
        st.text(" \t\n", max_size=3).map(lambda blank: _asked(rerankOn="t", rerankQuery=blank)),
        code="MISSING_RERANK_QUERY_TEXT",
    ),
    Row(
        "RERANK-017",
        {"no document": _sorted_by(hybrid("fox"), limit=0), "fewer than none": _sorted_by(hybrid("fox"), limit=-1)},
        st.integers(-99, 0).map(lambda limit: _sorted_by(hybrid("fox"), limit=limit)),
        code=_VALUE,
        says="limit",
    ),
)


@requirement(*ids(_REFUSED))
@boundaries(edges(_REFUSED))
@costly(5)
@given(row=rows_of(_REFUSED))
def test_command(target: Target, row: Drawn) -> None:
    """A command that is wrong in itself."""
    with target.space() as space:
        collection = held(space, listed((1, "fox")))
        judge = refused_with(row.code, family="REQUEST")
        said = all_of(judge, message_says(row.says)) if row.says else judge
        space.check(row.requirement, collection.command({"findAndRerank": row.value}), said)
        space.check(
            row.requirement, rerank(collection, hybrid("fox"), {**ON, "hybridLimits": 100, "limit": 1}), found_ids(0)
        )


_WITHOUT = (
    Row(
        "RERANK-018",
        {"a vector": {"$vector": VECTOR}, "one text": "fox", "a text to embed": {"$vectorize": "fox"}},
        _WORD.map(lambda word: {"$vectorize": word, "$lexical": word}),
        code="UNSUPPORTED_VECTOR_SORT_FOR_COLLECTION",
        facts={"options": {}},
    ),
    Row(
        "RERANK-018",
        {"one text, vectors": "fox", "a text to embed, vectors": {"$vectorize": "fox"}},
        _WORD,
        code="UNSUPPORTED_VECTORIZE_SORT_FOR_COLLECTION",
        facts={"options": vector_options(3)},
    ),
    Row(
        "RERANK-018",
        {"words": {"$lexical": "fox"}, "words and a vector": hybrid("fox")},
        _WORD.map(hybrid),
        code="LEXICAL_NOT_ENABLED_FOR_COLLECTION",
        facts={"options": {**vector_options(3), "lexical": {"enabled": False}}},
    ),
)


@requirement(*ids(_WITHOUT))
@boundaries(edges(_WITHOUT))
@costly(8)
@given(row=rows_of(_WITHOUT))
def test_collection(target: Target, row: Drawn) -> None:
    """A collection is searched by what it has, and by nothing else; limits are looked at later."""
    options: Mapping[str, Any] = row.facts["options"]
    with target.space() as space:
        answer = rerank(reranked(space, options), row.value, {**ON, "hybridLimits": 0})
        space.check(row.requirement, answer, refused_with(row.code, family="REQUEST"))
