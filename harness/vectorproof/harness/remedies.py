"""What to do about an error that somebody holds in hand: whose it is, where it comes from, what helps.

Takes the JSON of an answer of any era, the Data API's or the provider's own, and judges no promise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from vectorproof.harness.checks.sides import PROVIDER_CODES, Side, side_of
from vectorproof.harness.json_values import object_in, objects_in
from vectorproof.specs.errors import ErrorSpec, catalogue
from vectorproof.specs.loading import SpecError


@dataclass(frozen=True, slots=True)
class Explanation:
    """One error explained; ``cause`` and ``remedy`` are sentences for people."""

    code: str
    side: Side
    cause: str
    remedy: str
    said: str = ""


Advice = tuple[str, str]

_BY_CODE: Final[Mapping[str, Advice]] = MappingProxyType(
    {
        "EMBEDDING_PROVIDER_CLIENT_ERROR": (
            "The provider refused the call with a status of 4xx: a dead or foreign key, no funds, a text too long.",
            "Read the provider's own words in the message; try the key at the provider itself.",
        ),
        "EMBEDDING_PROVIDER_RATE_LIMITED": (
            "The provider has had too many requests or tokens of this key; such a call is not repeated.",
            "Send less at once, wait a minute, or raise the limits of the account at the provider.",
        ),
        "EMBEDDING_PROVIDER_SERVER_ERROR": (
            "The provider broke down (5xx); such a call is not repeated, and nothing of the command was stored.",
            "Send the command again later; look at the provider's status page.",
        ),
        "EMBEDDING_PROVIDER_TIMEOUT": (
            "The provider was late four times; nothing of the command was stored.",
            "Send the command again: it is safe. A model that is seldom used may have to be started first.",
        ),
        "EMBEDDING_PROVIDER_UNEXPECTED_RESPONSE": (
            "The provider answered, but not with vectors that fit: another number, another length, or no JSON.",
            "Compare the collection's dimension with what the model gives; report it to the provider.",
        ),
        "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED": (
            "The collection has no stored key that can be found, and the request brought none in its header.",
            "Send x-embedding-api-key, or store a key and name it when the collection is created.",
        ),
        "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE": (
            "The stored key that the collection names is gone, or this database was taken out of its scope.",
            "Add a key of the same name again, or the database to its scope.",
        ),
        "VECTORIZE_CREDENTIAL_INVALID": (
            "No stored key of this name is scoped to the database.",
            "Store the key, add this database to its scope, and create the collection again.",
        ),
        "EMBEDDING_SERVICE_NOT_CONFIGURED": (
            "The collection was made without a provider, and can never get one.",
            "Create another collection with a service, or send vectors of your own.",
        ),
        "INVALID_VECTOR_LENGTH": (
            "The vector has another number of elements than the collection's dimension.",
            "Use the model that the collection was made for.",
        ),
        "TOO_MANY_COLLECTIONS": (
            "The database holds as many collections as it may.",
            "Delete one that is not needed, in any keyspace.",
        ),
        "TOO_MANY_INDEXES_FOR_COLLECTION": (
            "The database has no room for one more collection's indexes.",
            "Delete a collection, or deny indexes that nobody filters by.",
        ),
        "EXISTING_COLLECTION_DIFFERENT_SETTINGS": (
            "A collection of this name exists with other settings; nothing was changed.",
            "Choose another name, or delete the old one and its documents first.",
        ),
        "MISSING_AUTHENTICATION_TOKEN": (
            "The request has no token.",
            "Send the application token in the header Token.",
        ),
        "UNAUTHENTICATED_REQUEST": (
            "The database does not know the token.",
            "Take a token of the organization that owns the database; tokens can be revoked.",
        ),
        # The provider's own, as it says them itself.
        "AUTH_INVALID_API_KEY": ("The provider does not know the key.", "Make a new key at the provider and store it."),
        "AUTH_INVALID_FORMAT": (
            "What was presented is no key: one begins with jina_ and has 65 characters.",
            "Copy the whole key, without spaces or quotes.",
        ),
        "AUTHZ_INSUFFICIENT_BALANCE": (
            "The account at the provider has no tokens left.",
            "Top the account up; all of its keys are affected.",
        ),
        "INPUT_TOKEN_LIMIT_EXCEEDED": (
            "A text has more tokens than the model takes.",
            "Divide the text; one that is too long refuses its whole command.",
        ),
    }
)
_OF_PROVIDER: Final = ("AUTH_", "AUTHZ_", "RATE_", "INPUT_", "SERVICE_", "INTERNAL_", "CONFLICT_", "RESOURCE_")
_NO_CODE: Final = "The embedding provider refused the call, in a form that carries no code; its words tell why."
_OWN_WORDS: Final = "Read what it says; try the same call with the same key at the provider itself."
_OTHERWISE: Final = "Read the message: it says which member of the request is meant."


def explanations(answer: object) -> tuple[Explanation, ...]:
    """Explain every error of an answer; none where it holds none."""
    return tuple(_explained(code, scope, said) for code, scope, said in _errors(answer)) or _without_code(answer)


def _without_code(answer: object) -> tuple[Explanation, ...]:
    """Explain what the provider said before it had codes, and still says of a member that is not valid."""
    said = (object_in(answer) or {}).get("detail")
    if not isinstance(said, str) or not said:
        return ()
    return (Explanation("an answer without a code", Side.PROVIDER, _NO_CODE, _OWN_WORDS, said),)


def _errors(answer: object) -> Iterator[tuple[str, str | None, str]]:
    """Find code, scope and words of each error: of the Data API, of the DevOps API, of the provider."""
    members = object_in(answer) or {}
    for error in objects_in(members.get("errors")):
        code = error.get("errorCode", error.get("code"))
        if isinstance(code, str):
            scope = error.get("scope")
            yield code, scope if isinstance(scope, str) else None, str(error.get("message", ""))
    nested = object_in(members.get("detail"))
    told: Mapping[str, Any] = nested if nested is not None else members
    if isinstance(told.get("code"), str):
        yield told["code"], None, str(told.get("message", told.get("detail", "")))


def _explained(code: str, scope: str | None, said: str) -> Explanation:
    spec = _spec(code, scope)
    known = spec.code if spec is not None else code
    cause, remedy = _BY_CODE.get(known) or _BY_CODE.get(code) or (_title(spec, code), _OTHERWISE)
    provider = code.startswith(_OF_PROVIDER) or known in PROVIDER_CODES
    return Explanation(code, Side.PROVIDER if provider else side_of(known), cause, remedy, said)


def _spec(code: str, scope: str | None) -> ErrorSpec | None:
    """Find the error in the catalogue, by scope or, for an older era, without it."""
    for wanted in dict.fromkeys((scope, None)):
        try:
            return catalogue().find(code, wanted)
        except SpecError:
            continue
    return None


def _title(spec: ErrorSpec | None, code: str) -> str:
    return f"{spec.title}." if spec is not None else f"No catalogue of ours knows {code}."
