"""Texts that are sorted by: what a search by a text costs, finds, and refuses."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, embedded_texts, holds, no_calls, number_of_calls, refused_with
from vectorproof.harness.collection import Collection
from vectorproof.harness.needs import Needs
from vectorproof.harness.options import vector_options
from vectorproof.harness.provider import ProviderKey
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import blank_texts, texts
from vectorproof.harness.strategies.vectors import RANGED_MODEL
from vectorproof.harness.target import Target

_SEEN: Final = Needs(provider_control=True, provider_journal=True)
_EMBEDS: Final = Needs(embedding=True)
_LENGTH: Final = 4
_FAR: Final = [-1.0, 0.5, -0.25, 0.125]


def _collection(space: Space, key: ProviderKey | None = None) -> Collection:
    binding = space.binding() if key is None else space.by_header(key)
    return space.vectorize_collection(binding, model=RANGED_MODEL, dimension=_LENGTH)


_SORTED: Final[dict[str, dict[str, Any]]] = {
    "find": {},
    "findOne": {},
    "updateOne": {"update": {"$set": {"n": 1}}},
    "deleteOne": {"filter": {}},
    "findOneAndUpdate": {"update": {"$set": {"n": 1}}},
    "findOneAndReplace": {"replacement": {"n": 1}},
    "findOneAndDelete": {},
}


@requirement("EMBED-023")
@boundaries({name: {"name": name, "text": "a boat"} for name in _SORTED})
@costly(5)
@given(name=st.sampled_from(list(_SORTED)), text=texts())
def test_sorted_by_text(target: Target, name: str, text: str) -> None:
    """A text to sort by costs one call, whatever the command."""
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        collection.insert_one({"_id": "1", "$vector": _FAR})
        seen = space.provider.during(
            lambda: collection.command({name: {"sort": {"$vectorize": text}, **_SORTED[name]}})
        )
        space.check("EMBED-023", seen, all_of(number_of_calls(1), embedded_texts(text)))
        space.check("EMBED-023", seen.result, holds("no error", lambda answer: answer.ok))


@requirement("EMBED-024", "EMBED-025")
@boundaries({"blank": {"text": ""}, "a number": {"text": 5}, "null": {"text": None}})
@costly(5)
@given(text=st.one_of(blank_texts(), st.none(), st.integers(0, 9), st.lists(st.just("a"), max_size=1)))
def test_sort_refused(target: Target, text: Any) -> None:
    """What is no text, or an empty one, is not looked for; and no text is where nobody embeds."""
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        space.check("EMBED-024", space.provider.during(lambda: collection.search("a boat")), number_of_calls(1))
        seen = space.provider.during(lambda: collection.find({}, sort={"$vectorize": text}))
        space.check("EMBED-024", seen.result, refused_with("SORT_CLAUSE_VALUE_INVALID", scope="SORT"))
        space.check("EMBED-024", seen, no_calls())
        bare = space.database.collection(options=vector_options(_LENGTH))
        refusal = refused_with("EMBEDDING_SERVICE_NOT_CONFIGURED", scope="SCHEMA")
        space.check("EMBED-025", bare.find({}, sort={"$vectorize": "a boat"}), refusal)


@requirement("EMBED-026")
@boundaries(
    {
        "one document": {"words": ["a boat"], "text": "a boat"},
        "three": {"words": ["a boat", "a hut", "tea"], "text": "a house"},
    }
)
@costly(5)
@given(words=st.lists(texts(), min_size=1, max_size=4, unique=True), text=texts())
def test_search(target: Target, words: list[str], text: str) -> None:
    """To search by a text is to search by its vector."""
    with target.space(_EMBEDS) as space:
        collection = _collection(space)
        collection.insert_many([{"_id": number, "$vectorize": word} for number, word in enumerate(words)])
        options = {"includeSimilarity": True, "includeSortVector": True}
        by_text = collection.find({}, sort={"$vectorize": text}, options=options)
        by_vector = collection.find({}, sort={"$vector": by_text.status_member.get("sortVector")}, options=options)
        said = "the same documents with the same similarities"
        space.check(
            "EMBED-026",
            by_text,
            holds(said, lambda seen: bool(seen.documents) and seen.documents == by_vector.documents),
        )
