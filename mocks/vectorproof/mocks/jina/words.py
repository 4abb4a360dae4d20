"""What a text is made of: its words with their weights, and the features of a word.

Knows spelling and the lexicon; does not know vectors.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from vectorproof.specs.loading import Table, read_toml

# Words carry most of a text's meaning, concepts bring related ones near, stems make "walks" and "walked"
# neighbours, letter triples forgive typing.
_WORD, _CONCEPT, _STEM, _TRIPLE = 16, 16, 12, 5
_FILLER, _CONTENT = 1, 3
_REPEATS_MAX = 4  # Saying a word a thousand times means little more than saying it eight times.
_WORDS_MAX = 1024  # A longer text's tail only moves the direction of the text as a whole.
_TRIPLES_MAX = 16

_WORDS = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Kana, Han and Hangul: scripts written without spaces, or with signs that are words.
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SUFFIXES = ("ations", "ation", "ingly", "ings", "ing", "edly", "ied", "ies", "ed", "es", "ers", "er", "ly", "s", "e")
_STEM_MIN = 3


def weighted_words(text: str) -> dict[str, int]:
    """List the first distinct words of a text with their weights; fillers weigh least, repeats add ever less.

    Code compares as code: ``readFile`` and ``read_file`` have the same words. Scripts without spaces count each sign
    as a word. A text of signs only has no word at all.
    """
    counts = Counter(words_of(text))
    fillers = _fillers()
    first = list(counts.items())[:_WORDS_MAX]
    return {
        word: min(count.bit_length(), _REPEATS_MAX) * (_FILLER if word in fillers else _CONTENT)
        for word, count in first
    }


def features(word: str) -> list[tuple[str, int]]:
    """List the features of one word: name and weight of each."""
    stem = _stem(word)
    concept = _concepts().get(stem)
    padded = f"<{word}>"
    last = min(len(padded) - 2, _TRIPLES_MAX) if len(word) > 1 else 0
    return [
        ("word " + word, _WORD),
        ("stem " + stem, _STEM),
        *([("concept " + concept, _CONCEPT)] if concept else []),
        *(("triple " + padded[at : at + 3], _TRIPLE) for at in range(last)),
    ]


def words_of(text: str) -> list[str]:
    """List the words of a text in their order, folded to one case."""
    if text.isascii():  # Most texts: nothing to normalize or to space, and a fold of case is plain.
        lowered = text.lower()
        return _WORDS.findall(lowered if lowered == text else _HUMPS.sub(" ", text).lower())
    spaced = _WIDE.sub(r" \g<0> ", _HUMPS.sub(" ", unicodedata.normalize("NFKC", text)))
    return _WORDS.findall(spaced.casefold())


def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _STEM_MIN:
            return word[: -len(suffix)]
    return word


@cache
def _concepts() -> Mapping[str, str]:
    concepts = _lexicon().mapping("concepts")
    table = Table("lexicon.toml", "concepts", concepts)
    return {_stem(word): concept for concept in concepts for word in table.texts(concept)}


@cache
def _fillers() -> frozenset[str]:
    return frozenset(Table("lexicon.toml", "filler", _lexicon().mapping("filler")).texts("words"))


def _lexicon() -> Table:
    return Table("lexicon.toml", "lexicon", read_toml(files("vectorproof.mocks.jina") / "lexicon.toml"))
