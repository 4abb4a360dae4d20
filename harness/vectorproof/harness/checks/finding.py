"""Judges of a find that may give more than what is looked for."""

from typing import Any

from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch


def finds(*ids: Any) -> Judge[Exchange]:
    """A find gave each of these documents once, whatever else it gave."""

    def judge(seen: Exchange) -> Mismatch | None:
        found = [document.get("_id") for document in seen.documents]
        right = seen.ok and all(found.count(one) == 1 for one in ids)
        return (
            None if right else Mismatch(f"documents {list(ids)} among others", str(seen) if not seen.ok else f"{found}")
        )

    return judge
