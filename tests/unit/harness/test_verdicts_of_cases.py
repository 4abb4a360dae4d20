"""What becomes of a case, whatever happens in it: a small package of suites is run against a small target."""

from collections.abc import Callable

import pytest
from tests.unit.harness.conftest import Lines

from vectorproof.harness.errors import UsageError
from vectorproof.reports.record import CaseLine

Judged = Callable[..., CaseLine]


@pytest.fixture
def judged(lines: Lines) -> Judged:
    """Run one case, given as the text of its function, in a package of its own; gives its line."""

    def run(text: str, *, workers: int = 1) -> CaseLine:
        (line,) = lines(text, workers=workers)
        return line

    return run


def said(line: CaseLine) -> tuple[str, str | None, str | None]:
    return str(line.verdict), line.owner, line.reason


def test_pass(judged: Judged) -> None:
    line = judged('''
        @requirement("KEY-001")
        @boundaries({"least": {"n": 0}, "never drawn": {"n": 10**9}})
        @given(n=st.integers(0, 9))
        def test_case(target, n):
            """It holds."""
            with target.space() as space:
                space.check("KEY-001", space.database.find_collections(), succeeded(200))
    ''')
    assert said(line) == ("PASS", None, None)
    assert line.case == "key/sample/case"
    assert line.examples.distinct == 11
    assert line.checks == line.exchanges
    assert line.examples.boundaries == ("least", "never drawn")


def test_shrunk_finding_is_the_smallest(judged: Judged) -> None:
    line = judged('''
        @requirement("KEY-001", "KEY-002")
        @given(n=st.integers(0, 10**6))
        def test_case(target, n):
            """Small numbers only."""
            with target.space() as space:
                space.check("KEY-002", 1, equals(1))
                space.check("KEY-001", n, lambda n: Mismatch("less than 1000", str(n)) if n >= 1000 else None)
    ''')
    assert said(line) == ("FAIL", "target", None)
    assert [str(result.verdict) for result in line.requirements] == ["FAIL", "PASS"]
    assert [finding.found for finding in line.findings] == ["1000"]


def test_owner_of_a_finding_may_be_named(judged: Judged) -> None:
    line = judged('''
        @requirement("KEY-001")
        def test_case(target):
            """The provider is to blame."""
            with target.space() as space:
                space.check("KEY-001", 1, lambda n: Mismatch("2", "1", Owner.PROVIDER))
    ''')
    assert (str(line.verdict), line.owner, line.findings[0].owner) == ("FAIL", "provider", "provider")


def test_owner_of_a_broken_erratum_is_the_document(judged: Judged) -> None:
    line = judged('''
        @requirement("COLL-021")
        def test_case(target):
            """The page is no longer wrong here."""
            with target.space() as space:
                space.check("COLL-021", 1, equals(2))
    ''')
    assert line.findings[0].owner == "document"


def test_no_check_is_inconclusive(judged: Judged) -> None:
    line = judged('''
        @requirement("KEY-001", "KEY-002")
        def test_case(target):
            """One of two is forgotten."""
            with target.space() as space:
                space.check("KEY-001", 1, equals(1))
    ''')
    assert said(line) == ("INCONCLUSIVE", "harness", "the case never came to check KEY-002")


def test_bug_of_a_suite_is_an_error_of_the_harness_and_never_shrunk(judged: Judged) -> None:
    line = judged('''
        @requirement("KEY-001")
        @given(n=st.integers(0, 10**6))
        def test_case(target, n):
            """Broken."""
            with target.space() as space:
                space.check("KEY-001", n, lambda n: 1 / 0)
    ''')
    assert (str(line.verdict), line.owner, line.examples.distinct) == ("ERROR", "harness", 1)
    assert "ZeroDivisionError" in (line.reason or "")


def test_check_of_another_requirement_is_a_bug(judged: Judged) -> None:
    line = judged('''
        @requirement("KEY-001")
        def test_case(target):
            """Not what it says."""
            with target.space() as space:
                space.check("KEY-002", 1, equals(1))
    ''')
    assert str(line.verdict) == "ERROR"
    assert "without @requirement('KEY-002')" in (line.reason or "")


def test_target_error_ends_the_case_at_once(judged: Judged) -> None:
    line = judged('''
        @requirement("KEY-001")
        @given(n=st.integers(0, 10**6))
        def test_case(target, n):
            """It cannot be judged."""
            with target.space() as space:
                raise TargetError("no ground to stand on")
    ''')
    assert said(line) == ("ERROR", "target", "no ground to stand on")
    assert line.examples.distinct == 1


def test_missing_capability_is_skipped_by_name(judged: Judged) -> None:
    line = judged('''
        @requirement("KEY-001")
        @given(n=st.integers())
        def test_case(target, n):
            """It needs what is not there."""
            with target.space(Needs(provider_journal=True)):
                pass
    ''')
    assert said(line) == ("SKIPPED", None, "the target has no provider-journal")


def test_what_is_not_simulated_is_skipped(judged: Judged) -> None:
    line = judged('''
        @requirement("KEY-001")
        def test_case(target):
            """It is not there yet."""
            with target.space() as space:
                space.database.collection().find()
    ''')
    assert str(line.verdict) == "SKIPPED"
    assert "not simulated yet: find" in (line.reason or "")


def test_finding_that_does_not_come_back_is_flaky(judged: Judged) -> None:
    line = judged('''
        @requirement("KEY-001")
        @given(n=st.integers(0, 100))
        def test_case(target, n):
            """Now and then."""
            with target.space() as space:
                third = next(COUNT) == 3
                space.check("KEY-001", third, lambda third: Mismatch("not the third", "the third") if third else None)
    ''')
    assert (str(line.verdict), line.owner) == ("FLAKY", "target")
    assert line.findings[0].found == "the third"


def test_strategy_that_draws_nothing_is_an_error(judged: Judged) -> None:
    line = judged('''
        @requirement("KEY-001")
        @given(n=st.integers(0, 100))
        def test_case(target, n):
            """Nothing fits."""
            assume(False)
    ''')
    assert (str(line.verdict), line.owner) == ("ERROR", "harness")


def test_cost_divides_the_examples(judged: Judged) -> None:
    line = judged('''
        @requirement("KEY-001")
        @costly(5)
        @given(n=st.integers())
        def test_case(target, n):
            """It is dear."""
            with target.space() as space:
                space.check("KEY-001", 1, equals(1))
    ''')
    assert line.checks == 5


def test_what_is_drawn_inside_counts_as_distinct(judged: Judged) -> None:
    line = judged('''
        @requirement("KEY-001")
        @given(data=st.data())
        def test_case(target, data):
            """It draws as it goes."""
            data.draw(st.integers(0, 10**9))
            with target.space() as space:
                space.check("KEY-001", 1, equals(1))
    ''')
    assert line.examples.distinct > 20


def test_death_of_a_worker_is_an_error_line(judged: Judged) -> None:
    line = judged(
        '''
        @requirement("KEY-001")
        def test_case(target):
            """It takes the worker with it."""
            os._exit(1)
    ''',
        workers=2,
    )
    assert said(line) == ("ERROR", "harness", "the worker that ran this case died")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('def test_case(target):\n    """Unmarked."""\n', "without @requirement"),
        ('@requirement("KEY-001")\ndef test_case(target):\n    pass\n', "without a docstring"),
        ('@requirement("KEY-999")\ndef test_case(target):\n    """Unknown."""\n', "no such requirement: KEY-999"),
    ],
)
def test_case_that_is_not_marked_right_is_refused_before_anything_runs(judged: Judged, text: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        judged(text)
