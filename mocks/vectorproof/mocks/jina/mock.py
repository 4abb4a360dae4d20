"""The mock put together: what answers which route. Knows every part of this folder and nothing outside it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from aiohttp import web

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.faults.wire import Answer
from vectorproof.mocks.jina import listing
from vectorproof.mocks.jina.accounts import Accounts
from vectorproof.mocks.jina.control import Control, Controlled
from vectorproof.mocks.jina.counter import Counter
from vectorproof.mocks.jina.door import Door
from vectorproof.mocks.jina.embeddings import Embeddings
from vectorproof.mocks.jina.fault_files import read_plan
from vectorproof.mocks.jina.geometry import Geometry
from vectorproof.mocks.jina.journal import Journal
from vectorproof.mocks.jina.memory import KnownBodies
from vectorproof.mocks.jina.parts import JinaParts
from vectorproof.mocks.jina.plan import Plan
from vectorproof.mocks.jina.plan_reading import Names, read_wishes
from vectorproof.mocks.jina.plugged import plugged
from vectorproof.mocks.jina.refusals import Refusal, envelope, error_text
from vectorproof.mocks.jina.repeating import Repeating
from vectorproof.mocks.jina.reranking import Reranking
from vectorproof.mocks.jina.rooms import Rooms
from vectorproof.mocks.jina.settings import AccountSpec, JinaConfig, KeySpec
from vectorproof.mocks.jina.spilling import Spill
from vectorproof.mocks.jina.vectors import EncodedVectors

# Routes that the real service has and this mock has not (jina-api 1.2): the answer says so, and which.
NOT_SIMULATED: tuple[str, ...] = (
    "/v1/batch/{tail:.*}",
    "/v1/batches",
    "/v1/classify",
    "/v1/train",
    "/v1/classifiers",
    "/v1/classifiers/{id}",
    "/v1/chat/completions",
    "/v1/multi-vector",
    "/v1/multi-embeddings",
    "/v1/bulk-embeddings",
    "/v1/bulk-embeddings/{tail:.*}",
)


class JinaMock:
    """An embedding provider that speaks like Jina's, with keys that live, quotas that count and a balance that falls.

    It is a set of routes for a port of its own; ``standalone`` serves it alone.
    """

    def __init__(self, config: JinaConfig, parts: JinaParts, clock: Clock, ids: Ids) -> None:
        self._dialect = config.dialect
        self._ids = ids
        self._plan = Plan()
        embedder = parts.embedder() if config.embedder is None else plugged(config.embedder)
        is_slow = config.embedder is not None
        self._vectors = EncodedVectors(Geometry(embedder.embed, parts.cut), config.cache_bytes, in_thread=is_slow)
        self.accounts = Accounts(config, ids)
        self._spill = None if config.journal_file is None else Spill(config.journal_file)
        self.journal = Journal(config.journal_calls, None if self._spill is None else self._spill.write)
        self._rooms = rooms = Rooms()
        door = Door(self.accounts, rooms, parts, config.dialect, clock)
        counter = Counter(door, self._plan, self.journal, config.dialect, clock, ids)
        known = KnownBodies()
        repeating = Repeating(counter, self._vectors, parts, known)
        self.embeddings = Embeddings(counter, self._vectors, parts, known, repeating)
        self._reranking = Reranking(counter, embedder, parts, in_thread=is_slow)
        self._names = Names(lambda: f"fault-{ids.hex(12)}", self.accounts.names_of)
        self._whole = Controlled(self.accounts, rooms, self._plan, self.journal, self._vectors, clock, ids)
        self.control = Control(self._whole, self._names, config.control_token)

    def routes(self) -> list[web.RouteDef]:
        """List every route, the last one answering whatever no other does: add them to an application of their own."""
        return [*self.control.routes(), *self.provider_routes()]

    def provider_routes(self) -> list[web.RouteDef]:
        """List the provider's routes without those of the control API, for whoever serves these on another port."""
        return [
            web.post("/v1/embeddings", self.embeddings.handle),
            web.post("/v1/rerank", self._reranking.handle),
            web.get("/v1/models", self.all_models),
            web.get("/v1/models/{id:.+}", self.one_model),
            *(web.route("*", path, self.not_simulated) for path in NOT_SIMULATED),
            web.route("*", "/{tail:.*}", self.unknown_route),
        ]

    @property
    def health(self) -> dict[str, object]:
        """Tell in a few figures how the mock is."""
        return {"accounts": len(self.accounts.all_accounts()), "keys": len(self.accounts.all_keys()),
                "calls": self.journal.last}  # fmt: skip

    def plan_faults(self, plan: Path | Sequence[Mapping[str, object]]) -> None:
        """Put the entries of a TOML or JSON file, or these, at the end of the plan: all of them or none.

        Raises:
            FaultError: names the file, the line and the member, and what would be right.

        """
        if isinstance(plan, Path):
            self._plan.add(read_plan(plan, self._names))
        elif plan:
            self._plan.add(read_wishes(plan, self._names))

    def open_account(self, name: str) -> Mapping[str, str]:
        """Open an account with ten million free tokens and one key; gives ``id``, ``key`` and ``account``."""
        account = self.accounts.add_account(AccountSpec(name))
        secret = self.accounts.new_secret()
        key = self.accounts.add_key(KeySpec(secret, account.name))
        return {"id": key.id, "key": secret, "account": account.name}

    def close_account(self, name: str) -> None:
        """Forget an account and its keys; calls already under way end as they would have."""
        for key in self.accounts.close_account(name):
            self._rooms.forget_key(key.id)

    def reset(self) -> None:
        """Put everything back to what the configuration says: accounts and keys, no fault, an empty journal."""
        self._whole.reset()

    def release(self) -> None:
        """Take every fault back, so that no call waits any longer: a server that closes calls this first."""
        self._plan.clear()

    def close(self) -> None:
        """End the file of the journal, if there is one: a server that has closed calls this last."""
        if self._spill is not None:
            self._spill.close()

    async def all_models(self, request: web.Request) -> web.Response:
        """GET /v1/models."""
        del request
        return listing.all_models().response()

    async def one_model(self, request: web.Request) -> web.Response:
        """GET /v1/models/{id}."""
        try:
            return listing.one_model(request.match_info["id"]).response()
        except Refusal as refusal:
            return self._refused(refusal).response()

    async def not_simulated(self, request: web.Request) -> web.Response:
        """Say which real route this is and that it is not simulated; never pretend."""
        text = f"{request.method} {request.path[:200]} exists at the real service and is not simulated here"
        answer = self._refused(Refusal("NOT_SIMULATED", text=text))
        return Answer(answer.status, answer.body, headers=(("X-Sim-Fidelity", "simulator-only"),)).response()

    async def unknown_route(self, request: web.Request) -> web.Response:
        """Answer a route that the real service does not have either."""
        del request
        return self._refused(Refusal("INVALID_ENDPOINT")).response()

    def _refused(self, refusal: Refusal) -> Answer:
        error = error_text(refusal, self._dialect.generation)
        return envelope(error, self._dialect, self._ids.hex(32))
