"""Judges of documents: what was inserted, what was found, in which order, with which vector."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import list_in
from vectorproof.harness.judging import Judge, Mismatch


def inserted(*ids: Any) -> Judge[Exchange]:
    """Exactly these ids were inserted, in this order, and nothing was refused."""

    def judge(seen: Exchange) -> Mismatch | None:
        right = seen.ok and seen.status_member.get("insertedIds") == list(ids)
        return None if right else Mismatch(f"insertedIds {list(ids)}", str(seen))

    return judge


def found_ids(*ids: Any, ordered: bool = False) -> Judge[Exchange]:
    """A find gave exactly these documents, each once; in this order only if ``ordered``."""

    def judge(seen: Exchange) -> Mismatch | None:
        found = [document.get("_id") for document in seen.documents]
        right = "documents" in seen.data and (found == list(ids) if ordered else _same(found, ids))
        order = " in this order" if ordered else ""
        return None if right else Mismatch(f"documents {list(ids)}{order}", _found(seen, found))

    return judge


def nearest_is(document_id: Any) -> Judge[Exchange]:
    """The first document of a search is this one."""

    def judge(seen: Exchange) -> Mismatch | None:
        found = [document.get("_id") for document in seen.documents]
        return None if found[:1] == [document_id] else Mismatch(f"{document_id!r} nearest", _found(seen, found))

    return judge


def found_no_document() -> Judge[Exchange]:
    """A find or findOne succeeded and gave nothing."""

    def judge(seen: Exchange) -> Mismatch | None:
        data = seen.data
        empty = data.get("documents") == [] or ("document" in data and data["document"] is None)
        return None if seen.ok and empty else Mismatch("no document", str(seen))

    return judge


def document_is(expected: Mapping[str, Any] | None) -> Judge[Exchange]:
    """A findOne gave exactly this document, or none."""

    def judge(seen: Exchange) -> Mismatch | None:
        right = seen.ok and "document" in seen.data and seen.data["document"] == expected
        return None if right else Mismatch(f"document {expected}", str(seen))

    return judge


def holds_vector(length: int) -> Judge[Exchange]:
    """The document of a findOne holds ``$vector``: that many finite numbers, not all of them zero."""

    def judge(seen: Exchange) -> Mismatch | None:
        vector = list_in((seen.document or {}).get("$vector"))
        if vector is None or not all(map(_finite, vector)):
            return Mismatch(f"a $vector of {length} numbers", str(seen))
        if len(vector) != length or not any(vector):
            return Mismatch(f"a $vector of {length} numbers, not all 0", f"{len(vector)} numbers")
        return None

    return judge


def _finite(number: object) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and math.isfinite(number)


def _same(found: Sequence[Any], wanted: Sequence[Any]) -> bool:
    return len(found) == len(wanted) and all(found.count(one) == wanted.count(one) for one in wanted)


def _found(seen: Exchange, ids: Sequence[Any]) -> str:
    return f"documents {list(ids)}" if "documents" in seen.data else str(seen)
