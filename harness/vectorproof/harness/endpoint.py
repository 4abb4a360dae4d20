"""Where a target answers and what opens it: plain values, made by the target kinds, read by everything else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from vectorproof.harness.redaction import Redactor, Secret


class KeyspaceMaker(StrEnum):
    """Who makes a keyspace for the run, where it works in one of its own."""

    DATA_API = "data-api"
    DEVOPS = "devops"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of one target. Whatever is ``None`` is not known, and never guessed from another address.

    ``data_api`` and ``jina`` are origins (``http://127.0.0.1:8181``); ``devops``, ``control`` and ``jina_control`` are
    whole bases that end in ``/v2``, ``/sim/v1`` and ``/__mock__``. ``prefix`` is what stands before ``/v1`` on the
    Data API: nothing, or ``/api/json``; ``None`` until it is probed. ``headers`` go with every request.
    ``container`` is the id of the container that was started for the run. ``makes_keyspace`` tells that ``keyspace``
    does not exist yet and who makes it for the run. ``gap_s`` is the least time between two requests.
    """

    name: str
    kind: str
    data_api: str
    token: Secret
    prefix: str | None = None
    keyspace: str = "default_keyspace"
    devops: str | None = None
    control: str | None = None
    jina: str | None = None
    jina_control: str | None = None
    credential_service: str | None = None
    database_id: str | None = None
    embedding_key: Secret | None = None
    key_name: str | None = None
    ca_bundle: str | None = None
    container: str | None = None
    makes_keyspace: KeyspaceMaker | None = None
    gap_s: float = 0.0
    headers: Mapping[str, Secret] = field(default_factory=dict[str, Secret])

    def redactor(self) -> Redactor:
        """Make a redactor that knows this endpoint's secrets and addresses."""
        redactor = Redactor([(self.token.reveal(), "$VECTORPROOF_TOKEN")])
        if self.embedding_key is not None:
            redactor.know(self.embedding_key.reveal(), "$VECTORPROOF_EMBEDDING_KEY")
        for name, secret in self.headers.items():
            redactor.know(secret.reveal(), f"<header {name}>")
        for address, placeholder in self._addresses():
            redactor.know(address, placeholder)
        if self.database_id is not None:
            redactor.know(self.database_id, "$DATABASE_ID")
        if self.makes_keyspace is not None:
            redactor.know(self.keyspace, "$KEYSPACE")  # it is another one in each run, and gone after this one
        return redactor

    def _addresses(self) -> list[tuple[str, str]]:
        named = [
            (self.jina_control, "$JINA_CONTROL"),
            (self.control, "$CONTROL"),
            (self.devops, "$DEVOPS"),
            (self.jina, "$JINA"),
            (self.data_api, "$DATA_API"),
        ]
        return [(address, placeholder) for address, placeholder in named if address]

    def with_prefix(self, prefix: str) -> "Endpoint":
        """Give the same endpoint as it was found by probing."""
        return replace(self, prefix=prefix)

    def with_credential_service(self, base: str) -> "Endpoint":
        """Give the same endpoint, whose control surface says that it also answers the credential service there."""
        return replace(self, credential_service=base)
