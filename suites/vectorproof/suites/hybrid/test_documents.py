"""What ``$hybrid`` becomes: a text for both searches, or one for each."""

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import document_is, equals, found_ids, holds_vector, nearest_is, refused_with
from vectorproof.harness.needs import Needs
from vectorproof.harness.options import vector_options
from vectorproof.harness.space import Space
from vectorproof.harness.strategies.vectors import RANGED_MODEL
from vectorproof.harness.strategies.words import phrases
from vectorproof.harness.target import Target
from vectorproof.suites.searchable import embedded, worded

_EMBEDS: Final = Needs(embedding=True)
_LENGTH: Final = 4
_ALL: Final = {"*": 1}
_FIELDS: Final = {"$lexical": None, "$vectorize": None}
_TEXT: Final = phrases(1, 3)
_OPTIONS: Final = st.sampled_from(({}, vector_options(2)))


@requirement("HYBRID-001")
@boundaries({"a word": {"text": "fox", "many": False}, "words of any case": {"text": "Red, HEN", "many": True}})
@costly(5)
@given(text=_TEXT, many=st.booleans())
def test_text(target: Target, text: str, many: bool) -> None:  # noqa: FBT001  # drawn
    """One text is both: it is shown twice, and found by its words and by its vector."""
    document = {"_id": 0, "$hybrid": text, "a": 1}
    with target.space(_EMBEDS) as space:
        collection = embedded(space, RANGED_MODEL, _LENGTH)
        collection.insert_many([document]) if many else collection.insert_one(document)
        shown = collection.find_one({}, projection=_ALL)
        rest = {name: value for name, value in (shown.document or {}).items() if name != "$vector"}
        space.check("HYBRID-001", rest, equals({"_id": 0, "$lexical": text, "$vectorize": text, "a": 1}))
        space.check("HYBRID-001", shown, holds_vector(_LENGTH))
        space.check("HYBRID-001", collection.find({}, sort={"$lexical": text}), found_ids(0))
        space.check("HYBRID-001", collection.search(text), nearest_is(0))


@requirement("HYBRID-002")
@boundaries({"no vectors": {"options": {}, "many": True}, "vectors": {"options": vector_options(2), "many": False}})
@costly(5)
@given(options=_OPTIONS, many=st.booleans())
def test_null(target: Target, options: Mapping[str, Any], many: bool) -> None:  # noqa: FBT001  # drawn
    """Null asks nothing of a collection, and is nothing for both."""
    document = {"_id": 0, "$hybrid": None, "a": 1}
    with target.space() as space:
        collection = space.database.collection(options={**options, "lexical": {"enabled": False}})
        collection.insert_many([document]) if many else collection.insert_one(document)
        shown = {name: (collection.find_one({}, projection=_ALL).document or {}).get(name, 0) for name in _FIELDS}
        space.check("HYBRID-002", shown, equals(_FIELDS, "both fields:"))
        space.check("HYBRID-002", collection.find_one({}), document_is({"_id": 0, "a": 1}))


@requirement("HYBRID-003")
@boundaries(
    {
        "words alone": {"text": "red fox", "parts": {"$lexical": "red fox"}},
        "words and null": {"text": "hen", "parts": {"$vectorize": None, "$lexical": "hen"}},
        "nothing": {"text": None, "parts": {}},
    }
)
@costly(5)
@given(
    text=st.shared(_TEXT, key="text"),
    parts=st.shared(_TEXT, key="text").flatmap(
        lambda text: st.sampled_from(({"$lexical": text}, {"$lexical": text, "$vectorize": None}))
    ),
)
def test_parts(target: Target, text: str | None, parts: Mapping[str, Any]) -> None:
    """Words without a text to embed need no service; what is not there is null."""
    with target.space() as space:
        collection = worded(space)
        collection.insert_one({"_id": 0, "$hybrid": parts})
        shown = {name: (collection.find_one({}, projection=_ALL).document or {}).get(name, 0) for name in _FIELDS}
        space.check("HYBRID-003", shown, equals({"$lexical": text, "$vectorize": None}, "both fields:"))
        found = collection.find({}, sort={"$lexical": text or "fox"})
        space.check("HYBRID-003", found, found_ids(*([0] if text else [])))


@requirement("HYBRID-003")
@boundaries(
    {"two texts": {"lexical": "red fox", "text": "owl"}, "a text to embed alone": {"lexical": None, "text": "hen"}}
)
@costly(5)
@given(lexical=st.none() | _TEXT, text=_TEXT)
def test_two_texts(target: Target, lexical: str | None, text: str) -> None:
    """What is searched by words and what is embedded may be two texts."""
    with target.space(_EMBEDS) as space:
        collection = embedded(space, RANGED_MODEL, _LENGTH)
        parts = {"$vectorize": text, **({} if lexical is None else {"$lexical": lexical})}
        collection.insert_one({"_id": 0, "$hybrid": parts})
        shown = collection.find_one({}, projection=_ALL)
        both = {name: (shown.document or {}).get(name, 0) for name in _FIELDS}
        space.check("HYBRID-003", both, equals({"$lexical": lexical, "$vectorize": text}, "both fields:"))
        space.check("HYBRID-003", shown, holds_vector(_LENGTH))


@requirement("HYBRID-009")
@boundaries(
    {"a text": {"hybrid": "fox", "many": False}, "a text to embed": {"hybrid": {"$vectorize": "a"}, "many": True}}
)
@costly(5)
@given(hybrid=st.one_of(_TEXT, _TEXT.map(lambda text: {"$vectorize": text})), many=st.booleans())
def test_no_service(target: Target, hybrid: Any, many: bool) -> None:  # noqa: FBT001  # drawn
    """What is to be embedded needs somebody who embeds."""
    with target.space() as space:
        collection = space.database.collection()
        document = {"_id": 0, "$hybrid": hybrid}
        answer = collection.insert_many([{"_id": 1}, document]) if many else collection.insert_one(document)
        space.check("HYBRID-009", answer, refused_with("EMBEDDING_SERVICE_NOT_CONFIGURED", scope="SCHEMA"))
        space.check("HYBRID-009", collection.find({}), found_ids())


@requirement("HYBRID-009")
@boundaries(
    {"no vectors": {"options": {}, "text": "fox"}, "vectors": {"options": vector_options(2), "text": "red hen"}}
)
@costly(5)
@given(options=_OPTIONS, text=_TEXT)
def test_no_lexical(target: Target, options: Mapping[str, Any], text: str) -> None:
    """Words need a collection that is searched by words."""
    with target.space() as space:
        _check_no_lexical(space, options, text)


def _check_no_lexical(space: Space, options: Mapping[str, Any], text: str) -> None:
    collection = space.database.collection(options={**options, "lexical": {"enabled": False}})
    answer = collection.insert_one({"_id": 0, "$hybrid": {"$lexical": text}})
    space.check("HYBRID-009", answer, refused_with("LEXICAL_NOT_ENABLED_FOR_COLLECTION", scope="SCHEMA"))
    space.check("HYBRID-009", collection.find({}), found_ids())
