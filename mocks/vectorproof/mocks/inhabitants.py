"""Who lives in a world from the start: organizations, databases, tokens, stored keys and the provider's own keys.

Turns names of the configuration into ids and secrets, made from the seed where the file gives none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from vectorproof.mocks.config import DatabaseConfig, Edition, KeyConfig, LimitsConfig, TokenConfig, WorldConfig
from vectorproof.mocks.controlplane import ControlPlaneParts, LimitRules
from vectorproof.mocks.controlplane.keychain import Keychain
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.core.ledger import UNKEPT, Ledger
from vectorproof.mocks.core.tenants import Database, Organization, ProviderPace, Tenants
from vectorproof.mocks.core.tokens import Token, Tokens

# Indexes of a new and an old database, and collections: the edition's documented figures (control-plane B.5).
_EDITION_LIMITS: Mapping[Edition, tuple[int, int, int | None]] = {
    Edition.ASTRA: (100, 50, None),
    Edition.SELF_MANAGED: (100, 100, 10),
}


@dataclass(frozen=True, slots=True)
class Inhabitants:
    """Everybody by name: ids of organizations and databases, and the provider keys' secrets."""

    tenants: Tenants
    tokens: Tokens
    organization_ids: Mapping[str, str]
    database_ids: Mapping[str, str]
    provider_secrets: Mapping[str, str] = field(repr=False)
    default_token: str | None = field(repr=False)


def settle(
    config: WorldConfig, ids: Ids, clock: Clock, parts: ControlPlaneParts, ledger: Ledger = UNKEPT
) -> Inhabitants:
    """Give everybody an id or a secret, in the order of the file, and register them; a ledger's come first."""
    organization_ids = {o.name: o.id or ids.uuid4() for o in config.organizations}
    database_ids = {d.name: d.id or ids.uuid4() for d in config.databases}
    tokens = [_token(t, ids, organization_ids, clock) for t in config.tokens]
    secrets = {k.name: k.secret or ids.provider_key() for k in config.jina.keys}
    tenants = Tenants(ledger, clock)
    owner = organization_ids[config.default.organization]
    default_token = next((t.secret for t in tokens if t.organization_id == owner), None)
    registry = Tokens(tokens, ledger, clock)
    people = Inhabitants(tenants, registry, organization_ids, database_ids, secrets, default_token)
    populate(config, people, parts)
    return people


def populate(config: WorldConfig, people: Inhabitants, parts: ControlPlaneParts) -> None:
    """Register the declared organizations and databases; what is known of them already stays."""
    for name, organization_id in people.organization_ids.items():
        people.tenants.add_organization(Organization(organization_id, name))
    for database in config.databases:
        owner = people.organization_ids[database.organization]
        declared = _database(config, database, people.database_ids[database.name], owner, parts)
        kept = people.tenants.database(declared.id) or declared
        known = {name: getattr(kept, name) for name in ("keyspaces", "status", "stages", "terminated_ms")}
        people.tenants.put(replace(declared, **known))


def store_keys(config: WorldConfig, people: Inhabitants, keychain: Keychain) -> None:
    """Store the declared keys by the very operations that the portal has, ten databases of a scope at a time."""
    step = ControlPlaneParts().scope_step_max
    for key in config.keys:
        owner = people.organization_ids[key.organization]
        scope = [people.database_ids[name] for name in key.databases]
        secret = _secret(key, people)
        keychain.add(owner, key.provider, name=key.name, secret=secret, databases=scope[:step])
        for start in range(step, len(scope), step):
            keychain.extend(owner, key.provider, key.name, scope[start : start + step])


def limit_rules(config: WorldConfig) -> LimitRules:
    """Tell how many indexes and collections databases have: the file's figures, else the edition's."""
    indexes, before, collections = _EDITION_LIMITS[config.edition]
    limits: LimitsConfig = config.limits
    return LimitRules(
        indexes=_given(limits.indexes, indexes),
        indexes_before=_given(limits.indexes_before, _given(limits.indexes, before)),
        from_ms=_ms(limits.indexes_from),
        collections=limits.collections if limits.collections is not None else collections,
    )


def pace(config: WorldConfig) -> ProviderPace:
    """Tell how patiently databases call their providers."""
    return ProviderPace(config.provider.timeout_ms / 1000, config.provider.backoff_ms / 1000, config.provider.retries)


def _database(
    config: WorldConfig, database: DatabaseConfig, database_id: str, owner: str, parts: ControlPlaneParts
) -> Database:
    rules = limit_rules(config)
    created_ms = _ms(database.created)
    return Database(
        id=database_id,
        organization_id=owner,
        name=database.name,
        region=database.region,
        created_ms=created_ms,
        vector=database.vector,
        keyspaces=database.keyspaces,
        index_budget=parts.index_budget(created_ms, rules),
        collection_max=rules.collections,
        pace=pace(config),
    )


def _token(token: TokenConfig, ids: Ids, organization_ids: Mapping[str, str], clock: Clock) -> Token:
    secret = token.secret or ids.astra_token()
    return Token(secret, organization_ids[token.organization], (token.role,), created_ms=clock.now_ms())


def _secret(key: KeyConfig, people: Inhabitants) -> str:
    return people.provider_secrets[key.provider_key] if key.provider_key is not None else str(key.secret)


def _given(figure: int | None, usual: int) -> int:
    return usual if figure is None else figure


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
