"""A simulator of which one module reads otherwise is served and judged; the tree stays as it is."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from tools.mutants.answers import settled
from tools.mutants.simulating import Change
from tools.mutants.trial import NotStartedError, Stage

RULES = "vectorproof.mocks.controlplane.rules"
CASES = ("key/names/length",)
LIMIT_S = 60.0


def changed(before: str, after: str) -> Change:
    spec = find_spec(RULES)
    assert spec is not None
    assert spec.origin is not None
    text = Path(spec.origin).read_text(encoding="utf-8")
    assert text.count(before) == 1
    return Change(RULES, text.replace(before, after))


def test_changed_limit_is_found_and_shrunk_and_the_right_one_is_not() -> None:
    stage = Stage()
    known = settled([stage.live(CASES, calls=False).ended.heard])

    wrong = stage.attempt(changed("_KEY_NAME_MAX = 50", "_KEY_NAME_MAX = 51"), CASES, known, LIMIT_S)
    same = stage.attempt(changed("_KEY_NAME_MAX = 50", "_KEY_NAME_MAX = 49 + 1"), CASES, known, LIMIT_S)

    assert wrong.finding is not None
    assert (wrong.finding.requirement, wrong.finding.requests) == ("KEY-007", 1)
    assert same.ended is not None
    assert (same.finding, same.ended.changed) == (None, None)


def test_module_that_cannot_be_loaded_is_told() -> None:
    with pytest.raises(NotStartedError, match="SyntaxError"):
        Stage().attempt(Change(RULES, "def"), CASES, {}, LIMIT_S)
