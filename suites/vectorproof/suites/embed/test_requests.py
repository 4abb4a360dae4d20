"""What the provider is sent, and how often."""

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import (
    all_of,
    embedded_texts,
    embedded_with,
    holds,
    inserted,
    no_calls,
    number_of_calls,
    refused_with,
    with_dimensions,
    with_model,
)
from vectorproof.harness.checks.batches import in_batches
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.needs import Needs
from vectorproof.harness.provider import MODEL, Observed, ProviderKey
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import models, texts
from vectorproof.harness.strategies.vectors import RANGED_MODEL
from vectorproof.harness.target import Target

_SEEN: Final = Needs(provider_control=True, provider_journal=True)
_LENGTH: Final = 4
_BATCH: Final = 32
_NEVER: Final = ("normalized", "truncate", "embedding_type")
_PARAMETERS: Final = st.fixed_dictionaries(
    {},
    optional={
        "task": st.sampled_from(("retrieval.query", "retrieval.passage", "text-matching", "separation")),
        "late_chunking": st.booleans(),
    },
)
_BLANK: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"$vectorize": None},
    {"$vectorize": ""},
    {"$vectorize": "  \t"},
    {"n": 1},
)


def _collection(space: Space, key: ProviderKey, model: str = RANGED_MODEL, **parameters: Any) -> Collection:
    """Make a collection that embeds with this key, sent by header; of four numbers where the model lets it choose."""
    binding = space.by_header(key)
    service = {**binding.service(model), **({"parameters": parameters} if parameters else {})}
    vector = {"service": service, **({"dimension": _LENGTH} if model == RANGED_MODEL else {})}
    return space.database.collection(options={"vector": vector}, headers=binding.headers)


@requirement("EMBED-001", "EMBED-002")
@boundaries(
    {
        "a fixed dimension": {"model": MODEL, "text": "a boat"},
        "a chosen dimension": {"model": RANGED_MODEL, "text": "a boat"},
    }
)
@costly(5)
@given(model=st.one_of(models(), st.just(RANGED_MODEL)), text=texts())
def test_body(target: Target, model: str, text: str) -> None:
    """Texts and model are sent, dimensions where there is a choice, and what nobody set is left to the provider."""
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key, model)
        seen = space.provider.during(lambda: collection.insert_one({"_id": "1", "$vectorize": text}))
        chosen = _LENGTH if model == RANGED_MODEL else None
        space.check("EMBED-002", seen, holds("calls that say nothing of these", _says_nothing_of_these))
        space.check("EMBED-001", seen, all_of(with_model(model), with_dimensions(chosen), embedded_texts(text)))


@requirement("EMBED-003", "EMBED-004")
@boundaries(
    {
        "neither": {"parameters": {}, "text": "a boat"},
        "both": {"parameters": {"task": "separation", "late_chunking": True}, "text": "a boat"},
    }
)
@costly(5)
@given(parameters=_PARAMETERS, text=texts())
def test_parameters(target: Target, parameters: dict[str, Any], text: str) -> None:
    """What a collection's parameters say is sent with every call, for a search like for an insert."""
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key, **parameters)
        loaded = space.provider.during(lambda: collection.insert_one({"_id": "1", "$vectorize": text}))
        space.check("EMBED-003", loaded, _sends(parameters))
        found = space.provider.during(lambda: collection.search(text))
        space.check("EMBED-004", found, all_of(_sends(parameters), with_model(RANGED_MODEL), with_dimensions(_LENGTH)))


@requirement("EMBED-005")
@boundaries({"one document": {"count": 1}, "two calls": {"count": _BATCH + 1}})
@costly(5)
@given(count=st.integers(1, 3))
def test_bearer(target: Target, count: int) -> None:
    """The key that is sent is the key that is presented, in every call."""
    with target.space(_SEEN) as space:
        key, other = space.provider.new_key(), space.provider.new_key()
        collection = _collection(space, key)
        documents = [{"_id": number, "$vectorize": f"boat {number}"} for number in range(count)]
        seen = space.provider.during(lambda: collection.insert_many(documents))
        space.check("EMBED-005", seen, embedded_with(key, never=other))


@requirement("EMBED-006", "EMBED-007")
@boundaries({f"{count} texts": {"count": count} for count in (1, _BATCH, _BATCH + 1, 100)})
@costly(5)
@given(count=st.integers(1, 100))
def test_batches(target: Target, count: int) -> None:
    """Texts go 32 at a time, and their vectors come back to their own documents."""
    words = [f"boat {number}" for number in range(count)]
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        documents = [{"_id": number, "$vectorize": word} for number, word in enumerate(words)]
        seen = space.provider.during(lambda: collection.insert_many(documents))
        space.check("EMBED-006", seen, in_batches(words, _BATCH))
        last = space.provider.embed([words[-1]], key=key, model=RANGED_MODEL, dimensions=_LENGTH)
        answer = collection.find_one({"_id": count - 1}, projection={"$vector": 1})
        space.check(
            "EMBED-007", answer, holds("the vector of its own text", lambda found: _vector(found) == _first(last))
        )


@requirement("EMBED-008")
@boundaries({"none of them": {"documents": list(_BLANK)}, "one": {"documents": [{"$vectorize": "  "}]}})
@costly(5)
@given(documents=st.lists(st.sampled_from(_BLANK), min_size=1, max_size=5))
def test_nothing_to_embed(target: Target, documents: list[dict[str, Any]]) -> None:
    """Where there is nothing to embed nobody is called, and the documents are stored."""
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        space.check(
            "EMBED-008",
            space.provider.during(lambda: collection.insert_one({"$vectorize": "a boat"})),
            number_of_calls(1),
        )
        numbered = [{**document, "_id": number} for number, document in enumerate(documents)]
        seen = space.provider.during(lambda: collection.insert_many(numbered, ordered=True))
        space.check("EMBED-008", seen.result, inserted(*range(len(documents))))
        space.check("EMBED-008", seen, no_calls())


@requirement("EMBED-009")
@boundaries({"a number first": {"value": 5, "at": 0}, "an array last": {"value": ["a"], "at": 2}})
@costly(5)
@given(
    value=st.one_of(st.integers(-9, 9), st.booleans(), st.lists(st.text(max_size=3), max_size=2)), at=st.integers(0, 2)
)
def test_no_text(target: Target, value: Any, at: int) -> None:
    """What is no text is refused by its place, and nothing of the command is embedded."""
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        space.check(
            "EMBED-009",
            space.provider.during(lambda: collection.insert_one({"$vectorize": "a boat"})),
            number_of_calls(1),
        )
        documents = [{"_id": number, "$vectorize": value if number == at else "a boat"} for number in range(3)]
        seen = space.provider.during(lambda: collection.insert_many(documents))
        space.check("EMBED-009", seen.result, refused_with("INVALID_VECTORIZE_VALUE_TYPE", says=f"position {at + 1}"))
        space.check("EMBED-009", seen, no_calls())


@requirement("EMBED-028")
@boundaries({"insert": {"loads": True}, "search": {"loads": False}})
@costly(5)
@given(loads=st.booleans())
def test_no_key(target: Target, loads: bool) -> None:  # noqa: FBT001  # drawn
    """Without a key nobody is called, and that is what is said."""
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        space.check(
            "EMBED-028",
            space.provider.during(lambda: collection.insert_one({"$vectorize": "a boat"})),
            number_of_calls(1),
        )
        bare = collection.with_headers({})
        seen = space.provider.during(
            lambda: bare.insert_one({"$vectorize": "a boat"}) if loads else bare.search("a boat")
        )
        code = "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED"
        space.check("EMBED-028", seen.result, refused_with(code, family="SERVER", scope="EMBEDDING_PROVIDER"))
        space.check("EMBED-028", seen, no_calls())


@requirement("EMBED-031")
@boundaries(
    {"two texts": {"words": ["a boat", "a hut"]}, "many texts": {"words": [f"boat {number}" for number in range(20)]}}
)
@costly(5)
@given(words=st.lists(texts(), min_size=2, max_size=8, unique=True))
def test_shuffled(target: Target, words: list[str]) -> None:
    """An answer in another order is put in order again."""
    with target.space(Needs(provider_control=True, provider_faults=True)) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        space.provider.plan({"name": "ok-shuffled"}, key=key)
        collection.insert_many([{"_id": number, "$vectorize": word} for number, word in enumerate(words)])
        first = space.provider.embed([words[0]], key=key, model=RANGED_MODEL, dimensions=_LENGTH)
        answer = collection.find_one({"_id": 0}, projection={"$vector": 1})
        space.check(
            "EMBED-031", answer, holds("the vector of its own text", lambda found: _vector(found) == _first(first))
        )


@requirement("EMBED-032")
@boundaries({"one text": {"words": ["a boat"]}, "two texts": {"words": ["a boat", "a hut on a hill"]}})
@costly(5)
@given(words=st.lists(texts(), min_size=1, max_size=4))
def test_charge(target: Target, words: list[str]) -> None:
    """A command costs what its texts cost at the provider, asked for alone."""
    with target.space(_SEEN) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        alone = space.provider.during(
            lambda: space.provider.embed(words, key=key, model=RANGED_MODEL, dimensions=_LENGTH)
        )
        price = sum(call.tokens for call in alone.calls)
        documents = [{"_id": number, "$vectorize": word} for number, word in enumerate(words)]
        seen = space.provider.during(lambda: collection.insert_many(documents))
        said = f"{price} tokens"
        space.check(
            "EMBED-032",
            seen,
            holds(said, lambda observed: price > 0 and sum(call.tokens for call in observed.calls) == price),
        )


def _says_nothing_of_these(seen: Observed[Any]) -> bool:
    return bool(seen.calls) and not any(name in call.parameters for call in seen.calls for name in _NEVER)


def _sends(parameters: Mapping[str, Any]) -> Any:
    """Every call carries these parameters and neither of the two that are missing, and there was one."""

    def right(seen: Observed[Any]) -> bool:
        named = [{n: v for n, v in call.parameters.items() if n in {"task", "late_chunking"}} for call in seen.calls]
        return bool(named) and all(one == dict(parameters) for one in named)

    return holds(f"calls with {dict(parameters)} and nothing else of that kind", right)


def _vector(found: Exchange) -> Any:
    return (found.document or {}).get("$vector")


def _first(answer: Any) -> Any:
    return answer.body["data"][0]["embedding"]
