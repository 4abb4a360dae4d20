"""A body that is read quickly gives what the slow way gives, in every type and digit, or is left to the slow way."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vectorproof.mocks.dataapi import jsontext, quickread
from vectorproof.mocks.dataapi.errors import WireError

LONGEST = 30
numbers = st.from_regex(r"-?(0|[1-9]\d{0,24})(\.\d{1,8}0{0,2})?([eE][+-]?\d{1,3})?", fullmatch=True)
texts = st.text(max_size=6).map(json.dumps) | st.sampled_from(
    ['"a:b"', r'"\ud800"', r'"\ud83d\ude00"', '"\\u0041"', '""']
)
atoms = numbers | texts | st.sampled_from(["true", "false", "null", "NaN", "-", "01", "1.", "[", "}"])
json_texts = st.recursive(
    atoms,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: f"[{','.join(items)}]")
        | st.lists(st.tuples(st.sampled_from(['"a"', '"b"', '"$vector"', '"sort"', '"a:"']), inner), max_size=4).map(
            lambda members: "{" + " , ".join(f"{name} : {value}" for name, value in members) + "}"
        )
    ),
    max_leaves=12,
)
bodies = (
    json_texts.map(str.encode)
    | st.binary(max_size=12)
    | st.tuples(json_texts, st.text(max_size=3)).map(lambda both: "".join(both).encode("utf-8", "replace"))
)


def typed(value: Any) -> Any:
    """Give a value with the type and the digits of everything in it."""
    if jsontext.is_object(value):
        return [(name, typed(member)) for name, member in value.items()]
    if jsontext.is_array(value):
        return [typed(item) for item in value]
    return (type(value).__name__, str(value))


def outcome(read: Any, raw: bytes) -> Any:
    try:
        return typed(read(raw, LONGEST))
    except WireError as error:
        return (error.spec.id, sorted(error.facts.items()))


@given(bodies)
@example(b'{"a":1,"a":2}')
@example(b'{"a":9223372036854775807,"b":9223372036854775808}')
@example(b'{"a":"\xff"}')
@example(b"\xef\xbb\xbf{}")
@example(b'{"a":-0,"b":-0.0,"c":1E5,"d":100.0}')
@example(b"[" * 2_000 + b"]" * 2_000)
def test_quick_and_slow_agree(raw: bytes) -> None:
    assert outcome(jsontext.read, raw) == outcome(jsontext.read_slowly, raw)


def test_an_ordinary_command_is_read_quickly() -> None:
    raw = b'{"insertOne":{"document":{"_id":"a","price":12.50,"n":[1,2,{"b":null}]}}}'

    assert typed(quickread.read(raw, jsontext.decimal)) == typed(jsontext.read_slowly(raw, LONGEST))


@pytest.mark.parametrize("raw", [b'{"a":1,"a":2}', b'{"a":"b:c"}', b"9223372036854775808", rb'"\ud800"', b"", b"{} x"])
def test_the_unusual_is_left_to_the_slow_way(raw: bytes) -> None:
    with pytest.raises(quickread.UnusualError):
        quickread.read(raw, jsontext.decimal)


vectors = st.lists(numbers, min_size=1, max_size=4).map(",".join)


@given(vectors, st.sampled_from(["find", "deleteOne"]), json_texts)
def test_vector_to_sort_by_is_the_same_in_binary(vector: str, command: str, other: str) -> None:
    raw = f'{{"{command}":{{"sort":{{"$vector":[{vector}]}},"filter":{other}}}}}'.encode()
    try:
        slow = jsontext.read_slowly(raw, LONGEST)
    except WireError:
        assert outcome(jsontext.read, raw) == outcome(jsontext.read_slowly, raw)
        return
    quick = jsontext.read(raw, LONGEST)
    found, expected = quick[command].pop("sort")["$vector"], slow[command].pop("sort")["$vector"]

    assert list(map(float, found)) == list(map(float, expected))
    assert typed(quick) == typed(slow)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"insertOne":{"document":{"sort":{"$vector":[1.50,2]}}}}',
        b'{"find":{"filter":{"a":{"sort":{"$vector":[1.50,2]}}}}}',
        b'{"find":{"sort":{"$vector":"the vector of the sort"},"filter":{"sort":{"$vector":[1.50]}}}}',
        b'{"find":{"sort":{"$vector":[1.50],"a":1}}}',
    ],
)
def test_other_vectors_keep_their_digits(raw: bytes) -> None:
    assert typed(jsontext.read(raw, LONGEST)) == typed(jsontext.read_slowly(raw, LONGEST))
