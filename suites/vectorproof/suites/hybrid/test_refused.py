"""``$hybrid`` as it must not be."""

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import document_is, found_ids, holds, refused_with
from vectorproof.harness.options import vector_options
from vectorproof.harness.strategies.words import WORDS
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target

_WORD: Final = st.sampled_from(WORDS)
_NO_TEXT: Final = st.one_of(st.integers(-9, 9), st.booleans(), st.lists(_WORD, max_size=2))
_OTHERS: Final = ("$lexical", "$vector", "$vectorize")

_WRONG = (
    Row(
        "HYBRID-004",
        {
            "beside the text of null": {"$hybrid": "fox", "$lexical": None},
            "beside the vector of null": {"$vector": None, "$hybrid": None},
            "beside a text to embed": {"$hybrid": {"$lexical": "fox"}, "$vectorize": "fox"},
        },
        st.tuples(st.sampled_from(_OTHERS), st.none() | _WORD, st.none() | _WORD).map(
            lambda drawn: {"$hybrid": drawn[2], drawn[0]: drawn[1]}
        ),
        code="HYBRID_FIELD_CONFLICT",
    ),
    Row(
        "HYBRID-005",
        {"a number": {"$hybrid": 5}, "an array": {"$hybrid": ["fox"]}, "a truth": {"$hybrid": False}},
        _NO_TEXT.map(lambda value: {"$hybrid": value}),
        code="HYBRID_FIELD_UNSUPPORTED_VALUE_TYPE",
    ),
    Row(
        "HYBRID-006",
        {
            "a vector": {"$hybrid": {"$vector": [0.5, 0.5]}},
            "a field": {"$hybrid": {"$lexical": "fox", "passage": "fox"}},
        },
        _WORD.map(lambda word: {"$hybrid": {"$vectorize": None, word: 1}}),
        code="HYBRID_FIELD_UNKNOWN_SUBFIELDS",
    ),
    Row(
        "HYBRID-007",
        {
            "a number for the words": {"$hybrid": {"$lexical": 5}},
            "an array to embed": {"$hybrid": {"$lexical": "fox", "$vectorize": []}},
        },
        st.tuples(st.sampled_from(("$lexical", "$vectorize")), _NO_TEXT).map(
            lambda part: {"$hybrid": {part[0]: part[1]}}
        ),
        code="HYBRID_FIELD_UNSUPPORTED_SUBFIELD_VALUE_TYPE",
    ),
)


@requirement(*ids(_WRONG))
@boundaries(edges(_WRONG))
@costly(5)
@given(row=rows_of(_WRONG))
def test_shape(target: Target, row: Drawn) -> None:
    """What is wrong in itself is refused, and by a code that says how."""
    with target.space() as space:
        collection = space.database.collection(options=vector_options(2))
        answer = collection.insert_one({"_id": 0, **row.value})
        space.check(row.requirement, answer, refused_with(row.code, family="REQUEST"))
        space.check(row.requirement, collection.find({}), found_ids())


@requirement("HYBRID-008")
@boundaries(
    {
        "the first of two": {"row": _WRONG[0].of({"$hybrid": None, "$vector": None}), "at": 0, "count": 2},
        "the last of three": {"row": _WRONG[1].of({"$hybrid": 5}), "at": 2, "count": 3},
    }
)
@costly(5)
@given(row=rows_of(_WRONG), at=st.integers(0, 2), count=st.integers(3, 5))
def test_whole_command(target: Target, row: Drawn, at: int, count: int) -> None:
    """One wrong document refuses them all, and is named by its place."""
    documents: list[dict[str, Any]] = [{"_id": number} for number in range(count)]
    documents[at] |= row.value
    with target.space() as space:
        collection = space.database.collection(options=vector_options(2))
        answer = collection.insert_many(documents)
        space.check("HYBRID-008", answer, refused_with(row.code, says=f"(Document {at + 1} of {count})"))
        space.check("HYBRID-008", answer, holds("no status", lambda seen: not seen.status_member))
        space.check("HYBRID-008", collection.find({}), found_ids())


_ELSEWHERE: Final[Mapping[str, tuple[Mapping[str, Any], str]]] = {
    "$set": ({"updateOne": {"filter": {"_id": 0}, "update": {"$set": {"$hybrid": "fox"}}}}, "SHRED_BAD_FIELD_NAME"),
    "a replacement": (
        {"findOneAndReplace": {"filter": {"_id": 0}, "replacement": {"$hybrid": "fox"}}},
        "SHRED_BAD_FIELD_NAME",
    ),
    "a sort": ({"find": {"sort": {"$hybrid": "fox"}}}, "SORT_CLAUSE_PATH_INVALID"),
}


@requirement("HYBRID-010")
@boundaries({label: {"label": label} for label in _ELSEWHERE})
@costly(5)
@given(label=st.sampled_from(sorted(_ELSEWHERE)))
def test_elsewhere(target: Target, label: str) -> None:
    """Documents to insert may have it, and nothing else may."""
    command, code = _ELSEWHERE[label]
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_one({"_id": 0, "a": 1})
        space.check("HYBRID-010", collection.command(command), refused_with(code))
        space.check("HYBRID-010", collection.find_one({}, projection={"*": 1}), document_is({"_id": 0, "a": 1}))
