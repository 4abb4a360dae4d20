"""createCollection: a collection with its settings, for good, within the limits of the database (data-api 4.5)."""

from vectorproof.mocks.dataapi.clauses.analyzers import AnalyzerError
from vectorproof.mocks.dataapi.collection_fields import CREATE_COLLECTION, values_are_allowed
from vectorproof.mocks.dataapi.command import KEYSPACE, OK, Call, Result, command
from vectorproof.mocks.dataapi.defining import definition
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.rules import refused
from vectorproof.mocks.dataapi.storage.collection import Collection
from vectorproof.mocks.dataapi.storage.definition import Definition
from vectorproof.mocks.dataapi.storage.store import too_many_indexes


@command("createCollection", on=KEYSPACE, fields=CREATE_COLLECTION, checks=(values_are_allowed,), writes=True)
async def create_collection(call: Call) -> Result:
    """Make a collection; one with the same settings stays as it is, one with others is refused."""
    parts, existing = call.services.parts, call.keyspace.collections.get(call.fields["name"])
    wanted = await definition(call, None if existing is None else existing.definition)
    # Looking for a stored key may have taken a while.
    existing = call.keyspace.collections.get(wanted.name)
    if existing is None or not parts.recreate_ignores_limits:
        _check_limits(call, wanted)
    if existing is None:
        _create(call, wanted)
    elif not parts.same_settings(existing.definition, wanted):
        raise WireError("EXISTING_COLLECTION_DIFFERENT_SETTINGS", collection=wanted.name)
    return OK


def _check_limits(call: Call, wanted: Definition) -> None:
    """Count what there is in all keyspaces. On Astra the indexes are counted by the database, while it makes them."""
    services, database = call.services, call.database
    collections, exists = _counted(call), wanted.name in call.keyspace.collections
    maximum = database.collection_max
    if maximum is not None and len(collections) >= maximum:
        facts = {"collection": wanted.name, "maximum": maximum, "found": len(collections)}
        raise WireError("TOO_MANY_COLLECTIONS", **facts)
    used, needed = sum(len(collection.indexes) for collection in collections), services.parts.indexes_needed
    if (services.settings.edition == "self-managed" or exists) and used + needed > database.index_budget:
        raise too_many_indexes(wanted.name, needed, used, database.index_budget)


def _counted(call: Call) -> list[Collection]:
    everywhere = call.services.parts.limits_over_all_keyspaces
    return list(call.services.store.collections(call.database.id) if everywhere else call.keyspace.collections.values())


def _create(call: Call, wanted: Definition) -> None:
    services = call.services
    elsewhere = services.store.index_count(call.database.id) - sum(len(one.indexes) for one in _counted(call))
    similarity = services.parts.similarity[wanted.vector.metric] if wanted.vector else None
    try:
        created = services.store.create(
            call.database.id, call.keyspace, wanted, similarity, call.database.index_budget + elsewhere
        )
    except AnalyzerError as error:
        raise refused(f"Invalid analyzer config: {error}") from error
    except WireError:
        if services.parts.rollback:
            services.store.drop(call.database.id, call.keyspace, wanted.name)
        raise
    if services.settings.collection_delay_ms:
        created.seen_from_ms = services.clock.now_ms() + services.settings.collection_delay_ms
