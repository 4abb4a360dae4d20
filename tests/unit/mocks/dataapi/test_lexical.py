"""Analyzers, stems and the rank of words (data-api 4.5, 8.6, 11)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.mocks.dataapi.lab import Lab

from vectorproof.mocks.dataapi.clauses.analyzers import AnalyzerError, made
from vectorproof.mocks.dataapi.clauses.stemming import stem

#: Words and stems from the paper that describes the algorithm (Porter 1980).
STEMS = {
    "caresses": "caress", "ponies": "poni", "ties": "ti", "cats": "cat", "feed": "feed", "agreed": "agre",
    "plastered": "plaster", "bled": "bled", "motoring": "motor", "sing": "sing", "conflated": "conflat",
    "troubled": "troubl", "sized": "size", "hopping": "hop", "falling": "fall", "hissing": "hiss", "failing": "fail",
    "filing": "file", "happy": "happi", "sky": "sky", "relational": "relat", "conditional": "condit",
    "rational": "ration", "digitizer": "digit", "conformabli": "conform", "vietnamization": "vietnam",
    "operator": "oper", "feudalism": "feudal", "decisiveness": "decis", "hopefulness": "hope", "triplicate": "triplic",
    "formative": "form", "electrical": "electr", "goodness": "good", "revival": "reviv", "allowance": "allow",
    "adjustable": "adjust", "irritant": "irrit", "replacement": "replac", "adoption": "adopt", "communism": "commun",
    "effective": "effect", "probate": "probat", "rate": "rate", "cease": "ceas", "controll": "control", "roll": "roll",
    "is": "is",
}  # fmt: skip
TEXT = "The King's Cats are running, 3.5 km: caf\u00e9!"


@pytest.mark.parametrize(("word", "expected"), STEMS.items())
def test_stems(word: str, expected: str) -> None:
    assert stem(word) == expected


@given(st.text(st.characters(codec="ascii", categories=["Ll"]), max_size=20))
def test_a_stem_begins_as_its_word_and_is_no_longer(word: str) -> None:
    assert len(stem(word)) <= len(word)
    assert stem(word)[:2] == word[:2]


def parts(tokenizer: str, *filters: Any, **args: Any) -> dict[str, Any]:
    """Put an analyzer together."""
    return {
        "tokenizer": {"name": tokenizer, "args": args},
        "filters": [each if isinstance(each, dict) else {"name": each} for each in filters],
    }


ANALYZED: list[tuple[Any, list[str]]] = [
    ("standard", ["the", "king's", "cats", "are", "running", "3.5", "km", "caf\u00e9"]),
    ("STANDARD", ["the", "king's", "cats", "are", "running", "3.5", "km", "caf\u00e9"]),
    ("simple", ["the", "king", "s", "cats", "are", "running", "km", "caf\u00e9"]),
    ("stop", ["king", "s", "cats", "running", "km", "caf\u00e9"]),
    ("whitespace", ["The", "King's", "Cats", "are", "running,", "3.5", "km:", "caf\u00e9!"]),
    ("lowercase", [TEXT.lower()]), ("english", ["king", "cat", "run", "3.5", "km", "caf\u00e9"]),
    ("german", ["the", "king's", "cats", "are", "running", "3.5", "km", "caf\u00e9"]),
    (parts("keyword"), [TEXT]), (parts("letter", "uppercase"), ["THE", "KING", "S", "CATS", "ARE", "RUNNING", "KM",
        "CAF\u00c9"]),
    (parts("whitespace", "lowercase", "asciifolding", {"name": "length", "args": {"min": 5, "max": 8}}),
        ["king's", "running,", "cafe!"]),
    (parts("standard", "lowercase", "englishpossessive", "stop", "porterstem", "reversestring"),
        ["gnik", "tac", "nur", "5.3", "mk", "\u00e9fac"]),
    (parts("pattern", pattern="[, ]+"), ["The", "King's", "Cats", "are", "running", "3.5", "km:", "caf\u00e9!"]),
    (parts("pattern", pattern="C(.)", group=1), ["a"]),
]  # fmt: skip


@pytest.mark.parametrize(("definition", "terms"), ANALYZED, ids=str)
def test_analyzers(definition: Any, terms: list[str]) -> None:
    assert made(definition)(TEXT) == terms


def test_grams() -> None:
    assert made(parts("ngram", minGramSize=2, maxGramSize=3))("abcd") == ["ab", "abc", "bc", "bcd", "cd"]
    assert made(parts("edgengram", minGramSize=1, maxGramSize=3))("abcd") == ["a", "ab", "abc"]
    gram = {"name": "edgeNGram", "args": {"minGramSize": 2, "maxGramSize": 2}}
    assert made(parts("whitespace", gram, "removeDuplicates"))("abc abd") == ["ab"]


def test_characters_are_filtered_first() -> None:
    filters = [
        {"name": "htmlStrip"},
        {"name": "patternReplace", "args": {"pattern": "[0-9]", "replacement": "#"}},
        {"name": "cjkWidth"},
    ]
    assert made({**parts("whitespace"), "charFilters": filters})("<b>7 &amp;</b> \uff21") == ["#", "&", "A"]


REFUSED: list[Any] = [
    "klingon", "", {}, {"tokenizer": {}}, parts("x"), parts("standard", "x"),
        {**parts("standard"), "charFilters": [{"name": "x"}]},
    {"tokenizer": {"args": {}}}, parts("pattern", pattern="("), parts("standard", {"name": "length"}),
        parts("ngram", minGramSize="x"),
    parts("pattern", pattern="b", group=5), {"tokenizer": {"name": "standard", "args": [1]}},
        parts("standard", {"name": "length", "args": {"min": [], "max": 1}}),
]  # fmt: skip


@pytest.mark.parametrize("definition", REFUSED, ids=str)
def test_what_the_database_does_not_know_is_refused(definition: Any) -> None:
    with pytest.raises(AnalyzerError):
        made(definition)


def test_a_collection_searches_as_its_analyzer_says(fresh: Lab) -> None:
    for analyzer, filter_text, found in (
        ("english", "a king running", [1]),
        ("standard", "king running", []),
        ("whitespace", "runs", [1]),
        ("whitespace", "Runs", []),
    ):
        fresh.filled("c", {"_id": 1, "$lexical": "The kings runs"}, lexical={"enabled": True, "analyzer": analyzer})
        assert fresh.ids("c", filter={"$lexical": {"$match": filter_text}}) == found, (analyzer, filter_text)
        assert fresh.ids("c", sort={"$lexical": filter_text}) == found, (analyzer, filter_text)
        fresh.keyspace("deleteCollection", name="c")


def test_rank_counts_words_and_the_length_of_texts(fresh: Lab) -> None:
    texts = {1: "fox", 2: "fox and hen", 3: "fox fox and hen", 4: "hen", 5: "owl", 6: None}
    fresh.filled("c", *({"_id": at, "$lexical": text} for at, text in texts.items()))
    assert fresh.ids("c", sort={"$lexical": "fox"}) == [1, 3, 2]
    assert fresh.ids("c", sort={"$lexical": "owl hen"})[0] == 5
    assert fresh.ids("c", sort={"$lexical": "fox"}, filter={"_id": {"$gt": 1}}, options={"limit": 1}) == [3]
    assert fresh.ids("c", sort={"$lexical": "?!"}) == []
