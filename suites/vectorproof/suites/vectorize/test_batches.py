"""Many texts in one command: how they reach the provider, and that each document gets its own vector."""

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import inserted, nearest_is
from vectorproof.harness.checks.batches import in_batches, vectors_are
from vectorproof.harness.checks.shapes import is_list, is_object
from vectorproof.harness.collection import Collection
from vectorproof.harness.errors import TargetError
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.needs import Needs
from vectorproof.harness.provider import ProviderKey
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import edges, texts
from vectorproof.harness.target import Target

_BATCH = 32
_MOST = 100
_MODEL = "jina-embeddings-v3"
_LENGTH = 4
# Long enough for no two texts to have the same direction by chance.
_SEARCHABLE = 64
# The provider's numbers are kept as 32-bit floats.
_ROUNDING = 1e-6


@requirement("VECTORIZE-017")
@boundaries(
    {
        "one text": {"count": 1, "text": "a boat"},
        "a full batch": {"count": _BATCH, "text": "a boat"},
        "one more than a batch": {"count": _BATCH + 1, "text": "a boat"},
        "two full batches": {"count": 2 * _BATCH, "text": "a boat"},
        "one more than two batches": {"count": 2 * _BATCH + 1, "text": "a boat"},
        "as many as a command takes": {"count": _MOST, "text": "a boat"},
    }
)
@given(count=st.one_of(edges(1, _MOST), st.sampled_from((31, 32, 33, 63, 64, 65, 96, 97))), text=texts())
def test_size_and_order(target: Target, count: int, text: str) -> None:
    """The texts of an insertMany go to the provider in order, 32 at a time, and every document gets its own vector."""
    loaded = [f"{text} {number}" for number in range(count)]
    with target.space(Needs(provider_control=True, provider_journal=True)) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        seen = space.provider.during(lambda: _loaded(collection, loaded))
        space.check("VECTORIZE-017", seen.result, inserted(*range(count)))
        space.check("VECTORIZE-017", seen, in_batches(loaded, _BATCH))
        expected = _vectors(space.provider.embed(loaded, key=key, model=_MODEL, dimensions=_LENGTH))
        space.check("VECTORIZE-017", _stored(collection), vectors_are(expected, tolerance=_ROUNDING))


@requirement("VECTORIZE-017")
@boundaries(
    {
        "last of the first batch": {"count": _BATCH + 1, "wanted": _BATCH - 1, "text": "a boat"},
        "first of the second batch": {"count": _BATCH + 1, "wanted": _BATCH, "text": "a boat"},
        "last of a command": {"count": _MOST, "wanted": _MOST - 1, "text": "a boat"},
    }
)
@given(count=edges(1, _MOST), wanted=st.integers(0, _MOST - 1), text=texts())
def test_found_by_its_own_text(target: Target, count: int, wanted: int, text: str) -> None:
    """Of as many documents as a command takes, a search by the text of one finds that one first."""
    loaded = [f"{text} {number}" for number in range(count)]
    wanted %= count
    with target.space(Needs(embedding=True)) as space:
        collection = space.vectorize_collection(model=_MODEL, dimension=_SEARCHABLE)
        space.check("VECTORIZE-017", _loaded(collection, loaded), inserted(*range(count)))
        space.check("VECTORIZE-017", collection.search(loaded[wanted], limit=1), nearest_is(wanted))


@requirement("VECTORIZE-017")
@boundaries(
    {
        "two texts": {"loaded": ["a boat", "a hut"]},
        "a dozen texts": {"loaded": [f"boat {number}" for number in range(12)]},
    }
)
@given(loaded=st.lists(texts(), min_size=2, max_size=12, unique=True))
def test_answer_in_another_order(target: Target, loaded: list[str]) -> None:
    """Where the provider answers in another order, by its indexes every document still gets its own vector."""
    with target.space(Needs(provider_control=True, provider_faults=True)) as space:
        key = space.provider.new_key()
        collection = _collection(space, key)
        expected = _vectors(space.provider.embed(loaded, key=key, model=_MODEL, dimensions=_LENGTH))
        space.provider.plan({"name": "ok-shuffled"}, key=key)
        space.check("VECTORIZE-017", _loaded(collection, loaded), inserted(*range(len(loaded))))
        space.check("VECTORIZE-017", _stored(collection), vectors_are(expected, tolerance=_ROUNDING))


def _collection(space: Space, key: ProviderKey) -> Collection:
    return space.vectorize_collection(space.by_header(key), model=_MODEL, dimension=_LENGTH)


def _loaded(collection: Collection, loaded: Sequence[str]) -> Exchange:
    return collection.insert_many([{"_id": number, "$vectorize": text} for number, text in enumerate(loaded)])


def _stored(collection: Collection) -> Exchange:
    """Read all documents with their vectors in one page, which only a search by a vector gives."""
    anything = [1.0] * _LENGTH
    return collection.find(sort={"$vector": anything}, projection={"$vector": 1}, options={"limit": _MOST + 1})


def _vectors(answer: Exchange) -> Mapping[int, Sequence[float]]:
    """Read the provider's own answer; it stands for the truth here and is not judged."""
    items = answer.body.get("data") if is_object(answer.body) else None
    if not answer.ok or not is_list(items):
        raise TargetError(f"the provider itself did not embed: {answer}")
    return {int(item["index"]): item["embedding"] for item in items}
