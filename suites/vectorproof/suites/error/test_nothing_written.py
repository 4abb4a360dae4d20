"""A failed embedding leaves nothing behind."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import document_is, found_ids, found_no_document, inserted, status_holds
from vectorproof.harness.checks.failing import failed
from vectorproof.harness.collection import Collection
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Binding, Space
from vectorproof.harness.strategies import LONGEST_TEXT, SHORTEST_TEXT, edges, secrets, texts
from vectorproof.harness.strategies.provider_faults import ProviderFault, breakdown, provider_lasting_faults, refusal
from vectorproof.harness.target import Target

_FAULTS = Needs(provider_control=True, provider_faults=True)
_SECRET = "jina_" + "0" * 60
_MOST = 100
_LENGTH = 4
_VECTOR = [1.0] * _LENGTH


@requirement("ERROR-010")
@boundaries(
    {
        "one document": {"count": 1, "ordered": True, "secret": _SECRET, "text": "a boat"},
        "a hundred documents": {"count": 100, "ordered": False, "secret": _SECRET, "text": "a boat"},
    }
)
@given(count=edges(1, 100), ordered=st.booleans(), secret=secrets(), text=texts())
def test_many(target: Target, count: int, ordered: bool, secret: str, text: str) -> None:  # noqa: FBT001  # drawn
    """With a key that the provider refuses, not one of a command's documents is written, not even one with a vector."""
    documents: list[dict[str, Any]] = [{"_id": "with a vector", "$vector": _VECTOR}]
    documents += [{"_id": number, "$vectorize": f"{text} {number}"} for number in range(count)]
    with target.space() as space:
        collection = _collection(space, space.by_header(space.provider.invent_key(secret)))
        space.check("ERROR-010", collection.insert_one({"_id": "before", "$vector": _VECTOR}), inserted("before"))
        space.check("ERROR-010", collection.insert_many(documents[-_MOST:], ordered=ordered), failed())
        space.check("ERROR-010", collection.find({}), found_ids("before"))
        space.check("ERROR-010", collection.count_documents({}), status_holds(count=1))


@requirement("ERROR-010")
@boundaries(
    {
        "lowest status, one document": {
            "fault": refusal(400, "flat", "a hut"),
            "loaded": [SHORTEST_TEXT],
            "ordered": True,
        },
        "highest status, six documents": {
            "fault": breakdown(599, "a hut"),
            "loaded": [LONGEST_TEXT] * 6,
            "ordered": False,
        },
    }
)
@given(fault=provider_lasting_faults(), loaded=st.lists(texts(), min_size=1, max_size=6), ordered=st.booleans())
def test_every_fault(target: Target, fault: ProviderFault, loaded: list[str], ordered: bool) -> None:  # noqa: FBT001
    """Whatever goes wrong at the provider, nothing is written; when it is over, all of it is."""
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = _collection(space, space.by_header(key))
        documents = [{"_id": number, "$vectorize": text} for number, text in enumerate(loaded)]
        space.provider.plan(fault.plan, key=key)
        space.check("ERROR-010", collection.insert_many(documents, ordered=ordered), failed())
        space.check("ERROR-010", collection.count_documents({}), status_holds(count=0))
        space.check("ERROR-010", collection.insert_many(documents), inserted(*range(len(loaded))))


@requirement("ERROR-010")
@boundaries(
    {
        "the first of two batches": {"count": 33, "failing": 0, "ordered": True},
        "the second of two batches": {"count": 33, "failing": 32, "ordered": True},
    }
)
@given(count=st.integers(33, 100), failing=st.integers(0, 99), ordered=st.booleans())
def test_one_batch(target: Target, count: int, failing: int, ordered: bool) -> None:  # noqa: FBT001  # a drawn value
    """Where the provider fails for one of several batches, the documents of the others are not written either."""
    marked = failing % count
    documents = [{"_id": n, "$vectorize": "the failing boat" if n == marked else f"boat {n}"} for n in range(count)]
    with target.space(_FAULTS) as space:
        key = space.provider.new_key()
        collection = _collection(space, space.by_header(key))
        space.provider.plan({"name": "unavailable"}, key=key, text_contains="failing")
        answer = collection.insert_many(documents, ordered=ordered)
        space.check("ERROR-010", answer, failed())
        space.check("ERROR-010", collection.count_documents({}), status_holds(count=0))


@requirement("ERROR-010")
@boundaries(
    {
        "shortest text": {"text": SHORTEST_TEXT, "secret": _SECRET},
        "longest text": {"text": LONGEST_TEXT, "secret": _SECRET},
    }
)
@given(secret=secrets(), text=texts())
def test_update(target: Target, secret: str, text: str) -> None:
    """An update whose text cannot be embedded changes no document and makes none."""
    with target.space() as space:
        collection = _collection(space, space.by_header(space.provider.invent_key(secret)))
        collection.insert_one({"_id": "1", "n": 1, "$vector": _VECTOR})
        change = {"$set": {"n": 2, "$vectorize": text}}
        space.check("ERROR-010", collection.update_one({"_id": "1"}, change), failed())
        kept = collection.find_one({"_id": "1"}, projection={"n": 1, "$vector": 1, "$vectorize": 1})
        space.check("ERROR-010", kept, document_is({"_id": "1", "n": 1, "$vector": _VECTOR}))
        upsert = collection.update_one({"_id": "2"}, change, upsert=True)
        space.check("ERROR-010", upsert, failed())
        space.check("ERROR-010", collection.find_one({"_id": "2"}), found_no_document())


def _collection(space: Space, binding: Binding) -> Collection:
    return space.vectorize_collection(binding, model="jina-embeddings-v3", dimension=_LENGTH)
