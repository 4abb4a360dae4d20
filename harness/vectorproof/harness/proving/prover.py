"""Runs cases while answers lie, and notes which requirement's check noticed. Writes nothing and prints nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from vectorproof.harness.case import Case
from vectorproof.harness.caserun import CaseRun
from vectorproof.harness.client import Client
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.errors import Missing
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.proving.liar import Liar
from vectorproof.harness.proving.lies import Lie, lies_about
from vectorproof.harness.proving.player import Played, Player
from vectorproof.specs.requirements import Proof, Requirement

_MOST_LIES: Final = 400
# How many exchanges before a check of a machine it judges, at most.
_JUDGED: Final = 2
_COARSEST: Final = frozenset({"error-for-success", "success-for-error"})
_SEEDS: Final = 20
_EXAMPLES: Final = 3
_LEASE: Final = "/control/worlds"


class DishonestTargetError(Exception):
    """A case that is told the truth has a finding or an error: nothing can be proven with it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a case is played: the boundary of this label, or else what this seed draws."""

    only: str | None = None
    seed: int = 0


@dataclass(slots=True)
class Evidence:
    """What the proof gathered so far: checks evaluated and lies caught by requirement, the first one in front."""

    checks: dict[str, int] = field(default_factory=dict[str, int])
    caught: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def count(self, played: Played) -> None:
        """Add the checks that a case evaluated."""
        for name, checks in played.checks.items():
            self.checks[name] = self.checks.get(name, 0) + checks

    def proofs(self) -> dict[str, Proof]:
        """Give a proof for each requirement whose check caught a lie."""
        return {
            name: Proof(checks=self.checks[name], lies=len(lies), killed_by=lies[0])
            for name, lies in sorted(self.caught.items())
        }


class Prover:
    """Proves cases against one honest target."""

    def __init__(
        self,
        endpoint: Endpoint,
        capabilities: frozenset[str],
        client: Client,
        requirements: Mapping[str, Requirement],
    ) -> None:
        self._liar = Liar(client)
        self._player = Player(endpoint, capabilities, self._liar, requirements)

    def prove(self, case: Case, evidence: Evidence) -> None:
        """Tell lies to a case until each of its requirements has caught one, or no lie is left.

        A case of several requirements may check some of them at one boundary only, and stops at its first finding: so
        its boundaries are lied to one by one. A machine takes other steps with every seed: it is lied to for some.

        Raises:
            DishonestTargetError: it does not even pass when nobody lies.

        """
        several = len(case.requirements) > 1
        for only in case.boundaries if several else ():
            self._prove(case, _Part(only), evidence)
        for seed in range(_SEEDS if case.is_machine else 1):
            self._prove(case, _Part(seed=seed), evidence)

    def _prove(self, case: Case, part: _Part, evidence: Evidence) -> None:
        if all(name in evidence.caught for name in case.requirements):
            return
        played = self._honestly(case, part, evidence)
        if played is None:
            return
        honest = played.first
        pending = {name for name, checks in played.checks.items() if checks and name not in evidence.caught}
        lies = [lie for lie in lies_about(honest) if _LEASE not in honest[lie.at].request.path]
        if case.is_machine:
            lies = _near_checks(lies, played, pending)
        for lie in islice(lies, _MOST_LIES):
            if not pending:
                return
            for name in self._lied_to(case, part, lie, honest, evidence):
                evidence.caught.setdefault(name, []).append(f"{lie.kind} in {case.id}")
                pending.discard(name)

    def _honestly(self, case: Case, part: _Part, evidence: Evidence) -> Played | None:
        """Play it without a lie; ``None`` where the target lacks what it needs."""
        played = self._played(case, part, lambda run: self._liar.listen(run.transcript))
        if isinstance(played.error, Missing):
            return None
        if played.error is not None:
            raise DishonestTargetError(f"{case.id} does not pass: {played.error}") from played.error
        evidence.count(played)
        return played

    def _lied_to(  # one lie to one part of a case
        self, case: Case, part: _Part, lie: Lie, honest: Sequence[Exchange], evidence: Evidence
    ) -> Sequence[str]:
        def prepare(run: CaseRun) -> None:
            self._liar.listen(run.transcript)
            self._liar.prepare(lie, honest)

        played = self._played(case, part, prepare)
        evidence.count(played)
        return tuple(played.found)

    def _played(self, case: Case, part: _Part, beginning: Callable[[CaseRun], None]) -> Played:
        # The first example that is drawn is the simplest one, and a machine's takes no step.
        examples = _EXAMPLES if case.is_machine else 1
        return self._player.play(case, examples=examples, only=part.only, seed=part.seed, beginning=beginning)


def _near_checks(lies: Sequence[Lie], played: Played, pending: set[str]) -> list[Lie]:
    """Choose the coarse lies about what checks of these requirements judge: a machine takes too many steps for all."""
    places = {count - back for name, count in played.reached if name in pending for back in range(1, _JUDGED + 1)}
    return [lie for lie in lies if lie.kind in _COARSEST and lie.at in places]


def still_open(cases: Mapping[str, Case], evidence: Evidence) -> Iterator[Case]:
    """Give the cases that could still prove something, looking anew after each."""
    for case in cases.values():
        if any(name not in evidence.caught for name in case.requirements):
            yield case
