"""Wrong part: the codes of refusals, each told by another one that is near it."""

from typing import Any, Final

from vectorproof.mocks.defects import Defect
from vectorproof.mocks.parts import Parts


def _confused(code: str, instead: str, *kills: str) -> Defect:
    """Make the defect that tells one code by another one."""

    def change(body: dict[str, Any]) -> dict[str, Any] | None:
        if not any(error.get("errorCode") == code for error in body.get("errors", ())):
            return None
        told = [{**e, "errorCode": instead} if e.get("errorCode") == code else e for e in body["errors"]]
        return {**body, "errors": told}

    def replaced(parts: Parts) -> Parts:
        return parts.with_answers(change)

    name = f"told-as-{instead}-not-{code}".lower().replace("_", "-")
    return Defect(name, f"{code} is told as {instead}.", kills, _ALSO, replaced)


# Whoever looks at such an answer may notice, too.
_ALSO: Final = ("*",)

DEFECTS: Final = (
    _confused("REQUEST_STRUCTURE_MISMATCH", "REQUEST_NOT_JSON", "HTTP-017", "HTTP-018", "HTTP-024"),
    _confused("COMMAND_UNKNOWN", "COMMAND_FIELD_UNKNOWN", "HTTP-019", "HTTP-020"),
    _confused("COMMAND_FIELD_UNKNOWN", "REQUEST_STRUCTURE_MISMATCH", "HTTP-021", "HTTP-022", "DDL-006"),
    _confused("UNSUPPORTED_COLLECTION_COMMAND", "COMMAND_UNKNOWN", "HTTP-026"),
    _confused("COMMAND_ACCEPTS_NO_OPTIONS", "COMMAND_FIELD_UNKNOWN", "HTTP-027", "DDL-036"),
    _confused("UNKNOWN_KEYSPACE", "UNKNOWN_COLLECTION_OR_TABLE", "HTTP-029", "KEYSPACE-017"),
    _confused("UNKNOWN_COLLECTION_OR_TABLE", "UNKNOWN_KEYSPACE", "HTTP-030"),
    _confused("INVALID_CREATE_COLLECTION_FIELD", "COMMAND_FIELD_UNKNOWN", "DDL-005"),
    _confused("INVALID_INDEXING_DEFINITION", "INVALID_CREATE_COLLECTION_OPTIONS", "DDL-023"),
    _confused("VECTOR_SEARCH_TOO_BIG_VALUE", "COMMAND_FIELD_VALUE_INVALID", "DDL-013"),
    _confused("SHRED_BAD_FIELD_NAME", "SHRED_DOC_LIMIT_VIOLATION", "DOCLIMIT-013"),
    _confused("SHRED_BAD_EJSON_VALUE", "SHRED_BAD_FIELD_NAME", "DOCLIMIT-016"),
    _confused("INVALID_VECTOR_LENGTH", "SHRED_BAD_VECTOR_SIZE", "VECTOR-003", "VECTOR-024", "VECTOR-038"),
    _confused("SHRED_BAD_VECTOR_SIZE", "INVALID_VECTOR_LENGTH", "VECTOR-004", "VECTOR-025"),
    _confused("SHRED_BAD_VECTOR_VALUE", "SHRED_BAD_DOCUMENT_VECTOR_TYPE", "VECTOR-005"),
    _confused("SHRED_BAD_DOCUMENT_VECTOR_TYPE", "SHRED_BAD_VECTOR_VALUE", "VECTOR-006"),
    _confused("SHRED_BAD_BINARY_VECTOR_VALUE", "SHRED_BAD_VECTOR_VALUE", "VECTOR-008"),
    _confused("VECTOR_SEARCH_NOT_SUPPORTED", "EMBEDDING_SERVICE_NOT_CONFIGURED", "VECTOR-010", "VECTOR-028"),
    _confused("SORT_CLAUSE_VALUE_INVALID", "SORT_CLAUSE_INVALID", "VECTOR-026", "EMBED-024"),
    _confused("SORT_CLAUSE_INVALID", "SORT_CLAUSE_VALUE_INVALID", "VECTOR-027"),
    _confused("UNSUPPORTED_UPDATE_OPERATOR_FOR_VECTOR", "UNSUPPORTED_UPDATE_OPERATION", "VECTOR-035"),
    _confused("UNSUPPORTED_UPDATE_OPERATOR_FOR_VECTORIZE", "UNSUPPORTED_UPDATE_OPERATION", "EMBED-022"),
    _confused("INVALID_VECTORIZE_VALUE_TYPE", "SHRED_BAD_DOCUMENT_VECTOR_TYPE", "EMBED-009"),
    _confused("EMBEDDING_SERVICE_NOT_CONFIGURED", "VECTOR_SEARCH_NOT_SUPPORTED", "EMBED-011", "EMBED-025"),
    _confused("EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED", "EMBEDDING_PROVIDER_CLIENT_ERROR", "EMBED-028"),
    _confused("EMBEDDING_PROVIDER_SERVER_ERROR", "EMBEDDING_PROVIDER_CLIENT_ERROR", "FAULT-003"),
    _confused("EMBEDDING_PROVIDER_TIMEOUT", "EMBEDDING_PROVIDER_SERVER_ERROR", "FAULT-004"),
    _confused("EMBEDDING_PROVIDER_UNEXPECTED_RESPONSE", "EMBEDDING_PROVIDER_SERVER_ERROR", "FAULT-005", "FAULT-008"),
    _confused("FILTER_MULTIPLE_ID_FILTER", "FILTER_INVALID_EXPRESSION", "FILTER-017"),
    _confused("FILTER_UNSUPPORTED_OPERATOR", "FILTER_INVALID_EXPRESSION", "FILTER-012"),
    _confused("UNSUPPORTED_SCHEMA_NAME", "COMMAND_FIELD_VALUE_INVALID", "KEYSPACE-002", "KEYSPACE-003", "DDL-050"),
)
