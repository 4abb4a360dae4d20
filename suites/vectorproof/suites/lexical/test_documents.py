"""The field ``$lexical`` of documents: what it may be, where it is shown, and how it is changed."""

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, document_is, found_ids, holds, inserted, refused_with
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import list_in
from vectorproof.harness.judging import Judge
from vectorproof.harness.options import vector_options
from vectorproof.harness.strategies import edges, unicode_texts
from vectorproof.harness.strategies.words import WORDS, phrases
from vectorproof.harness.target import Target
from vectorproof.suites.searchable import texts_held, worded

_WORD: Final = st.sampled_from(WORDS)


@requirement("LEXICAL-006")
@boundaries(
    {"words": {"text": "Red  fox, hen"}, "signs alone": {"text": "-- !"}, "no Latin letter": {"text": "ключ 鍵"}}
)
@costly(5)
@given(text=unicode_texts())
def test_kept(target: Target, text: str) -> None:
    """A text comes back letter by letter, to those who ask for it."""
    with target.space() as space:
        collection = worded(space)
        collection.insert_many([{"_id": 0, "$lexical": text, "a": 1}, {"_id": 1, "$lexical": None}])
        shown = collection.find_one({"_id": 0}, projection={"$lexical": 1})
        space.check("LEXICAL-006", shown, document_is({"_id": 0, "$lexical": text, "a": 1}))
        space.check("LEXICAL-006", collection.find_one({"_id": 0}), document_is({"_id": 0, "a": 1}))
        without = collection.find_one({"_id": 1}, projection={"*": 1})
        space.check("LEXICAL-006", without, document_is({"_id": 1, "$lexical": None}))


@requirement("LEXICAL-007")
@boundaries(
    {
        "a number": {"value": 5},
        "a truth": {"value": True},
        "an array of texts": {"value": ["fox"]},
        "an object": {"value": {"text": "fox"}},
    }
)
@costly(5)
@given(
    value=st.one_of(
        st.integers(-9, 9), st.booleans(), st.lists(_WORD, max_size=2), st.dictionaries(_WORD, _WORD, max_size=1)
    )
)
def test_no_text(target: Target, value: Any) -> None:
    """What is no text is refused with its document; the other documents of the command are stored."""
    with target.space() as space:
        collection = worded(space)
        answer = collection.insert_many([{"_id": 0, "$lexical": "fox"}, {"_id": 1, "$lexical": value}])
        space.check("LEXICAL-007", answer, refused_with("SHRED_BAD_DOCUMENT_LEXICAL_TYPE", scope="DOCUMENT"))
        space.check("LEXICAL-007", collection.find({}), found_ids(0))


@requirement("LEXICAL-008")
@boundaries(
    {"another word": {"before": "red fox", "after": "hen"}, "a word more": {"before": "fox", "after": "fox owl"}}
)
@costly(5)
@given(before=phrases(1, 3), after=phrases(1, 3))
def test_changed(target: Target, before: str, after: str) -> None:
    """A search finds a document by the text that it has now, not by one that it had."""
    with target.space() as space:
        collection = texts_held(worded(space), [f"{before} once", before])
        collection.update_one({"_id": 0}, {"$set": {"$lexical": f"{after} now"}})
        space.check("LEXICAL-008", collection.find({"$lexical": {"$match": f"{after} now"}}), found_ids(0))
        space.check("LEXICAL-008", collection.find({}, sort={"$lexical": "once"}), found_ids())
        collection.update_one({"_id": 0}, {"$unset": {"$lexical": 1}})
        space.check("LEXICAL-008", collection.find({}, sort={"$lexical": "now"}), found_ids())
        whole = collection.find_one({"_id": 0}, projection={"*": 1})
        space.check("LEXICAL-008", whole, document_is({"_id": 0, "even": True}))


_OPERANDS: Final[Mapping[str, Any]] = {
    "$push": "a",
    "$addToSet": "a",
    "$pop": 1,
    "$min": "a",
    "$max": "a",
    "$currentDate": True,
    "$rename": "a",
}


@requirement("LEXICAL-009")
@boundaries({"$push": {"operator": "$push"}, "$min": {"operator": "$min"}})
@costly(5)
@given(operator=st.sampled_from(sorted(_OPERANDS)))
def test_operators(target: Target, operator: str) -> None:
    """A text is set or taken away, and changed in no other way."""
    with target.space() as space:
        collection = texts_held(worded(space), ["fox"])
        answer = collection.update_one({"_id": 0}, {operator: {"$lexical": _OPERANDS[operator]}})
        space.check("LEXICAL-009", answer, refused_with("UNSUPPORTED_UPDATE_OPERATOR_FOR_LEXICAL", scope="UPDATE"))
        space.check("LEXICAL-009", collection.find({"$lexical": {"$match": "fox"}}), found_ids(0))


@requirement("LEXICAL-010")
@boundaries({"a word": {"text": "fox"}, "two words": {"text": "Red, fox"}})
@costly(5)
@given(text=phrases(1, 3))
def test_upsert(target: Target, text: str) -> None:
    """A document that an upsert makes of a filter has the text that it was to match."""
    with target.space() as space:
        collection = worded(space)
        collection.update_one({"_id": 0, "$lexical": {"$match": text}}, {"$set": {"a": 1}}, upsert=True)
        whole = collection.find_one({}, projection={"*": 1})
        space.check("LEXICAL-010", whole, document_is({"_id": 0, "$lexical": text, "a": 1}))


@requirement("LEXICAL-011")
@boundaries({"7 KiB and 9 KiB": {"right": 7 * 128, "wrong": 9 * 128}, "little and much": {"right": 1, "wrong": 9999}})
@costly(25)
@given(right=edges(1, 7 * 128), wrong=edges(9 * 128, 9999))
def test_length(target: Target, right: int, wrong: int) -> None:
    """The terms of a text have about 8 KiB together, and no more."""
    with target.space() as space:
        collection = worded(space)
        space.check("LEXICAL-011", collection.insert_one({"_id": 0, "$lexical": _of_terms(right)}), inserted(0))
        last = collection.find({"$lexical": {"$match": f"t{right - 1:07}"}})
        space.check("LEXICAL-011", last, found_ids(0))
        too_long = collection.insert_one({"_id": 1, "$lexical": _of_terms(wrong)})
        space.check("LEXICAL-011", too_long, refused_with("LEXICAL_CONTENT_TOO_LONG", scope="DOCUMENT"))
        space.check("LEXICAL-011", collection.find({}), found_ids(0))


_NO_LEXICAL: Final = {"lexical": {"enabled": False}}


@requirement("LEXICAL-012")
@boundaries(
    {
        "a plain collection": {"options": {}, "text": "fox"},
        "with vectors": {"options": vector_options(2), "text": "hen"},
    }
)
@costly(5)
@given(options=st.sampled_from(({}, vector_options(2))), text=phrases())
def test_not_enabled(target: Target, options: Mapping[str, Any], text: str) -> None:
    """A collection without search by words takes no text, and no question by words."""
    refused = refused_with("LEXICAL_NOT_ENABLED_FOR_COLLECTION", scope="SCHEMA")
    with target.space() as space:
        collection = space.database.collection(options={**options, **_NO_LEXICAL})
        answer = collection.insert_many([{"_id": 0, "$lexical": text}, {"_id": 1, "$lexical": None}])
        space.check("LEXICAL-012", answer, all_of(refused, _stored_beside(1)))
        changed = collection.update_one({"_id": 1}, {"$set": {"$lexical": text}})
        for seen in (
            changed,
            collection.find({"$lexical": {"$match": text}}),
            collection.find_one({}, sort={"$lexical": text}),
        ):
            space.check("LEXICAL-012", seen, refused)
        whole = collection.find({}, projection={"*": 1})
        space.check("LEXICAL-012", whole, holds("one document without a text", _is_textless))


def _of_terms(count: int) -> str:
    """Make a text of so many terms of 8 bytes, no two alike."""
    return " ".join(f"t{number:07}" for number in range(count))


def _stored_beside(document_id: int) -> Judge[Exchange]:
    return holds(f"{document_id} inserted", lambda seen: seen.status_member.get("insertedIds") == [document_id])


def _is_textless(seen: Exchange) -> bool:
    return list_in(seen.data.get("documents")) == [{"_id": 1, "$lexical": None}]
