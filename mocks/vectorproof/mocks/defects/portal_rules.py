"""Wrong part: what the portal shows of keys, which key a look-up finds, and what removals leave."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.controlplane.vault import ScopeEntry, StoredKey
from vectorproof.mocks.core.credentials import CredentialNotFoundError, CredentialRequest, Credentials
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.hearing import Heard
from vectorproof.mocks.dataapi.jsontext import read
from vectorproof.mocks.dataapi.rules import check_credential
from vectorproof.mocks.defects import wrong
from vectorproof.mocks.parts import Parts
from vectorproof.mocks.spoiling import (
    Json,
    answering,
    both,
    forgiving,
    overlooking,
    refusing,
    retelling,
    telling_as,
    with_control_plane,
    with_data_api,
)

_CREATE: Final = "createCollection"
_STEP: Final = 10
_PROVIDERS: Final = ("openai", "azureOpenAI", "huggingface", "mistral", "upstageAI", "voyageAI")
Keys = Sequence[StoredKey]
Scope = tuple[ScopeEntry, ...]


def _of_any_provider(credentials: Credentials, request: CredentialRequest) -> None:
    for provider in _PROVIDERS:
        try:
            credentials.resolve(replace(request, provider=provider))
        except CredentialNotFoundError:
            continue
        return
    check_credential(credentials, request)


def _first_only(keys: Keys, name: str, request: CredentialRequest) -> StoredKey | None:
    found = rules.scope_lookup(keys, name, request)
    return found if found is not None and found.scope[0].database_id == request.database_id else None


def _newest(keys: Keys, name: str, request: CredentialRequest) -> StoredKey | None:
    serving = [key for key in keys if key.serves(request.database_id)]
    return serving[-1] if rules.scope_lookup(keys, name, request) and serving else None


def _never_back(parts: Parts) -> Parts:
    gone = set[str]()

    def shrunk(scope: Scope, database_id: str) -> Scope:
        gone.add(database_id)
        return rules.scope_shrunk(scope, database_id)

    def extended(scope: Scope, added: Scope) -> Scope:
        return rules.scope_extended(scope, tuple(one for one in added if one.database_id not in gone))

    return parts.with_control_plane(scope_shrunk=shrunk, scope_extended=extended)


def _after_removals(*, all_keys: bool) -> Any:
    """Find no key any more that has a removed key's name, or none at all in a database that a removed key served."""

    def spoil(parts: Parts) -> Parts:
        lost = set[tuple[str, str]]()

        def removed(key: StoredKey) -> StoredKey | None:
            lost.update(("" if all_keys else key.name, entry.database_id) for entry in key.scope)
            return rules.removed_key(key)

        def lookup(keys: Keys, name: str, request: CredentialRequest) -> StoredKey | None:
            is_lost = ("" if all_keys else name, request.database_id) in lost
            return None if is_lost else rules.scope_lookup(keys, name, request)

        return parts.with_control_plane(removed_key=removed, scope_lookup=lookup)

    return spoil


def _less_scope(key: Json) -> Json:
    return {**key, "scope": key["scope"][:-1]} if "scope" in key else key


def _first_key(integration: Json) -> Json:
    return {**integration, "keys": integration["keys"][:1]} if "keys" in integration else integration


def _service(members: Json) -> Json:
    found: Any = ((members.get("options") or {}).get("vector") or {}).get("service")
    return found if isinstance(found, dict) else {}


def _on_one_line(raw: bytes, longest: int) -> Any:
    if b"\n" in raw.strip():
        raise WireError("REQUEST_NOT_JSON", problem="a line ends within the body")
    return read(raw, longest)


def _form_without_metric(heard: Heard) -> Heard:
    """Forget the metric of what comes from inside, as the form's request does: it has no headers."""
    members: Any = heard.command.get(_CREATE) if isinstance(heard.command, dict) else None
    if heard.headers or not members or "vector" not in (members.get("options") or {}):
        return heard
    vector = {name: value for name, value in members["options"]["vector"].items() if name != "metric"}
    return replace(heard, command={_CREATE: {**members, "options": {**members["options"], "vector": vector}}})


DEFECTS: Final = (
    wrong(
        "jina-by-another-name",
        "Jina AI is listed as jina.",
        "KEY-001",
        retelling("/integrations$", '"provider":"jinaAI"', '"provider":"jina"'),
    ),
    wrong(
        "second-key-of-a-name",
        "A second key of a name is stored beside the first one.",
        "KEY-003",
        with_control_plane(same_name=lambda one, other: False),
    ),
    wrong(
        "first-key-listed",
        "An integration is shown with its first key only.",
        "KEY-015",
        answering(r"/integrations/\w+$", _first_key, methods="GET"),
    ),
    wrong(
        "key-of-any-provider",
        "A key that is stored for another provider counts.",
        "KEY-018",
        with_data_api(check_credential=_of_any_provider),
    ),
    wrong(
        "suffix-doubled",
        "A key's name gets its suffix, though it has one.",
        "KEY-019 CLIENT-006",
        with_data_api(key_reference=lambda name: f"{name}.providerKey"),
    ),
    wrong(
        "last-database-unlisted",
        "A key that is opened by itself shows one database too few.",
        "KEY-020 SCOPE-016 ROTATE-006",
        answering(r"/keys/[^/]+$", _less_scope, methods="GET"),
    ),
    wrong(
        "first-database-only",
        "A key serves the first database of its scope only.",
        "SCOPE-001 SCOPE-002 SCOPE-007",
        with_control_plane(scope_lookup=_first_only),
    ),
    wrong(
        "ten-databases-in-all",
        "A scope holds ten databases in all.",
        "SCOPE-005 KEY-016 ROTATE-009",
        with_control_plane(scope_extended=lambda scope, added: rules.scope_extended(scope, added)[:_STEP]),
    ),
    wrong(
        "newest-key-for-all",
        "Whatever key a collection names, the newest one is used.",
        "SCOPE-006",
        with_control_plane(scope_lookup=_newest),
    ),
    wrong("never-back-in-the-scope", "A database that left a scope never comes back.", "SCOPE-014", _never_back),
    wrong(
        "hosted-models-need-a-key",
        "A collection of the hosted integration is refused for its credential.",
        "SCOPE-015",
        refusing(
            "VECTORIZE_CREDENTIAL_INVALID", _CREATE, where=lambda members: _service(members).get("provider") == "nvidia"
        ),
    ),
    wrong(
        "name-lost-for-good",
        "A key that is added again under the name of a removed one is never found.",
        "ROTATE-003 ROTATE-005 ROTATE-007 ROTATE-008 REMOVE-005",
        _after_removals(all_keys=False),
    ),
    wrong(
        "removal-of-one-ends-all",
        "Where a removed key served, no other key does any more.",
        "REMOVE-003",
        _after_removals(all_keys=True),
    ),
    wrong(
        "removed-key-created-with",
        "A collection that names a removed key is made all the same, it is said.",
        "REMOVE-009",
        forgiving("VECTORIZE_CREDENTIAL_INVALID", _CREATE),
    ),
    wrong(
        "limit-told-as-a-query",
        "One collection too many is told as a query that the database refuses.",
        "LIMIT-005 DDL-057",
        both(
            telling_as("TOO_MANY_INDEXES_FOR_COLLECTION", "INVALID_DATABASE_QUERY"),
            telling_as("TOO_MANY_COLLECTIONS", "INVALID_DATABASE_QUERY"),
        ),
    ),
    wrong(
        "denied-paths-indexed",
        "What options say of indexing is overlooked.",
        "LIMIT-004",
        overlooking("options.indexing", _CREATE),
    ),
    wrong(
        "one-line-only",
        "A body of several lines is no JSON.",
        "CLIENT-002 CLIENT-011",
        with_data_api(read=_on_one_line),
    ),
    wrong(
        "dimension-always-needed",
        "A collection of a service needs a dimension.",
        "CLIENT-003 CLIENT-005 CLIENT-006 CLIENT-008",
        refusing(
            "INVALID_CREATE_COLLECTION_OPTIONS",
            _CREATE,
            where=lambda members: "modelName" in _service(members) and "dimension" not in members["options"]["vector"],
        ),
    ),
    wrong(
        "form-overlooks-metric",
        "The form creates collections of the usual metric, whatever was chosen.",
        "CLIENT-012",
        lambda parts: parts.with_hearing(_form_without_metric),
    ),
    wrong(
        "key-always-needed",
        "A collection of a service needs a stored key.",
        "COLL-027 COLL-028",
        refusing(
            "INVALID_CREATE_COLLECTION_OPTIONS",
            _CREATE,
            where=lambda members: bool(_service(members)) and "authentication" not in _service(members),
        ),
    ),
)
