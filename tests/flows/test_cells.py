"""What the suites send: each operator in each command that has it, and answered, not only refused."""

from tools.cells import SUITES, counted, seldom

EXAMPLES = 10
LEAST = 2


def test_each_operator_meets_each_command() -> None:
    """``python -m tools.cells`` asks for more, of as many examples as a standard run draws."""
    assert list(seldom(counted(EXAMPLES, SUITES), LEAST)) == []
