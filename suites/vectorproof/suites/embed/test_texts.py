"""What becomes of a text to embed: in a document, in an update, in a search."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import (
    all_of,
    document_is,
    embedded_texts,
    found_ids,
    found_no_document,
    holds,
    inserted,
    no_calls,
    number_of_calls,
    refused_with,
    status_holds,
)
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.options import vector_options
from vectorproof.harness.provider import ProviderKey
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import blank_texts, texts
from vectorproof.harness.strategies.vectors import RANGED_MODEL
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target

_SEEN: Final = Needs(provider_control=True, provider_journal=True)
_EMBEDS: Final = Needs(embedding=True)
_LENGTH: Final = 4
_ALL: Final = {"*": 1}
_FAR: Final = [-1.0, 0.5, -0.25, 0.125]
_BOTH: Final = st.tuples(st.sampled_from(([1.0] * 4, None, [])), st.sampled_from(("a boat", None, "")))


def _collection(space: Space, key: ProviderKey | None = None) -> Collection:
    binding = space.binding() if key is None else space.by_header(key)
    return space.vectorize_collection(binding, model=RANGED_MODEL, dimension=_LENGTH)


@requirement("EMBED-010")
@boundaries({"both": {"both": ([1.0] * 4, "a boat"), "at": 0}, "both null": {"both": (None, None), "at": 2}})
@costly(5)
@given(both=_BOTH, at=st.integers(0, 2))
def test_both(target: Target, both: tuple[Any, Any], at: int) -> None:
    """One document with both keys refuses the whole command."""
    documents: list[dict[str, Any]] = [{"_id": number} for number in range(3)]
    documents[at] |= {"$vector": both[0], "$vectorize": both[1]}
    with target.space(_EMBEDS) as space:
        collection = _collection(space)
        answer = collection.insert_many(documents)
        space.check("EMBED-010", answer, refused_with("INVALID_USAGE_OF_VECTORIZE", says=f"position {at + 1}"))
        space.check("EMBED-010", collection.find({}), found_no_document())


@requirement("EMBED-011")
@boundaries(
    {
        "vectors without a service": {"vectors": True, "text": "a boat", "blank": ""},
        "no vectors": {"vectors": False, "text": "a boat", "blank": " \n"},
    }
)
@costly(5)
@given(vectors=st.booleans(), text=texts(), blank=blank_texts())
def test_nobody_embeds(target: Target, vectors: bool, text: str, blank: str) -> None:  # noqa: FBT001  # drawn
    """Where nobody embeds a text is refused, unless there is nothing in it."""
    with target.space() as space:
        collection = space.database.collection(options=vector_options(_LENGTH) if vectors else {})
        refusal = refused_with("EMBEDDING_SERVICE_NOT_CONFIGURED", family="REQUEST", scope="SCHEMA")
        space.check("EMBED-011", collection.insert_one({"_id": "1", "$vectorize": text}), refusal)
        space.check("EMBED-011", collection.insert_one({"_id": "2", "$vectorize": blank}), inserted("2"))


@requirement("EMBED-012", "EMBED-027")
@boundaries({"a field behind": {"text": "a boat", "name": "z"}, "a field before": {"text": "a hut", "name": "a"}})
@costly(5)
@given(text=texts(), name=st.text("abcxyz", min_size=1, max_size=6))
def test_stored(target: Target, text: str, name: str) -> None:
    """The text stays in its place, the vector follows all others, and both are shown to those who ask."""
    with target.space(_EMBEDS) as space:
        collection = _collection(space)
        collection.insert_one({"_id": "1", "$vectorize": text, name: 1})
        wanted = ["_id", "$vectorize", name, "$vector"]
        whole = collection.find_one({}, projection=_ALL)
        space.check(
            "EMBED-012", whole, holds(f"the members {wanted}", lambda seen: list(seen.document or {}) == wanted)
        )
        space.check("EMBED-027", collection.find_one({}), document_is({"_id": "1", name: 1}))
        shown = collection.find_one({}, projection={"$vectorize": 1})
        space.check("EMBED-027", shown, document_is({"_id": "1", "$vectorize": text, name: 1}))


@requirement("EMBED-013", "EMBED-014")
@boundaries(
    {"two texts": {"before": "a boat", "after": "a hut"}, "almost the same": {"before": "a boat", "after": "a boat "}}
)
@costly(5)
@given(before=texts(), after=texts())
def test_set_text(target: Target, before: str, after: str) -> None:
    """The same text again is no change; another one gets another vector."""
    after = after if after != before else f"{after} again"
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        collection.insert_one({"_id": "1", "$vectorize": before})
        same = space.provider.during(lambda: collection.update_one({"_id": "1"}, {"$set": {"$vectorize": before}}))
        space.check("EMBED-013", same.result, status_holds(matchedCount=1, modifiedCount=0))
        space.check("EMBED-013", same, no_calls())
        other = space.provider.during(lambda: collection.update_one({"_id": "1"}, {"$set": {"$vectorize": after}}))
        space.check("EMBED-014", other.result, status_holds(modifiedCount=1))
        space.check("EMBED-014", other, embedded_texts(after))
        expected = space.provider.embed([after], key=key, model=RANGED_MODEL, dimensions=_LENGTH)
        space.check(
            "EMBED-014", collection.find_one({}, projection=_ALL), _has_vector(expected.body["data"][0]["embedding"])
        )


@requirement("EMBED-015")
@boundaries({"null": {"text": None}, "empty": {"text": ""}})
@costly(5)
@given(text=st.one_of(st.none(), blank_texts()))
def test_set_blank(target: Target, text: str | None) -> None:
    """With the text goes its vector, and nobody is asked."""
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        loaded = space.provider.during(lambda: collection.insert_one({"_id": "1", "$vectorize": "a boat"}))
        space.check("EMBED-015", loaded, number_of_calls(1))
        seen = space.provider.during(lambda: collection.update_one({"_id": "1"}, {"$set": {"$vectorize": text}}))
        space.check("EMBED-015", seen, no_calls())
        whole = {"_id": "1", "$vectorize": text, "$vector": None}
        space.check("EMBED-015", collection.find_one({}, projection=_ALL), document_is(whole))


@requirement("EMBED-016", "EMBED-030")
@boundaries({"no upsert": {"text": "a boat", "upsert": False}, "upsert": {"text": "a boat", "upsert": True}})
@costly(5)
@given(text=texts(), upsert=st.booleans())
def test_no_match(target: Target, text: str, upsert: bool) -> None:  # noqa: FBT001  # drawn
    """What matches nothing embeds nothing, unless it becomes a document."""
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        update = {"$set": {"$vectorize": text}}
        seen = space.provider.during(lambda: collection.update_one({"_id": "1"}, update, upsert=upsert))
        if upsert:
            space.check("EMBED-030", seen.result, status_holds(upsertedId="1"))
            space.check("EMBED-030", seen, embedded_texts(text))
            space.check("EMBED-030", collection.find({}, sort={"$vector": _FAR}), found_ids("1"))
        else:
            space.check("EMBED-016", seen.result, status_holds(matchedCount=0, modifiedCount=0))
            space.check("EMBED-016", seen, no_calls())


@requirement("EMBED-017")
@boundaries({"one": {"count": 1}, "five": {"count": 5}})
@costly(5)
@given(count=st.integers(1, 6))
def test_update_many(target: Target, count: int) -> None:
    """Many documents that get one text are many texts to the provider."""
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        collection.insert_many([{"_id": number, "$vectorize": "a hut"} for number in range(count)])
        body = {"updateMany": {"filter": {}, "update": {"$set": {"$vectorize": "a boat"}}}}
        seen = space.provider.during(lambda: collection.command(body))
        space.check("EMBED-017", seen.result, status_holds(modifiedCount=count))
        space.check("EMBED-017", seen, all_of(number_of_calls(count), embedded_texts(*["a boat"] * count)))


@requirement("EMBED-018")
@boundaries({"the same": {"text": "a boat"}, "another": {"text": "a hut"}})
@costly(5)
@given(text=st.one_of(st.just("a boat"), texts()))
def test_replace(target: Target, text: str) -> None:
    """A replacement is embedded, whatever it replaces."""
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        collection.insert_one({"_id": "1", "$vectorize": "a boat"})
        body = {"findOneAndReplace": {"filter": {"_id": "1"}, "replacement": {"$vectorize": text}}}
        seen = space.provider.during(lambda: collection.command(body))
        space.check("EMBED-018", seen.result, status_holds(matchedCount=1, modifiedCount=1))
        space.check("EMBED-018", seen, embedded_texts(text))


@requirement("EMBED-019", "EMBED-020")
@boundaries(
    {
        "the text goes": {"name": "$vectorize", "text": "a boat"},
        "the vector goes": {"name": "$vector", "text": "a boat"},
    }
)
@costly(5)
@given(name=st.sampled_from(("$vector", "$vectorize")), text=texts())
def test_coupled(target: Target, name: str, text: str) -> None:
    """Text and vector go together, and a vector of one's own drives the text away."""
    with target.space(_EMBEDS) as space:
        collection = _collection(space)
        collection.insert_one({"_id": "1", "$vectorize": text, "n": 1})
        collection.update_one({"_id": "1"}, {"$set": {"$vector": _FAR}})
        whole = {"_id": "1", "n": 1, "$vector": _FAR}
        space.check("EMBED-020", collection.find_one({}, projection=_ALL), document_is(whole))
        collection.insert_one({"_id": "2", "$vectorize": text, "n": 2})
        collection.update_one({"_id": "2"}, {"$unset": {name: ""}})
        space.check("EMBED-019", collection.find_one({"_id": "2"}, projection=_ALL), document_is({"_id": "2", "n": 2}))


_UPDATES = (
    Row(
        "EMBED-021",
        {
            "both set": {"$set": {"$vector": _FAR, "$vectorize": "a"}},
            "both unset": {"$unset": {"$vector": 1, "$vectorize": 1}},
        },
        code="INVALID_USAGE_OF_VECTORIZE",
    ),
    Row(
        "EMBED-022",
        {"a text pushed": {"$push": {"$vectorize": "a"}}, "a text renamed": {"$rename": {"$vectorize": "a"}}},
        st.sampled_from(("$push", "$addToSet", "$min", "$max")).map(lambda name: {name: {"$vectorize": "a"}}),
        code="UNSUPPORTED_UPDATE_OPERATOR_FOR_VECTORIZE",
    ),
)


@requirement(*ids(_UPDATES))
@boundaries(edges(_UPDATES))
@costly(5)
@given(row=rows_of(_UPDATES))
def test_updates_refused(target: Target, row: Drawn) -> None:
    """A text to embed is set or unset, and never together with its vector."""
    with target.space(_EMBEDS) as space:
        collection = _collection(space)
        collection.insert_one({"_id": "1", "n": 1})
        space.check(
            row.requirement, collection.update_one({"_id": "1"}, row.value), refused_with(row.code, family="REQUEST")
        )
        space.check(row.requirement, collection.find_one({}, projection=_ALL), document_is({"_id": "1", "n": 1}))


@requirement("EMBED-029")
@boundaries({"one of each": {"kinds": ["text", "vector", "neither"]}, "all vectors": {"kinds": ["vector", "vector"]}})
@costly(5)
@given(kinds=st.lists(st.sampled_from(("text", "vector", "neither")), min_size=1, max_size=5))
def test_mixed(target: Target, kinds: list[str]) -> None:
    """One command takes documents of every kind, and a search finds those that have a vector then."""
    members: dict[str, dict[str, Any]] = {"text": {"$vectorize": "a boat"}, "vector": {"$vector": _FAR}, "neither": {}}
    with target.space(_EMBEDS) as space:
        collection = _collection(space)
        answer = collection.insert_many([{"_id": number, **members[kind]} for number, kind in enumerate(kinds)])
        space.check("EMBED-029", answer, inserted(*range(len(kinds))))
        found = [number for number, kind in enumerate(kinds) if kind != "neither"]
        space.check("EMBED-029", collection.find({}, sort={"$vector": _FAR}), found_ids(*found))


def _has_vector(expected: Any) -> Judge[Exchange]:
    return holds("the vector of the new text", lambda seen: (seen.document or {}).get("$vector") == expected)
