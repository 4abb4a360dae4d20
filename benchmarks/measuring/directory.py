"""A world's directory filled with documents at once: by commands it would take longer than what is measured."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from vectorproof.mocks.dataapi.clauses.ids import key_of
from vectorproof.mocks.dataapi.storage import rows
from vectorproof.mocks.durability import SqliteLedger

_AT_ONCE = 10_000


def fill(directory: Path, documents: Iterable[Mapping[str, object]]) -> None:
    """Put documents into the only collection of a world that nobody serves meanwhile."""
    with SqliteLedger(directory) as ledger:
        ((_, settings),) = ledger.rows(rows.COLLECTIONS)
        shelf = rows.collection_of(settings).place.shelf
        for number, document in enumerate(documents):
            row = rows.document_row(document)
            ledger.put(shelf, rows.key_name(key_of(document["_id"])), partial(bytes, row))
            if number % _AT_ONCE == 0:
                ledger.commit()
        ledger.commit()
