"""The two axes of the matrix: what the provider may do wrong, and which commands embed.

Left out is what no document promises: redirections, bodies that drip, and answers that are right but for numbers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.provider import ProviderKey
from vectorproof.harness.space import Space
from vectorproof.harness.strategies.provider_faults import (
    CLIENT_ERROR,
    RATE_LIMITED,
    SERVER_ERROR,
    TIMEOUT,
    UNEXPECTED,
)
from vectorproof.harness.strategies.vectors import RANGED_MODEL

LENGTH: Final = 4
FAR: Final = (-1.0, 0.5, -0.25, 0.125)
MOST_CALLS: Final = 4
BROKEN: Final = "UNEXPECTED_SERVER_ERROR"


@dataclass(frozen=True, slots=True)
class Failing:
    """One way to fail: the fault's name, the requirement and the code that it leads to, and how often it is met."""

    name: str
    requirement: str
    code: str
    calls: int = 1

    @property
    def plan(self) -> dict[str, Any]:
        """Give what a plan of faults is told."""
        return {"name": self.name}


def _all(requirement: str, code: str, names: str, calls: int = 1) -> tuple[Failing, ...]:
    return tuple(Failing(name, requirement, code, calls) for name in names.split())


REFUSALS: Final = _all(
    "FAULT-001",
    CLIENT_ERROR,
    "key-missing key-malformed key-unknown key-deleted key-rotated key-gen-a key-restricted balance-empty balance-gen-a"
    " plan-resource model-gone model-gone-404 too-long late-chunk-overflow too-many-items too-many-items-400 bad-task"
    " bad-dimension fastapi-422 conflict payload-too-large error-no-detail error-dollar",
)
LIMITS: Final = _all("FAULT-002", RATE_LIMITED, "rate-rpm rate-tpm rate-concurrency rate-ip rate-one-batch")
BREAKDOWNS: Final = _all(
    "FAULT-003",
    SERVER_ERROR,
    "internal bad-gateway unavailable cold-start edge-520 edge-522 edge-524 error-bad-json",
)
TIME_OUTS: Final = _all("FAULT-004", TIMEOUT, "req-timeout gw-timeout", MOST_CALLS)
NONSENSE: Final = _all(
    "FAULT-005",
    UNEXPECTED,
    "ok-empty-body ok-no-content ok-html ok-xml ok-text ok-no-content-type ok-error-body ok-data-null ok-data-missing"
    " ok-wrong-length ok-longer ok-one-wrong-length ok-dims-ignored",
)
WRECKS: Final = _all(
    "FAULT-006",
    BROKEN,
    "ok-null-body ok-no-usage ok-negative-usage ok-nan-literal ok-infinity-literal ok-multivector ok-null-embedding"
    " ok-null-item ok-duplicate-keys ok-truncated-json close reset close-mid-body garbage",
)
FAILURES: Final = (*REFUSALS, *LIMITS, *BREAKDOWNS, *TIME_OUTS, *NONSENSE, *WRECKS)
"""Every way to fail that the documentation tells the outcome of."""

HARMLESS: Final = (
    "ok-no-prompt-tokens",
    "ok-extra-fields",
    "ok-wrong-model",
    "ok-trailing-garbage",
    "chunked",
    "no-length",
)
"""Answers that look odd and are right."""

COUNTS: Final = ("ok-data-empty-list", "ok-one-missing", "ok-one-extra")
"""Answers with too few vectors, or one too many."""

Act = Callable[[Collection, str], Exchange]


@dataclass(frozen=True, slots=True)
class Embedding:
    """One command that embeds: how it is sent with a text, and what it does to a document that is there."""

    act: Act
    writes: bool = True
    deletes: bool = False
    inserts: bool = False


def _command(name: str, **members: Any) -> Act:
    """Send a command sorted by the text."""
    return lambda collection, text: collection.command({name: {"sort": {"$vectorize": text}, **members}})


def _setting(name: str, **options: Any) -> Act:
    """Send an update that sets the text."""

    def act(collection: Collection, text: str) -> Exchange:
        members = {"filter": {"_id": "there"}, "update": {"$set": {"$vectorize": text}}, **options}
        return collection.command({name: members})

    return act


_HIT: Final = MappingProxyType({"$set": {"hit": True}})
COMMANDS: Final[Mapping[str, Embedding]] = MappingProxyType(
    {
        "insertOne": Embedding(lambda c, text: c.insert_one({"_id": "new", "$vectorize": text}), inserts=True),
        "insertMany": Embedding(
            lambda c, text: c.insert_many([{"_id": "new", "$vectorize": text}, {"_id": "plain"}]), inserts=True
        ),
        "find": Embedding(_command("find"), writes=False),
        "findOne": Embedding(_command("findOne"), writes=False),
        "updateOne": Embedding(_setting("updateOne")),
        "updateMany": Embedding(_setting("updateMany")),
        "findOneAndUpdate": Embedding(_setting("findOneAndUpdate")),
        "findOneAndReplace": Embedding(
            lambda c, text: c.command(
                {"findOneAndReplace": {"filter": {"_id": "there"}, "replacement": {"$vectorize": text}}}
            )
        ),
        "an upsert": Embedding(
            lambda c, text: c.update_one({"_id": "new"}, {"$set": {"$vectorize": text}}, upsert=True)
        ),
        "updateOne by a text": Embedding(_command("updateOne", update=dict(_HIT))),
        "findOneAndUpdate by a text": Embedding(_command("findOneAndUpdate", update=dict(_HIT))),
        "findOneAndReplace by a text": Embedding(_command("findOneAndReplace", replacement={"hit": True})),
        "deleteOne": Embedding(_command("deleteOne", filter={}), deletes=True),
        "findOneAndDelete": Embedding(_command("findOneAndDelete"), deletes=True),
    }
)
"""Every command that embeds, by what it does."""


def collection_of(space: Space, key: ProviderKey) -> Collection:
    """Make a collection that embeds with a key by header, with one document that has a vector of its own."""
    collection = space.vectorize_collection(space.by_header(key), model=RANGED_MODEL, dimension=LENGTH)
    collection.insert_one({"_id": "there", "n": 1, "$vector": list(FAR)})
    return collection
