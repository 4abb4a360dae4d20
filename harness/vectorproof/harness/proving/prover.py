"""Runs cases while answers lie, and notes which requirement's check noticed. Writes nothing and prints nothing."""

from collections.abc import Iterator, Mapping, Sequence
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
_LEASE: Final = "/control/worlds"


class DishonestTargetError(Exception):
    """A case that is told the truth has a finding or an error: nothing can be proven with it."""


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
        its boundaries are lied to one by one.

        Raises:
            DishonestTargetError: it does not even pass when nobody lies.

        """
        several = len(case.requirements) > 1
        for only in (*case.boundaries, None) if several else (None,):
            self._prove(case, only, evidence)

    def _prove(self, case: Case, only: str | None, evidence: Evidence) -> None:
        if all(name in evidence.caught for name in case.requirements):
            return
        honest, checked = self._honestly(case, only, evidence)
        pending = {name for name in checked if name not in evidence.caught}
        lies = (lie for lie in lies_about(honest) if _LEASE not in honest[lie.at].request.path)
        for lie in islice(lies, _MOST_LIES):
            if not pending:
                return
            for name in self._lied_to(case, only, lie, honest, evidence):
                evidence.caught.setdefault(name, []).append(f"{lie.kind} in {case.id}")
                pending.discard(name)

    def _honestly(self, case: Case, only: str | None, evidence: Evidence) -> tuple[Sequence[Exchange], Sequence[str]]:
        """Play it without a lie; gives the exchanges of the first example, and which requirements were checked."""
        played = self._player.play(case, only=only, beginning=lambda run: self._liar.listen(run.transcript))
        if isinstance(played.error, Missing):
            return (), ()
        if played.error is not None:
            raise DishonestTargetError(f"{case.id} does not pass: {played.error}") from played.error
        evidence.count(played)
        return played.first, [name for name, checks in played.checks.items() if checks]

    def _lied_to(  # one lie to one part of a case
        self, case: Case, only: str | None, lie: Lie, honest: Sequence[Exchange], evidence: Evidence
    ) -> Sequence[str]:
        def prepare(run: CaseRun) -> None:
            self._liar.listen(run.transcript)
            self._liar.prepare(lie, honest)

        played = self._player.play(case, only=only, beginning=prepare)
        evidence.count(played)
        return tuple(played.found)


def still_open(cases: Mapping[str, Case], evidence: Evidence) -> Iterator[Case]:
    """Give the cases that could still prove something, looking anew after each."""
    for case in cases.values():
        if any(name not in evidence.caught for name in case.requirements):
            yield case
