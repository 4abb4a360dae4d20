"""What was sent is repeated in short."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorproof.mocks.jina.shortening import brief


@pytest.mark.parametrize(
    ("value", "short"),
    [
        (None, None),
        (7, 7),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 200),
        ([], []),
        ([1, [2, [3]]], [1, [2, "..."]]),
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
        ([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, "and 2 more"]),
        ({"a": {"b": {}}}, {"a": {"b": "..."}}),
        ({"k" * 201: 1}, {"k" * 200: 1}),
        ({str(at): at for at in range(9)}, {str(at): at for at in range(5)}),
    ],
)
def test_a_value_is_shortened(value: object, short: object) -> None:
    assert brief(value) == short


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=400),
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(max_size=400), inner, max_size=9),
    max_leaves=50,
)


@settings(deadline=None)
@given(values)
def test_whatever_was_sent_its_short_form_is_json_of_a_bounded_length(value: object) -> None:
    assert len(json.dumps(brief(value), ensure_ascii=False)) < 100_000
