"""The rules of the Data API that are worth getting wrong, one field each, right by default.

A defect replaces one of them; nothing is patched. Each rule is a small function of plain values.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from vectorproof.mocks.core.credentials import CredentialRequest, Credentials
from vectorproof.mocks.core.tenants import ProviderPace
from vectorproof.mocks.dataapi import provider_answers, rules
from vectorproof.mocks.dataapi.clauses import projections
from vectorproof.mocks.dataapi.clauses.matching import Predicate, compiled
from vectorproof.mocks.dataapi.clauses.projections import Projection
from vectorproof.mocks.dataapi.clauses.sorting import ordered
from vectorproof.mocks.dataapi.embedded import Made
from vectorproof.mocks.dataapi.hearing import Heard, as_said
from vectorproof.mocks.dataapi.jsontext import read
from vectorproof.mocks.dataapi.provider_answers import Answer
from vectorproof.mocks.dataapi.providers import Model, Provider
from vectorproof.mocks.dataapi.settings import CommandLimits, DocumentLimits
from vectorproof.mocks.dataapi.storage.definition import Definition
from vectorproof.mocks.dataapi.storage.vectors import Similarity, cosine, dot_product, euclidean

#: From the header's key (``None`` if it was not sent) and the stored reference to which of the two is used.
Choice: TypeAlias = Callable[[str | None, str | None], str]
CheckCredential: TypeAlias = Callable[[Credentials, CredentialRequest], None]


def _similarities() -> Mapping[str, Similarity]:
    return {"cosine": cosine, "dot_product": dot_product, "euclidean": euclidean}


@dataclass(frozen=True, slots=True)
class DataApiParts:
    """All rules of one Data API."""

    # --- requests
    #: From the bytes of a body, and how long a number may be, to JSON.
    read: Callable[[bytes, int], Any] = read
    #: What is understood of a command that was sent.
    heard: Callable[[Heard], Heard] = as_said
    #: The token of a request, from its headers.
    token_of: Callable[[Mapping[str, str]], str | None] = rules.token_of
    #: Whether the token is looked at before the command.
    token_first: bool = False

    # --- limits
    #: What a document may measure, from the server's settings.
    document_limits: Callable[[DocumentLimits], DocumentLimits] = rules.as_set
    #: How much a command may do, from the server's settings.
    command_limits: Callable[[CommandLimits], CommandLimits] = rules.as_set

    # --- createCollection
    #: Whether a text may name a keyspace or a collection (data-api 4.1).
    schema_name: Callable[[str], bool] = rules.schema_name
    #: The reference that is stored for a ``providerKey`` (jina-api 3.9).
    key_reference: Callable[[str], str] = rules.key_reference
    #: The metric of a collection that names none, by its source model.
    default_metric: Callable[[str | None], str] = rules.default_metric
    #: The dimension of a collection from the model and what was asked for; refuses what the model cannot do.
    dimension: Callable[[Provider, Model, int | None], int] = rules.dimension
    #: Checks a stored key when a collection is bound to it; raises what the client sees.
    check_credential: CheckCredential = rules.check_credential
    #: Refuses parameters of a service that provider and model do not have, or not so.
    check_parameters: Callable[[Provider, Model, Mapping[str, Any]], None] = rules.check_parameters
    #: Whether creating a collection again with these settings changes nothing.
    same_settings: Callable[[Definition, Definition], bool] = rules.same_settings
    #: How many indexes must be left for one more collection.
    indexes_needed: int = 10
    #: Which collections count against the maximum: those of all keyspaces, or of the one (all is right).
    limits_over_all_keyspaces: bool = True
    #: Whether a collection that was refused half-made is dropped again.
    rollback: bool = True
    #: Whether a collection that exists escapes the limits.
    recreate_ignores_limits: bool = True

    # --- embedding
    #: Whether a document breaks the exclusivity of ``$vector`` and ``$vectorize``.
    both_vector_and_text: Callable[[Mapping[str, Any]], bool] = rules.both_vector_and_text
    #: Whether a text is embedded at all; blank ones are not.
    is_embedded: Callable[[str], bool] = rules.is_embedded
    #: ``"header"``, ``"stored"`` or ``"none"``: which key a call uses.
    choose_key: Choice = rules.choose_key
    #: Finds the stored key's secret at the moment of the call.
    resolve: Callable[[Credentials, CredentialRequest], str] = rules.resolve
    #: How many texts one request carries at most.
    batch_size: Callable[[Provider], int] = rules.batch_size
    #: What the provider is asked, as JSON.
    provider_request: Callable[[Mapping[str, Any]], Mapping[str, Any]] = rules.as_set
    #: What the provider is shown as the key.
    bearer: Callable[[str], str] = rules.as_set
    #: From a success of the provider and the model that was asked to the vectors in it.
    decoded: Callable[[Answer, str], list[Made]] = provider_answers.vectors
    #: How patient calls are, from what the database is set to.
    pace: Callable[[ProviderPace], ProviderPace] = rules.as_set
    #: How often a request is sent in all when the provider is late.
    attempts: Callable[[ProviderPace], int] = rules.attempts
    #: Whether a status, or silence (``None``), is tried again.
    retried: Callable[[int | None], bool] = rules.retried
    #: The error code for a status of the provider.
    failure_code: Callable[[int], str] = rules.failure_code
    #: Whether the number of vectors is checked against the number of texts of an insert.
    check_count: bool = True
    #: Whether the length of each vector is checked against the collection's dimension.
    check_length: bool = True
    #: Whether a text of an update or a sort that could not be embedded is the command's failure.
    failures_matter: bool = True
    #: Which documents of an insert are written although a text of it could not be embedded; none is right.
    kept_when_embedding_fails: Callable[[Sequence[Any]], list[Any]] = rules.nothing

    # --- reading and writing
    #: From a filter to the documents it means.
    predicate: Callable[[Any], Predicate] = compiled
    #: What the database thinks it holds, from what it holds.
    estimate: Callable[[int], int] = rules.estimate
    #: Sorts documents by fields.
    ordered: Callable[[Any, Sequence[Any]], list[Mapping[str, Any]]] = ordered
    #: Similarity by metric.
    similarity: Mapping[str, Similarity] = field(default_factory=_similarities)
    #: From whether a projection was sent, and its JSON, to what shows documents.
    projection: Callable[[bool, Any], Projection] = projections.parse
    #: Whether an ordered insertMany stops at the first document that fails.
    ordered_stops: bool = True
    #: Whether a new ``$vector`` set by an update takes the text away that it no longer belongs to.
    vector_drops_text: bool = True
