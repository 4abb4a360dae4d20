"""What was sent is counted where it belongs, and what was sent too seldom is named."""

from typing import Any

import orjson
import pytest
from tools.cells import WANTED, Cell, cells_of, kind_of, seldom

ROWS: tuple[tuple[dict[str, Any], set[tuple[str, str, str]]], ...] = (
    ({"filter": {"a": 1}}, {("filter", "=", "number")}),
    ({"filter": {"a": {"$gt": "x", "$lt": None}}}, {("filter", "$gt", "text"), ("filter", "$lt", "null")}),
    ({"filter": {"a": {"$date": 1}}}, {("filter", "=", "$date")}),
    ({"filter": {"$not": {"a": {"$in": []}}}}, {("filter", "$not", "object"), ("filter", "$in", "array")}),
    ({"filter": {"$or": [{"a": True}]}}, {("filter", "$or", "array"), ("filter", "=", "boolean")}),
    ({"update": {"$set": {"a": {}}}}, {("update", "$set", "object")}),
    ({"sort": {"a": -1, "$vector": [1]}}, {("sort", "-1", "number"), ("sort", "$vector", "array")}),
    ({"projection": {"a": 0}}, {("projection", "exclude", "number")}),
    ({"projection": {"b": {"$slice": 1}}}, {("projection", "$slice", "$slice")}),
)  # fmt: skip


@pytest.mark.parametrize(("members", "wanted"), ROWS)
def test_a_command_is_taken_apart(members: dict[str, Any], wanted: set[tuple[str, str, str]]) -> None:
    found = cells_of(orjson.dumps({"find": members}), refused=False)

    assert found == {Cell("find", *part, "answered") for part in wanted}


@pytest.mark.parametrize("body", [None, b"", b"[]", b"{", b'{"a":1,"b":2}', b'{"find":null}'])
def test_what_is_no_command_has_no_cell(body: bytes | None) -> None:
    assert cells_of(body, refused=True) == frozenset()


def test_a_refusal_does_not_count_as_an_answer() -> None:
    counts = {Cell(*wanted, "number", "answered"): 20 for wanted in WANTED[1:]}
    counts[Cell(*WANTED[0], "number", "refused")] = 20

    assert list(seldom(counts, 20)) == [(" ".join(WANTED[0]), 0)]


def test_a_boolean_is_no_number() -> None:
    values: tuple[Any, ...] = (True, 1, 1.5, [])

    assert [kind_of(value) for value in values] == ["boolean", "number", "number", "array"]
