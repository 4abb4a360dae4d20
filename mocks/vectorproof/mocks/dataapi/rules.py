"""The right rules, as small functions that ``parts`` collects: names, dimensions, keys, retries, errors."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeVar

from vectorproof.mocks.core.credentials import CredentialNotFoundError, CredentialRequest, Credentials
from vectorproof.mocks.core.tenants import ProviderPace
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.providers import SHARED_TOKEN, Model, Parameter, Provider
from vectorproof.mocks.dataapi.storage.definition import Definition

MAX_NAME_LENGTH: Final = 48
_NAME: Final = re.compile(r"[A-Za-z0-9_]+")
_DOT_PRODUCT_UNLESS: Final = frozenset({None, "other"})
_TOKEN_HEADERS: Final = ("Token", "X-Cassandra-Token")
_FLUSHED: Final = 10_000
_RETRIED: Final = frozenset({None, 408, 504})


T = TypeVar("T")


def as_set(limits: T) -> T:
    """Leave limits as they are set."""
    return limits


def token_of(headers: Mapping[str, str]) -> str | None:
    """Find the token that was sent, by either name of its header, in any capitals (data-api 1.3)."""
    return next((headers[name] for name in _TOKEN_HEADERS if name in headers), None)


def schema_name(name: str) -> bool:
    """Tell whether a name is 1 to 48 letters, digits and underscores (data-api 4.1)."""
    return bool(_NAME.fullmatch(name)) and len(name) <= MAX_NAME_LENGTH


def key_reference(value: str) -> str:
    """Append ``.providerKey`` to a key's name that does not end so; only the last dot counts (jina-api 3.9)."""
    at = value.rfind(".")
    return value if at > 0 and value[at + 1 :] == SHARED_TOKEN else f"{value}.{SHARED_TOKEN}"


def default_metric(source_model: str | None) -> str:
    """Choose cosine, but dot product for vectors of a known model (data-api 4.5)."""
    return "cosine" if source_model in _DOT_PRODUCT_UNLESS else "dot_product"


def same_settings(existing: Definition, wanted: Definition) -> bool:
    """Compare all settings of two collections."""
    return existing.equal(wanted)


def dimension(provider: Provider, model: Model, asked: int | None) -> int:
    """Check a dimension against a model, or fill in the model's own (data-api 4.5)."""
    if model.dimension is not None:
        if asked not in {None, model.dimension}:
            wanted = f"the model's supported dimension value '{model.dimension}'"
            raise refused(f"The provided dimension value '{asked}' doesn't match {wanted}")
        return model.dimension
    chosen = model.default_dimension if asked is None else asked
    if chosen is None:
        raise refused(f"'dimension' is needed for provider {provider.id}")
    if model.dimension_range and not model.dimension_range[0] <= chosen <= model.dimension_range[1]:
        bounds = list(model.dimension_range)
        raise refused(f"The provided dimension value ({chosen}) is not within the supported numeric range {bounds}")
    if model.dimension_options and chosen not in model.dimension_options:
        options = list(model.dimension_options)
        raise refused(f"The provided dimension value ({chosen}) is not within the supported options {options}")
    return chosen


def check_credential(credentials: Credentials, request: CredentialRequest) -> None:
    """Refuse a stored key that does not exist or is not scoped to the database, both with the same words (A.9)."""
    try:
        credentials.resolve(request)
    except CredentialNotFoundError as error:
        raise WireError("VECTORIZE_CREDENTIAL_INVALID", detail=f"({error.code}): {error.text}") from error


def resolve(credentials: Credentials, request: CredentialRequest) -> str:
    """Find the secret of a stored key now; one that is gone or out of scope is the server's error (A.9)."""
    try:
        return credentials.resolve(request)
    except CredentialNotFoundError as error:
        detail = f"Credential error from SyncService: ({error.code}) {error.text}"
        raise WireError("EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE", detail=detail) from error


def check_parameters(provider: Provider, model: Model, given: Mapping[str, Any]) -> None:
    """Refuse unknown parameters, missing required ones and wrong types (data-api 4.5)."""
    known = {parameter.name: parameter for parameter in (*provider.parameters, *model.parameters)}
    for name in given:
        if name not in known:
            raise refused(f"Unexpected parameter '{name}' for the provider '{provider.id}' provided")
    for parameter in known.values():
        if parameter.name not in given:
            if parameter.required:
                raise refused(f"Required parameter '{parameter.name}' for the provider '{provider.id}' missing")
        elif not _fits(given[parameter.name], parameter):
            wrong = f"The provided parameter '{parameter.name}' type is incorrect."
            raise refused(f"{wrong} Expected: '{parameter.type}'")


def _fits(value: Any, parameter: Parameter) -> bool:
    if parameter.type == "string":
        return isinstance(value, str)
    if parameter.type == "boolean":
        return isinstance(value, bool)
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def both_vector_and_text(document: Mapping[str, Any]) -> bool:
    """Tell whether a document has both keys, whatever their values (data-api 8.2)."""
    return "$vector" in document and "$vectorize" in document


def is_embedded(text: str) -> bool:
    """Tell whether a text has anything but white space."""
    return bool(text.strip())


def nothing(documents: Sequence[Any]) -> list[Any]:  # noqa: ARG001  # which of them: none
    """Keep none of the documents."""
    return []


def estimate(documents: int) -> int:
    """Count only what was flushed to disk; here that happens every ten thousand documents (data-api 5.11)."""
    return documents - documents % _FLUSHED


def choose_key(header: str | None, reference: str | None) -> str:
    """Prefer the key of the request, even an empty one, to the stored one (jina-api 3.9)."""
    if header is not None:
        return "header"
    return "none" if reference is None else "stored"


def batch_size(provider: Provider) -> int:
    """Send as many texts at once as the provider takes."""
    return provider.batch


def attempts(pace: ProviderPace) -> int:
    """Count the first request and all repetitions (jina-api 3.5)."""
    return 1 + pace.retries


def retried(status: int | None) -> bool:
    """Repeat what timed out here or there, nothing else (jina-api 3.5)."""
    return status in _RETRIED


def failure_code(status: int) -> str:
    """Map a provider's status to the error that a client sees; the order matters (jina-api 3.6)."""
    if status in {408, 504}:
        return "EMBEDDING_PROVIDER_TIMEOUT"
    if status == 429:  # noqa: PLR2004  # the one status with a meaning of its own
        return "EMBEDDING_PROVIDER_RATE_LIMITED"
    if 400 <= status < 500:  # noqa: PLR2004  # the HTTP class
        return "EMBEDDING_PROVIDER_CLIENT_ERROR"
    if 500 <= status < 600:  # noqa: PLR2004  # the HTTP class
        return "EMBEDDING_PROVIDER_SERVER_ERROR"
    return "EMBEDDING_PROVIDER_UNEXPECTED_RESPONSE"


def refused(detail: str) -> WireError:
    """Make the usual refusal of createCollection's options."""
    return WireError("INVALID_CREATE_COLLECTION_OPTIONS", detail=detail)
