"""From what a ledger keeps to collections with their documents and vectors. Synchronous: it is done before any request.

Which vector a document has is said by the document itself.
"""

from collections.abc import Mapping

from vectorproof.mocks.core.ledger import Kept, KeptError, Ledger
from vectorproof.mocks.dataapi.clauses import analyzers, ids
from vectorproof.mocks.dataapi.documents import ID, VECTOR, vector_of
from vectorproof.mocks.dataapi.storage import rows
from vectorproof.mocks.dataapi.storage.collection import Writing
from vectorproof.mocks.dataapi.storage.store import Databases
from vectorproof.mocks.dataapi.storage.vectors import Similarity


def restored(ledger: Ledger, similarity: Mapping[str, Similarity]) -> Databases:
    """Make the store with all that is kept; ``similarity`` is by metric."""
    store = Databases(ledger)
    read_into(store, ledger, similarity)
    return store


def read_into(store: Databases, kept_rows: Kept, similarity: Mapping[str, Similarity]) -> None:
    """Load all collections and documents that are kept somewhere, without telling of it.

    Raises:
        KeptError: a collection that this version cannot have; then none was loaded.

    """
    for kept in collections(kept_rows):
        vector = kept.definition.vector
        collection = store.load(kept.place, kept.definition, similarity[vector.metric] if vector else None)
        collection.indexes.extend(kept.indexes)
        for _, document_row in kept_rows.rows(kept.place.shelf):
            collection.load(_writing(document_row))


def collections(kept_rows: Kept) -> list[rows.KeptCollection]:
    """Read the settings of all collections that are kept somewhere.

    Raises:
        KeptError: a collection has an analyzer that is not known here.

    """
    found = [rows.collection_of(row) for _, row in kept_rows.rows(rows.COLLECTIONS)]
    for kept in found:
        _check_analyzer(kept)
    return found


def _check_analyzer(kept: rows.KeptCollection) -> None:
    lexical = kept.definition.lexical
    if not lexical.enabled:
        return
    try:
        analyzers.made(lexical.analyzer)
    except analyzers.AnalyzerError as error:
        raise KeptError(
            f"collection {kept.place.name} cannot be read: {error}; a version of vectorproof that knows it is right"
        ) from error


def _writing(row: bytes) -> Writing:
    document = rows.document_of(row)
    return Writing(ids.key_of(document[ID]), document, vector_of(document.get(VECTOR)))
