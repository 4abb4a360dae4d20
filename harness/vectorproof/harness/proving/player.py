"""Plays one case to its end inside this process, with as few examples as wished: what proofs are made of.

Nothing is shrunk and nothing is written; a run for a user goes through pytest instead.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import hypothesis
from hypothesis import Phase
from hypothesis.reporting import with_reporter

from vectorproof.harness.case import SUITES, Case
from vectorproof.harness.caserun import CaseRun
from vectorproof.harness.client import Client
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.seeding import forget_local_constants, repeatable
from vectorproof.harness.target import Target
from vectorproof.specs.requirements import Requirement

_EXPLICIT: Final = "hypothesis_explicit_examples"


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a case: its state, what ended it before its time, and the exchanges of its first example.

    Of a machine they are those of its longest one. ``reached`` tells which requirement was checked after how many.
    """

    run: CaseRun
    error: BaseException | None
    first: tuple[Exchange, ...]
    reached: tuple[tuple[str, int], ...] = ()

    @property
    def found(self) -> Mapping[str, str]:
        """The requirements with a finding, each with what was found."""
        return {finding.requirement: finding.found for finding in self.run.line("proof").findings}

    @property
    def checks(self) -> Mapping[str, int]:
        """How many checks were evaluated, by requirement."""
        return {result.id: result.checks for result in self.run.line("proof").requirements}


class Player:
    """Plays cases against one target through one client."""

    def __init__(
        self,
        endpoint: Endpoint,
        capabilities: frozenset[str],
        client: Client,
        requirements: Mapping[str, Requirement],
    ) -> None:
        forget_local_constants()
        self._endpoint = endpoint
        self._requirements = requirements
        self._capabilities = capabilities
        self._client = client
        self._run: CaseRun | None = None
        self._first: tuple[Exchange, ...] = ()
        self._reached: tuple[tuple[str, int], ...] = ()

    def play(
        self,
        case: Case,
        *,
        examples: int = 1,
        edges: bool = True,
        only: str | None = None,
        seed: int = 0,
        shrink: bool = False,
        beginning: Callable[[CaseRun], None] | None = None,
    ) -> Played:
        """Run a case: its labelled boundaries, if wished, then ``examples`` drawn ones.

        ``only`` plays the boundary of this label and nothing else. ``seed`` decides what is drawn. Only if ``shrink``
        is a finding reduced to its simplest example. ``beginning`` sees the case before it starts.
        """
        wished = ((Phase.explicit, edges), (Phase.generate, True), (Phase.shrink, shrink))
        phases = tuple(phase for phase, is_wished in wished if is_wished)
        function = self._prepared(case, examples, seed, (Phase.explicit,) if only else phases)
        self._run = run = CaseRun(case, self._requirements, self._endpoint.redactor)
        self._first, self._reached = (), ()
        # A target of its own: what a liar said in an earlier play, such as how far a journal goes, must not last.
        target = Target(self._endpoint, self._capabilities, self._client, "vp_proof")
        target.enter(run)
        every = _explicit(function)
        chosen = every if only is None else tuple(each for each in every if each.kwargs == case.boundaries[only])
        if beginning is not None:
            beginning(run)
        error: BaseException | None = None
        try:
            _set_explicit(function, chosen)
            with with_reporter(_say_nothing):
                function(target=target)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as ended:  # noqa: BLE001  # a case may stumble in any way; only findings count
            error = ended
        finally:
            _set_explicit(function, every)
        return Played(run, error, self._first, self._reached)

    def _prepared(self, case: Case, examples: int, seed: int, phases: tuple[Phase, ...]) -> Callable[..., Any]:
        function: Any = function_of(case)
        if not case.is_property:
            return self._example(function)
        # Not by decorating: a case is played many times, and Hypothesis lets nobody decorate twice.
        function._hypothesis_internal_use_settings = repeatable(examples, phases)  # noqa: SLF001
        hypothesis.seed(seed)(function)
        inner = function.hypothesis.inner_test
        function.hypothesis.inner_test = self._example(getattr(inner, "played", inner))
        return function  # type: ignore[no-any-return]  # what stands in a suite is a function

    def _example(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        def example(*args: Any, **kwargs: Any) -> None:
            assert self._run is not None, "an example belongs to a case that was begun"
            self._run.begin_example({})
            inner(*args, **kwargs)
            now = tuple(self._run.transcript.exchanges)
            longer = self._run.case.is_machine and len(now) > len(self._first)
            if longer or not self._first:
                self._first, self._reached = now, tuple(self._run.reached)

        example.played = inner  # type: ignore[attr-defined]  # lets the next player wrap the case itself
        return example


def _say_nothing(_: object) -> None:
    """Keep Hypothesis from printing the steps of a machine among what the caller prints."""


def _explicit(function: Any) -> tuple[Any, ...]:
    """Give the explicit examples of a case as Hypothesis keeps them, none for a case that draws nothing."""
    return tuple(getattr(function, _EXPLICIT, ()))


def _set_explicit(function: Any, examples: tuple[Any, ...]) -> None:
    if hasattr(function, _EXPLICIT):
        setattr(function, _EXPLICIT, list(examples))


def function_of(case: Case) -> Callable[..., Any]:
    """Find the function of a case by its id."""
    *path, name = case.id.split("/")
    module = ".".join([SUITES, *path[:-1], f"test_{path[-1]}"])
    function: Callable[..., Any] = getattr(importlib.import_module(module), f"test_{name}")
    return function
