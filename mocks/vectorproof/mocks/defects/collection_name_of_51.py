"""Wrong part: the rule for a collection's name."""

from vectorproof.mocks.dataapi import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("collection-name-of-51", kills=["COLL-005"], may_also=["KEYSPACE-002"])
def collection_name_of_51(parts: Parts) -> Parts:
    """A collection's name may have any number of characters."""
    return parts.with_data_api(schema_name=lambda name: rules.schema_name(name[:48]))
