"""What the suites draw from: names, texts, dimensions, secrets, documents, with both sides of every boundary in reach.

Knows the documented rules and nothing of a target. Plain functions that give Hypothesis strategies.
"""

from vectorproof.harness.strategies.collections import (
    collection_names,
    collection_names_between_the_documents,
    collection_names_too_long,
    collection_names_with_a_foreign_character,
)
from vectorproof.harness.strategies.documents import document_ids, documents, documents_with_text
from vectorproof.harness.strategies.edges import edges
from vectorproof.harness.strategies.keys import (
    key_names,
    key_names_ending_badly,
    key_names_starting_badly,
    key_names_too_long,
    key_names_with_a_foreign_character,
    secrets,
    two_secrets,
)
from vectorproof.harness.strategies.texts import LONGEST_TEXT, SHORTEST_TEXT, blank_texts, texts, unicode_texts
from vectorproof.harness.strategies.vectors import (
    FIXED_MODELS,
    METRICS,
    dimensions,
    dimensions_out_of_range,
    metrics,
    models,
    other_dimensions,
    vectors,
)

__all__ = [
    "FIXED_MODELS",
    "LONGEST_TEXT",
    "METRICS",
    "SHORTEST_TEXT",
    "blank_texts",
    "collection_names",
    "collection_names_between_the_documents",
    "collection_names_too_long",
    "collection_names_with_a_foreign_character",
    "dimensions",
    "dimensions_out_of_range",
    "document_ids",
    "documents",
    "documents_with_text",
    "edges",
    "key_names",
    "key_names_ending_badly",
    "key_names_starting_badly",
    "key_names_too_long",
    "key_names_with_a_foreign_character",
    "metrics",
    "models",
    "other_dimensions",
    "secrets",
    "texts",
    "two_secrets",
    "unicode_texts",
    "vectors",
]
