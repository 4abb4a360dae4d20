"""Projections, rule by rule (reference section 6)."""

from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import Lab
from tests.unit.mocks.dataapi.sections.rows import Row, refused, says, shows

PLAIN: dict[str, Any] = {
    "_id": 1, "a": 5, "o": {"p": 1, "q": {"r": 2}}, "arr": [{"x": 1, "y": 2}, 7, {"y": 3}], "n": [1, 2, 3, 4],
}  # fmt: skip
WHOLE: dict[str, Any] = {**PLAIN, "$vector": [1, 0, 0], "$lexical": "w"}


def without(*names: str) -> dict[str, Any]:
    """Give the plain document without some of its members."""
    return {name: value for name, value in PLAIN.items() if name not in names}


def only(*names: str, **changed: Any) -> dict[str, Any]:
    """Give some members of the plain document, some of them changed."""
    return {name: changed.get(name, PLAIN[name]) for name in names}


SHOWN: list[tuple[str, Any, Any]] = [
    ("nothing asked for hides the $ fields", {}, PLAIN),
    ("* shows everything", {"*": 1}, WHOLE),
    ("* true shows everything", {"*": True}, WHOLE),
    ("* 0 shows nothing", {"*": 0}, {}),
    ("inclusion keeps _id", {"a": 1}, only("_id", "a")),
    ("inclusion without _id", {"a": 1, "_id": 0}, only("a")),
    ("inclusion by any number but 0", {"a": 2.5}, only("_id", "a")),
    ("exclusion", {"a": 0}, without("a")),
    ("exclusion hides the $ fields", {"a": False}, without("a")),
    ("exclusion with a $ field", {"a": 0, "$vector": 1}, {**without("a"), "$vector": [1, 0, 0]}),
    ("inclusion with a $ field", {"a": 1, "$vector": 1}, {**only("_id", "a"), "$vector": [1, 0, 0]}),
    ("_id alone is exclusion", {"_id": 1}, PLAIN),
    ("_id alone and off", {"_id": 0}, without("_id")),
    ("a $ field alone", {"$lexical": 1}, {**PLAIN, "$lexical": "w"}),
    ("a $ field off", {"$vector": 0}, PLAIN),
    ("_id and regular fields may disagree", {"_id": 0, "a": 1}, only("a")),
    ("a nested object is a path", {"o": {"p": 1}}, only("_id", "o", o={"p": 1})),
    ("a dotted path", {"o.q.r": 1}, only("_id", "o", o={"q": {"r": 2}})),
    ("exclusion of a dotted path", {"o.q": 0}, {**PLAIN, "o": {"p": 1}}),
    ("arrays are transparent", {"arr.x": 1}, only("_id", "arr", arr=[{"x": 1}, 7, {}])),
    ("arrays are transparent to exclusion", {"arr.x": 0}, {**PLAIN, "arr": [{"y": 2}, 7, {"y": 3}]}),
    ("indexes do not address elements", {"arr.0": 1}, only("_id", "arr", arr=[{}, 7, {}])),
    ("a scalar where an object is expected stays", {"a.b": 1}, only("_id", "a")),
    ("an object without the member stays empty", {"o.z": 1}, only("_id", "o", o={})),
    ("an empty object contributes nothing", {"o": {}}, PLAIN),
    ("what is missing is ignored", {"zz": 1}, only("_id")),
    ("the first elements", {"n": {"$slice": 2}}, {**PLAIN, "n": [1, 2]}),
    ("the last elements", {"n": {"$slice": -1}}, {**PLAIN, "n": [4]}),
    ("no elements", {"n": {"$slice": 0}}, {**PLAIN, "n": []}),
    ("elements from the start", {"n": {"$slice": [1, 2]}}, {**PLAIN, "n": [2, 3]}),
    ("elements from the end", {"n": {"$slice": [-2, 1]}}, {**PLAIN, "n": [3]}),
    ("a slice of no array", {"a": {"$slice": 1}}, PLAIN),
    ("a slice in an inclusion", {"a": 1, "n": {"$slice": 1}}, only("_id", "a", "n", n=[1])),
    ("the order of the document stays", {"n": 1, "a": 1}, only("_id", "a", "n")),
]

DEFINITION, PARAMETER = "UNSUPPORTED_PROJECTION_DEFINITION", "UNSUPPORTED_PROJECTION_PARAM"

REFUSED: list[tuple[str, Any, str]] = [
    ("null", None, DEFINITION),
    ("an array", ["a"], DEFINITION),
    ("a scalar", "a", DEFINITION),
    ("* with others", {"*": 1, "a": 1}, PARAMETER),
    ("a text as value", {"a": "yes"}, PARAMETER),
    ("null as value", {"a": None}, PARAMETER),
    ("an array as value", {"a": [1]}, PARAMETER),
    ("both modes", {"a": 1, "o": 0}, PARAMETER),
    ("both modes in depth", {"o": {"p": 1, "q": 0}}, PARAMETER),
    ("a $ name at the root", {"$x": 1}, PARAMETER),
    ("an operator other than $slice", {"n": {"$elemMatch": 1}}, PARAMETER),
    ("an empty name", {"": 1}, PARAMETER),
    ("an empty segment", {"o..p": 1}, PARAMETER),
    ("a bad escape", {"a&b": 1}, PARAMETER),
    ("overlapping paths", {"o": 1, "o.p": 1}, PARAMETER),
    ("the same path twice", {"o.p": 1, "o": {"p": 1}}, PARAMETER),
    ("a slice of no number", {"n": {"$slice": "1"}}, PARAMETER),
    ("a slice of a fraction", {"n": {"$slice": 1.5}}, PARAMETER),
    ("a slice of three", {"n": {"$slice": [1, 2, 3]}}, PARAMETER),
    ("a slice of a negative count", {"n": {"$slice": [1, -1]}}, PARAMETER),
]

ROWS = [
    *(
        Row("6", rule, "vector", (("findOne", {"projection": projection}),), shows(shown), (WHOLE,))
        for rule, projection, shown in SHOWN
    ),
    *(
        Row("6", rule, "vector", (("findOne", {"projection": projection}),), refused(code), (WHOLE,))
        for rule, projection, code in REFUSED
    ),
    *(
        Row("6", f"both modes: {words}", "vector", (("findOne", {"projection": projection}),), says(PARAMETER, words))
        for projection, words in (({"a": 1, "o": 0}, "cannot exclude 'o'"), ({"a": 0, "o": 1}, "cannot include 'o'"))
    ),
    Row("6", "nothing sent hides the $ fields", "vector", (("findOne", {}),), shows(PLAIN), (WHOLE,)),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rule(row: Row, rules_lab: Lab) -> None:
    row.check(rules_lab)
