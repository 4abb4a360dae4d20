"""Questions by words that are refused."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import found_ids, refused_with
from vectorproof.harness.strategies.words import WORDS
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target
from vectorproof.suites.searchable import texts_held, worded

_WORD = st.sampled_from(WORDS)
_NO_WORD = st.one_of(st.integers(-9, 9), st.booleans(), st.lists(_WORD, max_size=2), st.none())

_FILTERS = (
    Row(
        "LEXICAL-013",
        {
            "a number to match": {"$lexical": {"$match": 5}},
            "nothing to match": {"$lexical": {"$match": None}},
            "a field that is matched": {"a": {"$match": "fox"}},
            "a text that is equal": {"$lexical": "fox"},
            "a text that is compared": {"$lexical": {"$eq": "fox"}},
            "a text that exists": {"$lexical": {"$exists": True}},
            "a match that is denied": {"$not": {"$lexical": {"$match": "fox"}}},
        },
        st.one_of(
            _NO_WORD.map(lambda value: {"$lexical": {"$match": value}}),
            st.tuples(st.sampled_from(("a", "_id", "a.b", "$vectorize")), _WORD).map(
                lambda p: {p[0]: {"$match": p[1]}}
            ),
            st.tuples(st.sampled_from(("$eq", "$ne", "$gt", "$lte")), _WORD).map(lambda p: {"$lexical": {p[0]: p[1]}}),
            _WORD.map(lambda word: {"$lexical": {"$in": [word]}}),
            _WORD.map(lambda word: {"$not": {"$and": [{"a": 1}, {"$lexical": {"$match": word}}]}}),
        ),
        code="FILTER_INVALID_EXPRESSION",
    ),
)
_SORTS = (
    Row(
        "LEXICAL-014",
        {
            "by a number": {"$lexical": 1},
            "by null": {"$lexical": None},
            "by a text and a field": {"$lexical": "fox", "a": 1},
            "by a text and a vector": {"$vector": [0.5, 0.5], "$lexical": "fox"},
        },
        st.one_of(
            _NO_WORD.map(lambda value: {"$lexical": value}),
            _WORD.map(lambda word: {"$lexical": word, "$vectorize": word}),
            st.tuples(_WORD, _WORD).map(lambda two: {two[0]: 1, "$lexical": two[1]}),
        ),
        code="SORT_CLAUSE_INVALID",
    ),
)


@requirement(*ids(_FILTERS))
@boundaries(edges(_FILTERS))
@costly(5)
@given(row=rows_of(_FILTERS))
def test_filters(target: Target, row: Drawn) -> None:
    """A text is matched, and asked in no other way; nothing else is matched."""
    with target.space() as space:
        collection = texts_held(worded(space), ["fox"])
        space.check(row.requirement, collection.find(row.value), refused_with(row.code, scope="FILTER"))
        space.check(row.requirement, collection.find({"$lexical": {"$match": "fox"}}), found_ids(0))


@requirement(*ids(_SORTS))
@boundaries(edges(_SORTS))
@costly(5)
@given(row=rows_of(_SORTS))
def test_sorts(target: Target, row: Drawn) -> None:
    """A sort by words is by a text, and by nothing besides."""
    with target.space() as space:
        collection = texts_held(worded(space), ["fox"])
        space.check(row.requirement, collection.find({}, sort=row.value), refused_with(row.code, scope="SORT"))
        space.check(row.requirement, collection.find({}, sort={"$lexical": "fox"}), found_ids(0))
