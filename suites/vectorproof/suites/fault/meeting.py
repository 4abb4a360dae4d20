"""What is checked wherever a failure meets a command that embeds, or one batch of a large insert."""

from typing import Final

from vectorproof.harness.checks import all_of, found_ids, holds, http_status, nearest_is, number_of_calls, refused_with
from vectorproof.harness.checks.envelopes import members_are
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.provider import Call, Observed, ProviderKey
from vectorproof.harness.space import Space
from vectorproof.harness.strategies.provider_faults import UNEXPECTED
from vectorproof.harness.strategies.vectors import RANGED_MODEL
from vectorproof.suites.fault.matrix import BROKEN, COMMANDS, LENGTH, Failing, collection_of

FAULTS: Final = Needs(provider_control=True, provider_faults=True, provider_journal=True)
MARKER: Final = "leaking"
PLACES: Final[dict[str, tuple[int, ...]]] = {"first": (0,), "middle": (40,), "last": (99,), "several": (5, 64, 98)}
"""Places of the marked texts among a hundred: in the first of four batches, in one within, in the last, in several."""

_COUNT: Final = 100


def command_fails(space: Space, collection: Collection, key: ProviderKey, failing: Failing, name: str) -> None:
    """Let a failure meet a command: how it is told, tried again and charged, what it leaves, and that it ends."""
    embedding = COMMANDS[name]
    space.provider.plan(failing.plan, key=key, times=failing.calls)
    seen = space.provider.during(lambda: embedding.act(collection, "a boat"))
    space.check(failing.requirement, seen.result, refused_with(failing.code, family="SERVER"))
    if failing.code != BROKEN:
        space.check("FAULT-015", seen.result, of_the_provider())
    space.check("FAULT-010" if failing.calls == 1 else "FAULT-011", seen, number_of_calls(failing.calls))
    space.check("FAULT-020", seen.calls, holds("no refused call that costs", _costs_nothing))
    if embedding.writes:
        promise = "FAULT-016" if embedding.inserts else "FAULT-018" if embedding.deletes else "FAULT-017"
        space.check(promise, collection.find({}), found_ids("there"))
    space.check("FAULT-021", collection.search("a boat"), nearest_is("there"))


def batch_fails(  # the failure, and where and how it is met
    space: Space,
    collection: Collection,
    key: ProviderKey,
    failing: Failing,
    places: tuple[int, ...],
    *,
    ordered: bool | None = None,
) -> Observed[Exchange]:
    """Let a failure meet the batches of these places of an insert: it takes all others with it."""
    # A time-out is met four times by one batch; of several batches each would meet some of them and get over it.
    marked = places if failing.calls == 1 else places[:1]
    space.provider.plan(failing.plan, key=key, times=failing.calls, text_contains=MARKER)
    words = [f"{MARKER} boat {at}" if at in marked else f"boat {at}" for at in range(_COUNT)]
    documents = [{"_id": at, "$vectorize": word} for at, word in enumerate(words)]
    seen = space.provider.during(lambda: collection.insert_many(documents, ordered=ordered))
    space.check("FAULT-016", seen.result, all_of(refused_with(failing.code), members_are("errors")))
    space.check("FAULT-016", collection.find({}), found_ids("there"))
    return seen


def update_many_stops(space: Space, failing: Failing, nth: int) -> None:
    """Let a failure meet one document of an updateMany: those before it stay updated, and only the failure is told."""
    key = space.provider.new_key()
    collection = space.vectorize_collection(space.by_header(key), model=RANGED_MODEL, dimension=LENGTH)
    collection.insert_many([{"_id": number, "n": number} for number in range(3)])
    space.provider.plan(failing.plan, key=key, times=failing.calls, nth=nth)
    answer = collection.command({"updateMany": {"filter": {}, "update": {"$set": {"$vectorize": "a boat"}}}})
    space.check("FAULT-019", answer, all_of(refused_with(failing.code), members_are("errors")))
    updated = collection.find({"$vectorize": {"$exists": True}})
    space.check("FAULT-019", updated, _holds_documents(nth - 1))


def count_matters(space: Space, fault: str, name: str) -> None:
    """Let too few or too many vectors meet a command: inserts count them, others take the first, where there is one."""
    key = space.provider.new_key()
    collection = collection_of(space, key)
    space.provider.plan({"name": fault}, key=key)
    answer = COMMANDS[name].act(collection, "a boat")
    if COMMANDS[name].inserts:
        space.check("FAULT-008", answer, refused_with(UNEXPECTED, family="SERVER"))
    else:
        right = succeeds() if fault == "ok-one-extra" else refused_with(BROKEN, family="SERVER")
        space.check("FAULT-009", answer, right)


def succeeds() -> Judge[Exchange]:
    """A success that did or found something."""

    def did(seen: Exchange) -> bool:
        counts = ("insertedIds", "upsertedId", "modifiedCount", "deletedCount")
        return bool(seen.documents) or seen.document is not None or any(seen.status_member.get(name) for name in counts)

    return holds("a success that found or changed a document", lambda seen: seen.ok and did(seen))


def of_the_provider() -> Judge[Exchange]:
    """HTTP 200 with an error of the provider's scope, and nothing beside it."""

    def right(seen: Exchange) -> bool:
        return seen.error is not None and seen.error.scope == "EMBEDDING_PROVIDER"

    return all_of(http_status(200), members_are("errors"), holds("an error of the scope EMBEDDING_PROVIDER", right))


def charges_successes(seen: Observed[Exchange]) -> bool:
    """Tell whether some call failed and cost nothing, and whatever succeeded cost something."""
    failed = [call for call in seen.calls if call.fault is not None]
    # A call that was given up while it was answered may be either.
    answered = [call for call in seen.calls if call.fault is None and call.status == 200]  # HTTP
    return bool(failed) and all(call.tokens == 0 for call in failed) and all(call.tokens > 0 for call in answered)


def _holds_documents(count: int) -> Judge[Exchange]:
    return holds(f"{count} documents", lambda seen: seen.ok and len(seen.documents) == count)


def _costs_nothing(calls: tuple[Call, ...]) -> bool:
    refused = [call for call in calls if call.status >= 400]  # HTTP
    return bool(calls) and all(call.tokens == 0 for call in refused)
