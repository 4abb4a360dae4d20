"""The Data API: collections of documents and vectors behind one JSON command per request.

Knows tenants, tokens and credentials by what ``core`` says of them, and embedding providers by their URL only.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiohttp import web

from vectorproof.mocks.core.calls import CallLog
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.credentials import Credentials
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.core.ledger import UNKEPT, Kept, Ledger
from vectorproof.mocks.core.profiles import Profile, Profiles
from vectorproof.mocks.core.tenants import Tenants
from vectorproof.mocks.core.tokens import Tokens
from vectorproof.mocks.dataapi.authentication import Principal
from vectorproof.mocks.dataapi.command import Services
from vectorproof.mocks.dataapi.credential_cache import CredentialCache
from vectorproof.mocks.dataapi.dispatch import Address, Dispatcher
from vectorproof.mocks.dataapi.envelope import Envelope, lower_names
from vectorproof.mocks.dataapi.faults import DataApiFaults
from vectorproof.mocks.dataapi.health import health_routes
from vectorproof.mocks.dataapi.jsontext import read, write
from vectorproof.mocks.dataapi.parts import DataApiParts
from vectorproof.mocks.dataapi.provider_client import ProviderClient
from vectorproof.mocks.dataapi.restoring import collections, read_into, restored
from vectorproof.mocks.dataapi.routing import DATABASE
from vectorproof.mocks.dataapi.settings import CommandLimits, DataApiSettings, DocumentLimits

__all__ = ["DATABASE", "CommandLimits", "DataApi", "DataApiParts", "DataApiSettings", "DocumentLimits"]


class DataApi:
    """The Data API of a world, for all of its databases."""

    def __init__(  # noqa: PLR0917  # a composition root takes what it composes
        self,
        tenants: Tenants,
        tokens: Tokens,
        credentials: Credentials,
        provider_urls: Mapping[str, str],
        settings: DataApiSettings,
        parts: DataApiParts,
        clock: Clock,
        ids: Ids,
        ledger: Ledger = UNKEPT,
        profiles: Profiles | None = None,
        calls: CallLog | None = None,
    ) -> None:
        self._tenants = tenants
        settings = replace(
            settings,
            documents=parts.document_limits(settings.documents),
            commands=parts.command_limits(settings.commands),
        )
        self._settings = settings
        self._similarity = parts.similarity
        self._store = restored(ledger, parts.similarity)
        self._provider = ProviderClient(provider_urls, parts, clock)
        profiles = profiles or Profiles(Profile(settings.edition, settings.era, settings.collection_name_max))
        self._remembered = CredentialCache(clock)
        services = Services(
            tenants, credentials, self._provider, settings, parts, self._store, clock, ids, profiles, self._remembered
        )
        self._products = services.products
        self._dispatcher = Dispatcher(services)
        self.faults = DataApiFaults(self._dispatcher.refusal, lambda: ids.hex(12))
        calls = calls or CallLog(clock)
        self._envelope = Envelope(self._dispatcher, tenants, tokens, settings, calls, faults=self.faults, parts=parts)

    def routes(self, prefix: str) -> list[web.RouteDef]:
        """Give the routes below ``""``, health among them, or ``"/api/json"``, which only the hosted edition has."""
        return self._envelope.routes(prefix) + ([] if prefix else health_routes())

    async def execute(
        self,
        database_id: str,
        keyspace: str | None,
        collection: str | None,
        command: dict[str, Any],
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, dict[str, Any]]:
        """Run a command from inside the world, with every right; answers HTTP status and body.

        Raises:
            KeyError: no such database.

        """
        database = self._tenants.database(database_id)
        if database is None:
            raise KeyError(database_id)
        address = Address(database, keyspace, collection, lower_names(headers or {}))
        # Through text and back: numbers must be what the wire would have made of them.
        read_again = read(write(command), self._settings.documents.max_number_length)
        reply = await self._dispatcher.run(address, read_again, lambda: Principal(may_write=True))
        return reply.status, reply.body

    def point_at(self, provider_urls: Mapping[str, str]) -> None:
        """Change where providers are reached: a port may be known only once it is open."""
        self._provider.urls.update(provider_urls)

    def collections(self, database_id: str) -> list[dict[str, Any]]:
        """List the collections of a database: keyspace, name, options as findCollections shows them, documents."""
        return [
            {
                "keyspace": each.keyspace,
                "name": each.name,
                "options": each.definition.explained(),
                "documents": len(each),
            }
            for each in self._store.collections(database_id)
        ]

    def clear(self) -> None:
        """Forget all databases, and every credential that is remembered."""
        for database in self._tenants:
            self._store.forget(database.id)
        self._remembered.clear()
        self.faults.clear()

    def check(self, kept: Kept) -> None:
        """Refuse what cannot be read, before anything is given up for it.

        Raises:
            KeptError: a collection that this version cannot have.

        """
        collections(kept)

    def read(self, kept: Kept) -> None:
        """Load all collections and documents that are kept somewhere."""
        read_into(self._store, kept, self._similarity)

    def forget(self, database_id: str) -> None:
        """Forget all that is stored in a database."""
        self._store.forget(database_id)

    async def close(self) -> None:
        """Close the connections to providers, and end the thread of long searches."""
        self._products.shutdown(wait=False)
        await self._provider.close()
