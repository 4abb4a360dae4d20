"""Judges of the create-collection form: whether it offers an integration."""

from vectorproof.harness.checks.shapes import is_object
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch


def integration_offered(*, expected: bool) -> Judge[Exchange]:
    """The form says in so many words that the integration can, or cannot, be chosen for this database."""
    promise = "an integration that is offered" if expected else "an integration that is not offered"

    def judge(seen: Exchange) -> Mismatch | None:
        offered = seen.body.get("offered") if seen.ok and is_object(seen.body) else None
        found = f"offered: {offered}" if isinstance(offered, bool) else str(seen)
        return None if offered is expected else Mismatch(promise, found)

    return judge
