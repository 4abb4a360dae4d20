"""From a world's configuration to what each provider is set up with: names change here, and nothing else does."""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from vectorproof.mocks.config import (
    Edition,
    JinaKeyConfig,
    JinaTierConfig,
    KeyNames,
    LimitsConfig,
    UnknownsConfig,
    WorldConfig,
)
from vectorproof.mocks.controlplane import ControlPlaneSettings, Lifecycle, Unknowns
from vectorproof.mocks.core.profiles import Profile
from vectorproof.mocks.core.tokens import CASSANDRA_TOKEN
from vectorproof.mocks.dataapi.settings import CommandLimits, DataApiSettings, DocumentLimits
from vectorproof.mocks.inhabitants import Inhabitants, limit_rules, pace
from vectorproof.mocks.jina import AccountSpec, Dialect, Generation, JinaConfig, KeySpec, KeyState, Limits

# A key that a test makes without naming an account belongs to this one, in every world.
_DEFAULT_ACCOUNT = "default"


def stores_keys(config: WorldConfig) -> bool:
    """Tell whether keys stored in the organization can be used: on Astra they can, unless the file says otherwise."""
    said = config.features.stored_keys
    return config.edition is Edition.ASTRA if said is None else said


def profile(config: WorldConfig) -> Profile:
    """Say how organizations behave until a test changes one's profile."""
    return Profile(
        edition=config.edition.value,
        era=config.era.value,
        collection_name_max=config.limits.collection_name,
        key_delay_ms=config.credentials.delay_ms,
        credential_cache_ms=config.credentials.cache_ms,
    )


def data_api_settings(config: WorldConfig, people: Inhabitants) -> DataApiSettings:
    """Set up the Data API; a limit that the file leaves out keeps the Data API's own default."""
    features = config.features
    return DataApiSettings(
        edition=config.edition.value,
        era=config.era.value,
        default_database_id=people.database_ids[config.default.name],
        cassandra_tokens=features.cassandra_token,
        vectorize_enabled=features.vectorize,
        shared_secret_enabled=stores_keys(config),
        lexical=features.lexical,
        reranking=features.reranking,
        tables=features.tables,
        collection_name_max=config.limits.collection_name,
        collection_delay_ms=config.lifecycle.collection_ms,
        commands=_command_limits(config.limits),
        documents=_document_limits(config.limits),
    )


def _command_limits(limits: LimitsConfig) -> CommandLimits:
    named: Mapping[str, int | None] = {
        "page_size": limits.page,
        "sort": limits.sort,
        "insert": limits.insert_many,
        "delete": limits.delete,
        "count": limits.count,
        "filter_comparisons": limits.filter_expressions,
        "in_values": limits.in_operator,
    }
    return CommandLimits(**_given(named))


def _document_limits(limits: LimitsConfig) -> DocumentLimits:
    named: Mapping[str, int | None] = {
        "max_characters": limits.document_characters,
        "max_depth": limits.depth,
        "max_path_length": limits.path_characters,
        "max_object_properties": limits.object_properties,
        "max_document_properties": limits.document_properties,
        "max_array_length": limits.array_elements,
        "max_string_bytes": limits.string_bytes,
    }
    return DocumentLimits(**_given(named))


def control_plane_settings(config: WorldConfig, people: Inhabitants) -> ControlPlaneSettings:
    """Set up the control plane."""
    return ControlPlaneSettings(
        limits=limit_rules(config),
        default_database=people.database_ids[config.default.name],
        stored_keys=stores_keys(config),
        cassandra_token=CASSANDRA_TOKEN if config.features.cassandra_token else None,
        pace=pace(config),
        unknowns=_unknowns(config.unknowns),
        lifecycle=Lifecycle(**{f.name: getattr(config.lifecycle, f.name) for f in fields(Lifecycle)}),
    )


def _unknowns(said: UnknownsConfig) -> Unknowns:
    return Unknowns(
        names_unique_in_organization=said.key_names is KeyNames.ORGANIZATION,
        names_differ_by_case=said.key_name_case,
        empty_scope=said.empty_scope,
        doubled_scope=said.doubled_scope,
        scope_max=said.scope_max,
        keys_max=said.keys_max,
        loaded_text_kept=said.loaded_text_kept,
    )


def jina_config(config: WorldConfig, people: Inhabitants) -> JinaConfig:
    """Set up the embedding provider: the declared accounts and keys, and an account for those that tests make."""
    accounts = [
        AccountSpec(account.name, **_given({"balance_tokens": account.balance_tokens, "tier": account.tier}))
        for account in config.jina.accounts
    ]
    if _DEFAULT_ACCOUNT not in (account.name for account in accounts):
        accounts.append(AccountSpec(_DEFAULT_ACCOUNT))
    jina = config.jina
    return JinaConfig(
        accounts=tuple(accounts),
        keys=tuple(_key_spec(key, people) for key in jina.keys),
        tiers={tier.name: _limits(tier) for tier in jina.tiers},
        dialect=replace(Dialect(**asdict(jina.dialect)), generation=Generation(jina.dialect.generation)),
        control_token=jina.control_token,
        journal_file=None if jina.journal_file is None else Path(jina.journal_file),
        embedder=jina.embedder,
    )


def _key_spec(key: JinaKeyConfig, people: Inhabitants) -> KeySpec:
    return KeySpec(secret=people.provider_secrets[key.name], account=key.account, state=KeyState(key.state))


def _limits(tier: JinaTierConfig) -> Limits:
    return Limits(**{field.name: getattr(tier, field.name) for field in fields(Limits)})


def _given(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
