"""Judges of what a loaded file became: which text each row's document embeds."""

from collections.abc import Mapping
from typing import Any

from vectorproof.harness.checks.shapes import is_list
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch


def embeds(texts: Mapping[str, str | None], length: int, *, by: str) -> Judge[Exchange]:
    """A find gave one document for each row, told apart by the field ``by``, and each embeds its row's text.

    A row without a text has neither a text nor a vector. ``length`` is the vectors'.
    """

    def judge(seen: Exchange) -> Mismatch | None:
        found = {str(document.get(by)): document for document in seen.documents}
        if found.keys() != texts.keys() or len(seen.documents) != len(texts):
            return Mismatch(f"documents for the rows {list(texts)}", str(seen))
        for row, text in texts.items():
            mismatch = _row(row, found[row], text, length)
            if mismatch is not None:
                return mismatch
        return None

    return judge


def _row(row: str, document: Mapping[str, Any], text: str | None, length: int) -> Mismatch | None:
    vector = document.get("$vector")
    if text is None:
        bare = not document.get("$vectorize") and vector is None
        return None if bare else Mismatch(f"row {row} without a text and a vector", _shown(document))
    embedded = document.get("$vectorize") == text and is_list(vector) and len(vector) == length
    return None if embedded else Mismatch(f"row {row} with $vectorize {text!r} and its vector", _shown(document))


def _shown(document: Mapping[str, Any]) -> str:
    vector = document.get("$vector")
    size = f"a vector of {len(vector)}" if is_list(vector) else "no vector"
    return f"$vectorize {document.get('$vectorize')!r}, {size}"
