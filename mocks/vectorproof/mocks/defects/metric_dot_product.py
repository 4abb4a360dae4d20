"""Wrong part: the metric that is taken when none is given."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect(
    "metric-dot-product", kills=["COLL-020"], may_also=["CLIENT-008", "CLIENT-009", "COLL-004", "COLL-030", "DDL-014"]
)
def metric_dot_product(parts: Parts) -> Parts:
    """A collection without a metric compares by dot product."""
    return parts.with_data_api(default_metric=lambda source_model: "dot_product")
