"""Wrong part: the rule for a collection's name."""

from vectorproof.mocks.dataapi import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("collection-name-dashed", kills=["COLL-006"])
def collection_name_dashed(parts: Parts) -> Parts:
    """A collection's name may hold dashes."""
    return parts.with_data_api(schema_name=lambda name: rules.schema_name(name.replace("-", "_")))
