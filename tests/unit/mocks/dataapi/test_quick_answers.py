"""A provider's answer that is decoded quickly means what it means when it is decoded the usual way."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vectorproof.mocks.dataapi import provider_answers
from vectorproof.mocks.dataapi.embedded import seen
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.provider_answers import Answer, vectors

numbers = st.from_regex(r"-?(0|[1-9]\d{0,20})(\.\d{1,9})?([eE][+-]?\d{1,2})?", fullmatch=True)
odd = st.sampled_from(['"1.5"', "null", "true", "[]", "{}", '"AAAA"', "NaN", "1e400", '"a:b"'])
embeddings = st.lists(numbers | odd, max_size=4).map(lambda items: f"[{','.join(items)}]") | odd
items = st.tuples(st.sampled_from(["0", "1", '"1"', "null", "1.5"]), embeddings).map(
    lambda both: f'{{"object":"embedding","index":{both[0]},"embedding":{both[1]}}}'
)
usages = st.sampled_from(['{"total_tokens":3}', '{"total_tokens":3,"total_tokens":4}', '{"prompt_tokens":-1}', "null"])
answers = st.tuples(
    st.lists(items | odd, max_size=3), usages, st.sampled_from(["", " x", ',"data":1']), st.binary(max_size=1)
)


def text(parts: tuple[list[str], str, str, bytes]) -> bytes:
    data, usage, more, raw = parts
    inside = more if more.startswith(",") else ""
    return f'{{"usage":{usage},"data":[{",".join(data)}]{inside}}}{more if not inside else ""}'.encode() + raw


def outcome(raw: bytes) -> Any:
    try:
        found = vectors(Answer(200, "application/json", raw), "m")
    except WireError as error:
        return error.spec.id
    return [[value.hex() for value in seen(vector)] for vector in found]


def nothing(given: object) -> None:
    del given


@given(answers.map(text))
@example(b'{"usage":{},"data":[{"index":0,"embedding":[1,2,3.5]}]}')
@example(b'{"usage":{},"data":[{"index":0,"embedding":[-0.0,1,2]},{"index":1,"embedding":[1e39,true]}]}')
@example(b'\xef\xbb\xbf{"usage":{},"data":[]}')
def test_quick_and_usual_agree(raw: bytes) -> None:
    quick = outcome(raw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(provider_answers, "_quickly", nothing)
        patch.setattr(provider_answers, "_quickly_rounded", nothing)
        usual = outcome(raw)

    assert quick == usual


def test_an_ordinary_answer_is_decoded_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json.JSONDecoder, "raw_decode", nothing)

    assert outcome(b'{"usage":{},"data":[{"index":0,"embedding":[0.5]}]}') == [["0x1.0000000000000p-1"]]
