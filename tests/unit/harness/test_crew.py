"""Several workers on one run: who dies takes nobody along, and what takes long begins first."""

from tests.unit.harness.conftest import Lines


def test_others_go_on_after_the_death_of_a_worker(lines: Lines) -> None:
    cases = "".join(
        f'''
@requirement("KEY-001")
def test_{name}(target):
    """It takes the worker with it, or passes."""
    {"os._exit(1)" if name in "bc" else "pass"}
    with target.space() as space:
        space.check("KEY-001", 1, equals(1))
'''
        for name in "abcdef"
    )
    found = {line.case.rpartition("/")[2]: str(line.verdict) for line in lines(cases, workers=2)}
    assert found == {name: "ERROR" if name in "bc" else "PASS" for name in "abcdef"}


def test_cases_that_take_long_begin_first(lines: Lines) -> None:
    text = """
from vectorproof.harness.case import machine

def ended(space):
    space.check("KEY-001", 1, equals(1))

@requirement("KEY-001")
@given(n=st.integers())
def test_a(target, n):
    '''Light.'''
    with target.space() as space:
        ended(space)

@requirement("KEY-001")
@costly(5)
@given(n=st.integers())
def test_b(target, n):
    '''Dear.'''
    with target.space() as space:
        ended(space)

@requirement("KEY-001")
@machine
@given(n=st.integers())
def test_c(target, n):
    '''Marked as a machine.'''
    with target.space() as space:
        ended(space)
"""
    found = sorted(lines(text, workers=2), key=lambda line: line.started)
    assert {line.case.rpartition("/")[2] for line in found[:2]} == {"b", "c"}
