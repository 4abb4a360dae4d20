"""Failures of the embedding provider: what each is called, and that they can be told from Astra DB's own."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import inserted, number_of_calls, refused_with
from vectorproof.harness.checks.passed_on import client_error, words_of
from vectorproof.harness.checks.sides import Side, blames
from vectorproof.harness.collection import Collection
from vectorproof.harness.needs import Needs
from vectorproof.harness.provider import ProviderKey
from vectorproof.harness.space import Binding, Space
from vectorproof.harness.strategies import LONGEST_TEXT, SHORTEST_TEXT, secrets, texts
from vectorproof.harness.strategies.provider_faults import (
    ProviderFault,
    breakdown,
    limited,
    provider_faults,
    provider_limits,
    provider_refusals,
    refusal,
)
from vectorproof.harness.target import Target

_FAULTS = Needs(provider_control=True, provider_faults=True, provider_journal=True)
_UNKNOWN = "jina_" + "0" * 60
_MODEL = "jina-embeddings-v3"
# One of the provider's tokens is at most a word, and no model of the catalogue takes more than this many.
_MOST_TOKENS = 8194
_FAR_TOO_MANY = 12_000


@requirement("ERROR-001")
@boundaries(
    {
        "lowest status": {"fault": refusal(400, "flat", "a hut"), "text": "a boat", "loads": True},
        "highest status": {"fault": breakdown(599, "a hut"), "text": "a boat", "loads": False},
    }
)
@given(fault=provider_faults(), text=texts(), loads=st.booleans())
def test_told_as_the_providers(target: Target, fault: ProviderFault, text: str, loads: bool) -> None:  # noqa: FBT001
    """Whatever goes wrong at the provider, code and words say that it was the provider."""
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        space.provider.plan(fault.plan, key=key, times=fault.times)
        loading = loads or fault.inserts_only
        answer = collection.insert_one({"_id": "1", "$vectorize": text}) if loading else collection.search(text)
        space.check("ERROR-001", answer, blames(Side.PROVIDER))


@requirement("ERROR-001", "ERROR-002")
@boundaries(
    {
        "well formed": {"secret": _UNKNOWN, "text": "a boat"},
        "shortest text": {"secret": _UNKNOWN, "text": SHORTEST_TEXT},
        "longest text": {"secret": _UNKNOWN, "text": LONGEST_TEXT},
    }
)
@given(secret=secrets(), text=texts())
def test_unknown_key(target: Target, secret: str, text: str) -> None:
    """A key that the provider does not know is told as the provider's HTTP client error 401, by the provider's side."""
    with target.space() as space:
        collection = _collection(space, space.provider.invent_key(secret))
        loaded = collection.insert_one({"_id": "1", "$vectorize": text})
        space.check("ERROR-002", loaded, client_error(401, "API key"))
        space.check("ERROR-001", loaded, blames(Side.PROVIDER))
        space.check("ERROR-002", collection.search(text), client_error(401, "API key"))


@requirement("ERROR-002")
@boundaries(
    {
        "lowest": {"fault": refusal(400, "flat", "a hut"), "text": "a boat"},
        "highest": {"fault": refusal(499, "flat", "a hut"), "text": "a boat"},
        "words in an object": {"fault": refusal(422, "nested", 'a "hut"'), "text": "a boat"},
    }
)
@given(fault=provider_refusals(), text=texts())
def test_refusal_is_passed_on(target: Target, fault: ProviderFault, text: str) -> None:
    """What the provider refuses with 400 to 499 comes through with its status and words, after one call."""
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        space.provider.plan(fault.plan, key=key)
        seen = space.provider.during(lambda: collection.insert_one({"_id": "1", "$vectorize": text}))
        space.check("ERROR-002", seen.result, client_error(fault.status, fault.words))
        space.check("ERROR-002", seen, number_of_calls(1))


@requirement("ERROR-003")
@boundaries(
    {
        "at once again": {"fault": limited("rate-rpm", 0, rate_headers=False), "text": "a boat", "loads": True},
        "in a minute again": {"fault": limited("rate-tpm", 60, rate_headers=True), "text": "a boat", "loads": False},
    }
)
@given(fault=provider_limits(), text=texts(), loads=st.booleans())
def test_rate_limit(target: Target, fault: ProviderFault, text: str, loads: bool) -> None:  # noqa: FBT001  # drawn
    """Too many requests at the provider are told as such at once: one call, and no second attempt."""
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        space.provider.plan(fault.plan, key=key)
        document = {"_id": "1", "$vectorize": text}
        seen = space.provider.during(lambda: collection.insert_one(document) if loads else collection.search(text))
        space.check("ERROR-003", seen.result, refused_with(fault.code, says="429"))
        space.check("ERROR-003", seen, number_of_calls(1))


@requirement("ERROR-004")
@boundaries({"nothing left": {"text": "a boat", "balance": 0}, "almost enough": {"text": "a boat", "balance": 2}})
@given(text=texts(), balance=st.integers(0, 2))
def test_no_funds(target: Target, text: str, balance: int) -> None:
    """An account that cannot pay is told in the words that the provider itself has for it; paid up, it works."""
    with target.space(Needs(provider_control=True)) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        space.provider.set_balance(key, balance)
        said = space.provider.embed([text], key=key, model=_MODEL, dimensions=4)
        answer = collection.insert_one({"_id": "1", "$vectorize": text})
        space.check("ERROR-004", answer, client_error(said.status, words_of(said)))
        space.check("ERROR-004", collection.search(text), client_error(said.status, words_of(said)))
        space.provider.set_balance(key, 1_000_000)
        space.check("ERROR-004", collection.insert_one({"_id": "2", "$vectorize": text}), inserted("2"))


@requirement("ERROR-005")
@boundaries(
    {
        "a little too long": {"words": _MOST_TOKENS + 1, "word": "boats"},
        "much too long": {"words": _FAR_TOO_MANY, "word": "boats"},
    }
)
@given(words=st.integers(_MOST_TOKENS + 1, _FAR_TOO_MANY), word=st.sampled_from(("boats", "Straße", "ocean", "niños")))
def test_long_text(target: Target, words: int, word: str) -> None:
    """A text of more tokens than the model takes is told as the provider's client error about tokens."""
    long = " ".join([word] * words)
    with target.space(Needs(embedding=True)) as space:
        collection = space.vectorize_collection(space.binding(), model=_MODEL, dimension=4)
        answer = collection.insert_one({"_id": "1", "$vectorize": long})
        space.check("ERROR-005", answer, client_error(400, "token"))
        space.check("ERROR-005", collection.insert_one({"_id": "2", "$vectorize": word}), inserted("2"))


@requirement("ERROR-005")
@boundaries({"a little too long": {"words": _MOST_TOKENS + 1}, "much too long": {"words": _FAR_TOO_MANY}})
@given(words=st.integers(_MOST_TOKENS + 1, _FAR_TOO_MANY))
def test_words_about_a_long_text(target: Target, words: int) -> None:
    """What the provider says about a text that is too long comes through word by word."""
    long = " ".join(["boats"] * words)
    with target.space(Needs(provider_control=True)) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        said = space.provider.embed([long], key=key, model=_MODEL, dimensions=4)
        answer = collection.insert_one({"_id": "1", "$vectorize": long})
        space.check("ERROR-005", answer, client_error(said.status, words_of(said)))


def _collection(space: Space, key: ProviderKey) -> Collection:
    binding: Binding = space.by_header(key)
    return space.vectorize_collection(binding, model=_MODEL, dimension=4)
