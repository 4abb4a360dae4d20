"""What happens inside pytest: cases found and wrapped, each ended with its line, the lines written by one writer.

Runs in every worker and in the controller, which forks the workers. A worker attaches a finished case to its last test
report; only the controller writes. Hypothesis gets to see findings and its own exceptions; everything else ends the
case.
"""

import functools
import gc
import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import hypothesis
import pytest
from hypothesis import Phase
from hypothesis.errors import Flaky, HypothesisException

from vectorproof.harness.case import Case, case_of
from vectorproof.harness.caserun import CaseRun
from vectorproof.harness.crashes import case_at, crashed
from vectorproof.harness.crew import Crew
from vectorproof.harness.errors import CaseEnded, FindingError, TargetError, UnreachableError
from vectorproof.harness.handover import Ended, begun
from vectorproof.harness.known_failures import excused
from vectorproof.harness.orphans import end_if_orphaned
from vectorproof.harness.outcomes import say
from vectorproof.harness.plan import Plan
from vectorproof.harness.planning import client_of
from vectorproof.harness.seeding import forget_local_constants, repeatable
from vectorproof.harness.target import Target
from vectorproof.harness.target_logs import with_target_log
from vectorproof.harness.verdict import Owner, Verdict
from vectorproof.reports.record import CaseLine
from vectorproof.specs.requirements import requirements

_CASE: Final = pytest.StashKey[Case]()
_RUN: Final = pytest.StashKey[CaseRun]()
_LINE: Final = pytest.StashKey[CaseLine]()
_PROPERTY: Final = "vectorproof"
_GONE_AFTER: Final = 3
_SEVERAL: Final = 2
_PHASES: Final = (Phase.explicit, Phase.generate, Phase.shrink)


class Running:
    """The hooks of one process: ``writer`` is the controller's alone."""

    def __init__(self, plan: Plan, *, worker: str, controller: bool) -> None:
        forget_local_constants()
        self._plan = plan
        self._worker = worker
        self._requirements = requirements()
        self._root = Path(str(files(plan.package)))
        self._client = client_of(plan.endpoint, timeout_s=plan.patience_s)
        self._target = self._reached()
        self._unreachable = 0
        self._interrupted = False
        self._unmet = 0
        self._clock = time.perf_counter()
        self._writer = begun(plan) if controller else None

    @classmethod
    def planned(cls, config: pytest.Config) -> "Running":
        """Take the plan out of the environment, as a worker or as the controller."""
        return cls(
            Plan.load(os.environ),
            worker=os.environ.get("PYTEST_XDIST_WORKER", "main"),
            controller=not hasattr(config, "workerinput"),
        )

    def fixtures(self) -> ModuleType:
        """Make the plugin that gives cases their ``target``."""

        @pytest.fixture(scope="session", name="target")
        def reached() -> Target:
            """The target, reached and probed."""
            return self._target

        holder = ModuleType("vectorproof_fixtures")
        holder.target = reached  # type: ignore[attr-defined]  # what pytest looks for in a plugin
        return holder

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep the cases that were chosen, and give each its seed and its number of examples."""
        wanted = frozenset(self._plan.cases)
        chosen: list[pytest.Item] = []
        dropped: list[pytest.Item] = []
        for item in items:
            if not isinstance(item, pytest.Function) or not item.path.is_relative_to(self._root):
                chosen.append(item)
                continue
            case = case_of(item.obj, ".".join(item.path.relative_to(self._root).with_suffix("").parts))
            item.stash[_CASE] = case
            (chosen if case.id in wanted else dropped).append(item)
            if case.is_property and case.id in wanted:
                self._settle(item, case)
        config.hook.pytest_deselected(items=dropped)
        items[:] = chosen

    def pytest_collection_finish(self) -> None:
        """Let no search for garbage look at what was loaded: it is there to the end."""
        gc.freeze()
        gc.enable()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Let several workers run the cases, where that is wished: long ones first, lest one be left over."""
        if self._plan.workers < _SEVERAL or session.testsfailed:
            return None
        Crew(session, self._plan.workers, self._as_worker, self._died).run(sorted(session.items, key=_lightness))
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Begin a case."""
        case = item.stash.get(_CASE, None)
        if case is not None:
            run = CaseRun(case, self._requirements, self._plan.endpoint.redactor)
            item.stash[_RUN] = run
            self._target.enter(run)

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Run a case and say what became of it, as its line and as pytest's outcome."""
        run = pyfuncitem.stash.get(_RUN, None)
        if run is None:
            return (yield)
        try:
            self._refuse_hopeless()
            if not run.case.is_property:
                run.begin_example({})
            yield
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001  # whatever escapes a case is that case's verdict
            self._judge(run, error)
        else:
            self._unreachable = 0
        pyfuncitem.stash[_LINE] = line = self._line(run)
        say(line)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Attach the line of a case to the last of its reports."""
        run = item.stash.get(_RUN, None)
        if run is not None and call.when == "setup" and call.excinfo is not None:
            run.end(Verdict.ERROR, f"could not be set up: {call.excinfo.value!r}", Owner.HARNESS)
            item.stash[_LINE] = self._line(run)
        if run is not None and call.when == "teardown" and _LINE in item.stash:
            ended = Ended(item.stash[_LINE], run.unmet_count, run.evidence())
            item.user_properties.append((_PROPERTY, ended.encoded()))
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write the line that a finished case brings."""
        if self._writer is None or report.when != "teardown":
            return
        for name, attached in report.user_properties:
            if name == _PROPERTY:
                ended = Ended.decoded(str(attached))
                end_if_orphaned(self._plan.starter)
                self._writer.case(ended.line, ended.evidence)
                self._unmet += ended.unmet_count

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str) -> None:
        """Write an ERROR line for the case that a dying worker held."""
        case = case_at(crashitem, self._plan.package)
        if case is not None:
            self._write_crashed(case)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Remember that a person ended the run; pytest's own ways to stop early come here as subclasses."""
        self._interrupted = excinfo.type is KeyboardInterrupt

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Write the footer and let go of every connection."""
        self._client.close()
        if self._writer is not None:
            end_if_orphaned(self._plan.starter)
            self._writer.finish(
                seconds=round(time.perf_counter() - self._clock, 3),
                ended=datetime.now(UTC).isoformat(timespec="milliseconds"),
                unmet_faults=self._unmet,
                interrupted=self._interrupted,
            )
            self._writer = None

    def _reached(self) -> Target:
        plan = self._plan
        return Target(plan.endpoint, plan.capabilities, self._client, f"vp_{plan.run_id}_{self._worker}")

    @contextmanager
    def _as_worker(self, name: str) -> Generator[None]:
        """Work in a fork of the controller, under a name of its own, and write nothing."""
        self._worker, self._writer = name, None
        self._target = self._reached()
        try:
            yield
        finally:
            self._client.close()

    def _died(self, item: pytest.Item) -> None:
        case = item.stash.get(_CASE, None)
        if case is not None:
            self._write_crashed(case)

    def _write_crashed(self, case: Case) -> None:
        if self._writer is not None:
            end_if_orphaned(self._plan.starter)
            self._writer.case(crashed(case))

    def _settle(self, item: pytest.Function, case: Case) -> None:
        """Make a property repeatable: its own seed, no clock, and kept examples only if wished; wrap its inside."""
        function: Any = item.obj
        hypothesis.seed(int.from_bytes(sha256(f"{self._plan.seed}:{case.id}".encode()).digest()[:8]))(function)
        # After the seed, which takes kept examples away; by a name that outlasts every edit of the case.
        repeatable(max(1, self._plan.examples // case.cost), _PHASES, self._plan.examples_at)(function)
        function._hypothesis_internal_database_key = case.id.encode()  # noqa: SLF001  # as above
        handle = function.hypothesis
        handle.inner_test = self._wrapped(item, handle.inner_test, tuple(handle._given_kwargs))  # noqa: SLF001  # no public way

    def _wrapped(
        self, item: pytest.Item, inner: Callable[..., object], names: tuple[str, ...]
    ) -> Callable[..., object]:
        @functools.wraps(inner)
        def example(*args: object, **kwargs: object) -> object:
            run = item.stash[_RUN]
            self._refuse_late(run)
            drawn = {name: kwargs[name] for name in names if name in kwargs}
            run.begin_example(drawn)
            try:
                return inner(*args, **kwargs)
            except (FindingError, HypothesisException):
                raise
            except TargetError as error:
                raise CaseEnded(Verdict.ERROR, str(error), error.owner) from error
            except Exception as error:
                raise CaseEnded(Verdict.ERROR, _bug(error), Owner.HARNESS) from error
            finally:
                run.count_example(drawn)

        return example

    def _judge(self, run: CaseRun, error: BaseException) -> None:
        cause = error.__cause__ if isinstance(error, CaseEnded) else error
        self._unreachable = self._unreachable + 1 if isinstance(cause, UnreachableError) else 0
        match error:
            case FindingError():
                pass
            case CaseEnded():
                run.end(error.verdict, error.reason, error.owner)
            case TargetError():
                run.end(Verdict.ERROR, str(error), error.owner)
            case Flaky() if run.has_finding:
                run.end(Verdict.FLAKY, "a finding did not come back when its example was tried again", Owner.TARGET)
            case _:
                run.end(Verdict.ERROR, _bug(error), Owner.HARNESS)

    def _refuse_hopeless(self) -> None:
        if self._unreachable >= _GONE_AFTER:
            raise CaseEnded(Verdict.ERROR, "not started: the target no longer answers", Owner.ENVIRONMENT)
        if self._late:
            raise CaseEnded(Verdict.INCONCLUSIVE, "not started: the time of the run was used up", Owner.HARNESS)

    def _refuse_late(self, run: CaseRun) -> None:
        if self._late:
            seen = run.distinct_count
            reason = f"not finished: the time of the run was used up after {seen} examples"
            raise CaseEnded(Verdict.INCONCLUSIVE, reason, Owner.HARNESS)

    @property
    def _late(self) -> bool:
        return self._plan.deadline_s is not None and time.time() > self._plan.deadline_s

    def _line(self, run: CaseRun) -> CaseLine:
        line = with_target_log(run.line(self._worker), self._plan.endpoint.container, run.redactor)
        return excused(line, self._plan.known_failures, datetime.now(UTC).date())


def _lightness(item: pytest.Item) -> tuple[bool, int]:
    """Order machines first, then cases whose examples are dear, then the others."""
    case = item.stash.get(_CASE, None)
    return (True, 0) if case is None else (not case.is_machine, -case.cost)


def _bug(error: BaseException) -> str:
    return f"a bug of the suite or the harness, please report it: {type(error).__name__}: {error}"
