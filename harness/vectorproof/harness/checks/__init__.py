"""The judges: plain functions that give functions from what was seen to ``None`` or a mismatch; no HTTP, no pytest."""

from vectorproof.harness.checks.answers import (
    http_status,
    message_says,
    options_hold,
    refused_telling,
    refused_with,
    says,
    status_holds,
    succeeded,
    well_formed,
)
from vectorproof.harness.checks.documents import (
    document_is,
    found_ids,
    found_no_document,
    holds_vector,
    inserted,
    nearest_is,
)
from vectorproof.harness.checks.journal import (
    embedded_texts,
    embedded_with,
    no_calls,
    number_of_calls,
    with_dimensions,
    with_model,
)
from vectorproof.harness.checks.plain import all_of, any_of, equals, every, holds, one_of, same_as
from vectorproof.harness.checks.secrecy import absent
from vectorproof.harness.checks.similarity import in_order_of_similarity, same_vectors, similarity_in_range

__all__ = [
    "absent",
    "all_of",
    "any_of",
    "document_is",
    "embedded_texts",
    "embedded_with",
    "equals",
    "every",
    "found_ids",
    "found_no_document",
    "holds",
    "holds_vector",
    "http_status",
    "in_order_of_similarity",
    "inserted",
    "message_says",
    "nearest_is",
    "no_calls",
    "number_of_calls",
    "one_of",
    "options_hold",
    "refused_telling",
    "refused_with",
    "same_as",
    "same_vectors",
    "says",
    "similarity_in_range",
    "status_holds",
    "succeeded",
    "well_formed",
    "with_dimensions",
    "with_model",
]
