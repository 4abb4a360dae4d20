"""Runs cases while answers lie, and notes which requirement's check noticed. Writes nothing and prints nothing."""

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import hypothesis
from hypothesis import HealthCheck, Phase

from vectorproof.harness.case import SUITES, Case
from vectorproof.harness.caserun import CaseRun
from vectorproof.harness.client import Client
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.errors import CaseEnded, FindingError, Missing, TargetError
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.proving.liar import Liar
from vectorproof.harness.proving.lies import Lie, lies_about
from vectorproof.harness.target import Target
from vectorproof.specs.requirements import Proof, Requirement

_MOST_LIES: Final = 400
_SEED: Final = 0
_LEASE: Final = "/control/worlds"


class DishonestSimulatorError(Exception):
    """A case that is told the truth has a finding or an error: nothing can be proven with it."""


@dataclass(slots=True)
class Evidence:
    """What the proof gathered so far: checks evaluated and lies caught by requirement, with the first one caught."""

    checks: dict[str, int] = field(default_factory=dict[str, int])
    caught: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

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
        self._endpoint = endpoint
        self._requirements = requirements
        self._target = Target(endpoint, capabilities, self._liar, "vp_proof")
        self._run: CaseRun | None = None
        self._first: tuple[Exchange, ...] = ()

    def prove(self, case: Case, evidence: Evidence) -> None:
        """Tell lies to a case until each of its requirements has caught one, or no lie is left.

        Raises:
            DishonestSimulatorError: it does not even pass when nobody lies.

        """
        function = self._prepared(case)
        honest = self._honestly(case, function, evidence)
        pending = {name for name in case.requirements if name not in evidence.caught}
        lies = (lie for lie in lies_about(honest) if _LEASE not in honest[lie.at].request.path)
        for lie in islice(lies, _MOST_LIES):
            if not pending:
                return
            for name in self._lied_to(case, function, lie, honest, evidence):
                evidence.caught.setdefault(name, []).append(f"{lie.kind} in {case.id}")
                pending.discard(name)

    def _honestly(self, case: Case, function: Callable[..., Any], evidence: Evidence) -> Sequence[Exchange]:
        run = self._begin(case)
        error = self._end(function)
        if isinstance(error, Missing):
            return ()
        if error is not None:
            raise DishonestSimulatorError(f"{case.id} does not pass: {error}") from error
        _count(run, evidence)
        return self._first

    def _lied_to(
        self, case: Case, function: Callable[..., Any], lie: Lie, honest: Sequence[Exchange], evidence: Evidence
    ) -> list[str]:
        run = self._begin(case)
        self._liar.prepare(lie, honest)
        self._end(function)
        _count(run, evidence)
        return [finding.requirement for finding in run.line("proof").findings]

    def _begin(self, case: Case) -> CaseRun:
        self._run = run = CaseRun(case, self._requirements, self._endpoint.redactor)
        self._first = ()
        self._target.enter(run)
        self._liar.listen(run.transcript)
        return run

    def _end(self, function: Callable[..., Any]) -> BaseException | None:
        """Run a case to its end and give what ended it before its time."""
        try:
            function(target=self._target)
        except (FindingError, CaseEnded, TargetError) as error:
            return error
        except Exception as error:  # noqa: BLE001  # a case may stumble over a lie in any way; only findings count
            return error
        return None

    def _prepared(self, case: Case) -> Callable[..., Any]:
        function = function_of(case)
        if not case.is_property:
            return self._example(function)
        marked: Any = function
        hypothesis.settings(
            max_examples=1,
            database=None,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
            report_multiple_bugs=False,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        )(marked)
        hypothesis.seed(_SEED)(marked)
        inner = getattr(marked.hypothesis.inner_test, "honest", marked.hypothesis.inner_test)
        marked.hypothesis.inner_test = self._example(inner)
        return function

    def _example(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        def example(*args: Any, **kwargs: Any) -> None:
            assert self._run is not None, "an example belongs to a case that was begun"
            self._run.begin_example({})
            inner(*args, **kwargs)
            self._first = self._first or tuple(self._run.transcript.exchanges)

        example.honest = inner  # type: ignore[attr-defined]  # lets the next proof wrap the case itself
        return example


def function_of(case: Case) -> Callable[..., Any]:
    """Find the function of a case by its id."""
    *path, name = case.id.split("/")
    module = ".".join([SUITES, *path[:-1], f"test_{path[-1]}"])
    function: Callable[..., Any] = getattr(importlib.import_module(module), f"test_{name}")
    return function


def _count(run: CaseRun, evidence: Evidence) -> None:
    for result in run.line("proof").requirements:
        evidence.checks[result.id] = evidence.checks.get(result.id, 0) + result.checks


def still_open(cases: Mapping[str, Case], evidence: Evidence) -> Iterator[Case]:
    """Give the cases that could still prove something, looking anew after each."""
    for case in cases.values():
        if any(name not in evidence.caught for name in case.requirements):
            yield case
