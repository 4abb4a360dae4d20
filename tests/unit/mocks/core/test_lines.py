"""Lines of files: where a mistake stands, in both syntaxes and in every form that a value may take."""

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.mocks.core.lines import Path, line_of, steps_of

TOML = '''# a comment with [[faults]]
"quoted" = """
[[faults]]
"""
[[faults]]
match = { model = "a", "text_contains" = "x]=" } # } and "
fault = { name = "internal" }

[[faults]]
fault.name = "x"
list = [
  1, [2, 3],
  { a = 4 },
]
[faults.match]
modle = "it's"
[a.b]
c.d = 3
[[a.e]]
[[a.e]]
f = 1979-05-27T07:32:00Z
'''
JSON = """{"faults": [
  {"fault": {"name": "a"}},
  {"match": {
     "modle": 3}}],
 "last": []}"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("quoted",), 2),
        (("faults", 0), 5),
        (("faults", 0, "match", "text_contains"), 6),
        (("faults", 0, "fault", "name"), 7),
        (("faults", 1), 9),
        (("faults", 1, "fault", "name"), 10),
        (("faults", 1, "list", 1), 12),
        (("faults", 1, "list", 1, 1), 12),
        (("faults", 1, "list", 2, "a"), 13),
        (("faults", 1, "match"), 15),
        (("faults", 1, "match", "modle"), 16),
        (("a", "b", "c", "d"), 18),
        (("a", "e", 1, "f"), 21),
    ],
)
def test_line_of_toml(path: Path, line: int) -> None:
    assert tomllib.loads(TOML)
    assert line_of(TOML, path) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("faults",), 1),
        (("faults", 0, "fault"), 2),
        (("faults", 1), 3),
        (("faults", 1, "match", "modle"), 4),
        (("last",), 5),
    ],
)
def test_line_of_json(path: Path, line: int) -> None:
    assert json.loads(JSON)
    assert line_of(JSON, path) == line


def test_what_is_missing_is_where_its_owner_is() -> None:
    assert line_of(TOML, ("faults", 1, "match", "nothing")) == 15
    assert line_of(TOML, ("nothing",)) is None


def test_a_path_is_read_as_errors_write_it() -> None:
    assert steps_of("keys[0].databases[12]") == ("keys", 0, "databases", 12)
    assert steps_of("name") == ("name",)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), values, max_size=4))
def test_every_member_of_any_json_has_the_line_on_which_it_is_written(members: dict[str, Any]) -> None:
    """With an indent each member and item begins a line: their order is the order of the lines."""
    text = json.dumps(members, indent=1)
    lines = [line_of(text, path) for path in walked(members, ())]
    assert lines == [1 + at for at in starts(text)]


def walked(value: Any, path: Path) -> list[Path]:
    """List every place below one, in the order of writing."""
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict | list):
        items += value.items() if isinstance(value, dict) else enumerate(value)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]  # any JSON
    return [place for name, inner in items for place in ((*path, name), *walked(inner, (*path, name)))]


def starts(text: str) -> list[int]:
    return [at for at, line in enumerate(text.splitlines()) if at and line.strip() not in {"}", "]", "},", "],"}]
