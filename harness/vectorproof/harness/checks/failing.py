"""The judge of a command that did not succeed, for rules that promise nothing about how that is told."""

from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch


def failed() -> Judge[Exchange]:
    """An error of any kind came back, and neither data nor an id of something inserted."""

    def judge(seen: Exchange) -> Mismatch | None:
        right = bool(seen.codes) and not seen.data and not seen.status_member.get("insertedIds")
        return None if right else Mismatch("an error, and nothing done", str(seen))

    return judge
