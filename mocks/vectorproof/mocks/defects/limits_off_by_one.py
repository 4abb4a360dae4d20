"""Wrong part: how much a document or a command may be, each limit one too far or one too near."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from vectorproof.mocks.defects import Defect
from vectorproof.mocks.parts import Parts


def _document(member: str, by: int, name: str, contract: str, *kills: str) -> Defect:
    """Make the defect of one limit on documents."""

    def moved(parts: Parts) -> Parts:
        def limits(right: Any) -> Any:
            return replace(right, **{member: getattr(right, member) + by})

        return parts.with_data_api(document_limits=limits)

    return Defect(name, contract, kills, _ALSO.get(name, ()), moved)


def _command(member: str, by: int, name: str, contract: str, *kills: str) -> Defect:
    """Make the defect of one limit on commands."""

    def moved(parts: Parts) -> Parts:
        def limits(right: Any) -> Any:
            return replace(right, **{member: getattr(right, member) + by})

        return parts.with_data_api(command_limits=limits)

    return Defect(name, contract, kills, _ALSO.get(name, ()), moved)


# Who else may notice, for each: what looks at the same answers.
_ALSO: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "array-too-long": ("DOCLIMIT-*",),
        "object-too-large": ("DOCLIMIT-*",),
        "text-too-long": ("DOCLIMIT-*",),
        "level-too-many": ("DOCLIMIT-*",),
        "vector-too-long": ("DOCLIMIT-*", "DDL-013"),
        "count-too-far": ("COUNT-*", "PAGE-*"),
        "deletes-too-many": ("DELETE-*", "PAGE-*"),
        "list-too-long": ("FILTER-*",),
        "list-too-short": ("FILTER-*",),
        "search-too-far": ("SORT-*",),
    }
)

DEFECTS: Final = (
    _document("max_depth", 1, "level-too-many", "A document may have 17 levels.", "DOCLIMIT-001"),
    _document("max_depth", -1, "level-too-few", "A document may have 15 levels.", "DOCLIMIT-001"),
    _document("max_path_length", 1, "path-too-long", "A path may have 1001 characters.", "DOCLIMIT-002"),
    _document("max_string_bytes", 1, "text-too-long", "A text may have 8001 bytes.", "DOCLIMIT-003"),
    _document("max_string_bytes", -1, "text-too-short", "A text may have 7999 bytes.", "DOCLIMIT-003"),
    _document("max_array_length", 1, "array-too-long", "An array may have 1001 elements.", "DOCLIMIT-004"),
    _document("max_object_properties", 1, "object-too-large", "An object may have 1001 members.", "DOCLIMIT-005"),
    _document("max_document_properties", 1, "members-too-many", "A document may have 2001 members.", "DOCLIMIT-006"),
    _document("max_document_properties", -1, "members-too-few", "A document may have 1999 members.", "DOCLIMIT-006"),
    _document("max_vector_length", 1, "vector-too-long", "A vector may have 4097 elements.", "DOCLIMIT-007"),
    _document("max_characters", 1, "document-too-long", "A document may have 4,000,001 characters.", "DOCLIMIT-008"),
    _document("max_number_length", 1, "number-too-long", "A number may have 101 characters.", "HTTP-023"),
    _document("max_number_length", -1, "number-too-short", "A number may have 99 characters.", "HTTP-023"),
    _command("filter_comparisons", 1, "comparison-too-many", "A filter may have 65 comparisons.", "FILTER-015"),
    _command("in_values", 1, "list-too-long", "A list of a filter may have 101 values.", "FILTER-016"),
    _command("in_values", -1, "list-too-short", "A list of a filter may have 99 values.", "FILTER-016"),
    _command("count", 1, "count-too-far", "A count goes up to 1001.", "COUNT-004"),
    _command("delete", 1, "deletes-too-many", "deleteMany deletes 21 documents at once.", "ENVELOPE-009"),
    _command("vector_search", 1, "search-too-far", "A search may find 1001 documents.", "VECTOR-030"),
    _command("max_body_bytes", 1, "body-too-large", "A body may have one byte more than 20 MB.", "HTTP-012"),
)
