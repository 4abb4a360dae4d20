"""Wrong part: rules of embedding that a document never shows by itself."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("vector-keeps-text", kills=["EMBED-020"], may_also=["VECTORIZE-*", "UPDATE-*"])
def vector_keeps_text(parts: Parts) -> Parts:
    """A vector that is set leaves the text that it does not belong to."""
    return parts.with_data_api(vector_drops_text=False)


@defect("ordered-goes-on", kills=["INSERT-003"], may_also=["COUNT-*", "FIND-*", "FILTER-*", "UPDATE-*"])
def ordered_goes_on(parts: Parts) -> Parts:
    """An ordered insertMany goes on after a document that was refused."""
    return parts.with_data_api(ordered_stops=False)


@defect("server-errors-retried", kills=["FAULT-010"], may_also=["ERROR-*", "FAULT-*"])
def server_errors_retried(parts: Parts) -> Parts:
    """A provider that is away (503) is tried again."""
    right = parts.data_api.retried
    return parts.with_data_api(retried=lambda status: status == 503 or right(status))  # noqa: PLR2004  # HTTP


@defect(
    "forbidden-as-server-error",
    kills=["FAULT-001", "KEY-013"],
    may_also=["ERROR-*", "KEY-*", "FAULT-*", "REMOVE-*", "ROTATE-*", "VECTORIZE-*"],
)
def forbidden_as_server_error(parts: Parts) -> Parts:
    """A provider that refuses with 403 is told as broken."""
    right = parts.data_api.failure_code
    wrong = "EMBEDDING_PROVIDER_SERVER_ERROR"
    return parts.with_data_api(failure_code=lambda status: wrong if status == 403 else right(status))  # noqa: PLR2004


@defect("batch-of-33", kills=["EMBED-006"], may_also=["VECTORIZE-*", "FAULT-*"])
def batch_of_33(parts: Parts) -> Parts:
    """One request carries 33 texts."""
    return parts.with_data_api(batch_size=lambda provider: provider.batch + 1)


@defect("names-may-be-empty", kills=["KEYSPACE-002"], may_also=["KEYSPACE-*", "DDL-*", "COLL-*"])
def names_may_be_empty(parts: Parts) -> Parts:
    """A name of no letters is a name."""
    right = parts.data_api.schema_name
    return parts.with_data_api(schema_name=lambda name: not name or right(name))


@defect("source-model-overlooked", kills=["DDL-015"], may_also=["COLL-*", "DDL-*"])
def source_model_overlooked(parts: Parts) -> Parts:
    """The metric of a collection that names none is cosine, whatever its source model."""
    return parts.with_data_api(default_metric=lambda _: "cosine")


@defect("parameters-unchecked", kills=["DDL-021"], may_also=["COLL-*", "DDL-*"])
def parameters_unchecked(parts: Parts) -> Parts:
    """A service may have any parameters."""
    return parts.with_data_api(check_parameters=lambda provider, model, given: None)
