"""What only a person can do for a run: steps in the portal, each asked for and confirmed before the first case.

The Data API knows a stored key by its name alone. Who stored it, with which secret and for which databases, is done by
hand where the portal offers no other way; what the person says of it is kept in the record.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final, TextIO

from vectorproof.harness.config import Config
from vectorproof.harness.errors import UsageError
from vectorproof.reports.record import Attestation

_YES: Final = frozenset({"y", "yes"})
_NO: Final = frozenset({"n", "no"})


def steps_of(config: Config) -> tuple[str, ...]:
    """Say what somebody has to do in the portal for this target, in the order in which it is done.

    Raises:
        UsageError: the target names no key that a person makes.

    """
    named = config.named.get(config.target)
    key = (named.key_name if named is not None else None) or config.environment.get("VECTORPROOF_KEY_NAME")
    if not key:
        raise UsageError("--attended: no stored key is named, by key_name of [target.NAME] or VECTORPROOF_KEY_NAME")
    return (
        "In the portal, Integrations, Jina AI Embedding provider: the integration is active.",
        f"There, Add API key: a key of the name {key} is stored, its secret one that works at the provider.",
        f"There, Add database: the database of {config.target} is in the scope of {key}.",
    )


def attested(steps: tuple[str, ...], answers: TextIO, ask: Callable[[str], None]) -> tuple[Attestation, ...]:
    """Ask for each step and wait until it is confirmed; ``ask`` shows a text, ``answers`` gives a line for each.

    Raises:
        UsageError: one is denied, or the answers end before the steps do.

    """
    return tuple(_confirmed(number, steps, answers, ask) for number in range(len(steps)))


def _confirmed(number: int, steps: tuple[str, ...], answers: TextIO, ask: Callable[[str], None]) -> Attestation:
    step = steps[number]
    ask(f"{number + 1}/{len(steps)} {step}\nDone? [yes/no] ")
    for answer in _lines(answers):
        if answer in _YES:
            return Attestation(step, datetime.now(UTC).isoformat(timespec="seconds"))
        if answer in _NO:
            raise UsageError(f"--attended: not done, so nothing was run: {step}")
        ask(f"{answer[:40]!r} is neither. Done? [yes/no] ")
    raise UsageError(f"--attended: the answers end before this was confirmed: {step}")


def _lines(answers: TextIO) -> Iterator[str]:
    while line := answers.readline():
        yield line.strip().casefold()
