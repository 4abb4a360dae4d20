"""English words to their stems, by Porter's algorithm of 1980: what the database's English analyzers compare.

Each step is a table of endings; of those that fit, the longest decides, whether its condition holds or not.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Final, TypeAlias

#: An ending, what takes its place, and what the rest of the word must be.
_Ending: TypeAlias = tuple[str, str, Callable[[str], bool]]
_VOWELS: Final = "aeiou"
_SHORTEST: Final = 3


def _is_consonant(word: str, at: int) -> bool:
    letter = word[at]
    if letter == "y":
        return at == 0 or not _is_consonant(word, at - 1)
    return letter not in _VOWELS


def _measure(stem: str) -> int:
    """Count the changes from a vowel to a consonant."""
    kinds = [_is_consonant(stem, at) for at in range(len(stem))]
    return sum(not left and right for left, right in pairwise(kinds))


def _has_vowel(stem: str) -> bool:
    return not all(_is_consonant(stem, at) for at in range(len(stem)))


def _is_doubled(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _is_consonant(word, len(word) - 1)


def _is_short(word: str) -> bool:
    """Tell whether a word ends with consonant, vowel and a consonant other than w, x and y."""
    last = len(word) - 1
    if last < 2 or word[-1] in "wxy":  # noqa: PLR2004  # three letters
        return False
    return _is_consonant(word, last) and not _is_consonant(word, last - 1) and _is_consonant(word, last - 2)


def _always(_: str) -> bool:
    return True


def _long(stem: str) -> bool:
    return _measure(stem) > 0


def _longer(stem: str) -> bool:
    return _measure(stem) > 1


def _ion(stem: str) -> bool:
    return _longer(stem) and stem.endswith(("s", "t"))


def _endings(pairs: Mapping[str, str], condition: Callable[[str], bool]) -> list[_Ending]:
    return [(ending, new, condition) for ending, new in pairs.items()]


_PLURALS: Final = _endings({"sses": "ss", "ies": "i", "ss": "ss", "s": ""}, _always)
_COMPOUND: Final = _endings(
    {
        "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able", "alli": "al",
        "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al",
        "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble",
    },
    _long,
)  # fmt: skip
_DERIVED: Final = _endings(
    {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}, _long
)
_BARE: Final = _endings(
    dict.fromkeys(
        (
            "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ou", "ism", "ate", "iti",
            "ous", "ive", "ize",
        ),
        "",
    ),
    _longer,
)  # fmt: skip
_STEPS: Final = (_COMPOUND, _DERIVED, [*_BARE, ("ion", "", _ion)])
_AFTER_TENSE: Final = MappingProxyType({"at": "ate", "bl": "ble", "iz": "ize"})


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Give the stem of a word in lower case; one of fewer than three letters is its own."""
    if len(word) < _SHORTEST:
        return word
    word = _without_tense(_replaced(word, _PLURALS))
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    for step in _STEPS:
        word = _replaced(word, step)
    return _without_last_letter(word)


def _replaced(word: str, endings: list[_Ending]) -> str:
    fitting = [ending for ending in endings if word.endswith(ending[0])]
    if not fitting:
        return word
    ending, new, condition = max(fitting, key=lambda one: len(one[0]))
    rest = word[: -len(ending)]
    return rest + new if condition(rest) else word


def _without_tense(word: str) -> str:
    """Take ``-ed`` and ``-ing`` away, and mend what is left."""
    if word.endswith("eed"):
        return word[:-1] if _long(word[:-3]) else word
    ending = next((one for one in ("ed", "ing") if word.endswith(one)), "")
    rest = word[: len(word) - len(ending)]
    if not ending or not _has_vowel(rest):
        return word
    if rest[-2:] in _AFTER_TENSE:
        return rest[:-2] + _AFTER_TENSE[rest[-2:]]
    if _is_doubled(rest) and rest[-1] not in "lsz":
        return rest[:-1]
    return rest + "e" if _measure(rest) == 1 and _is_short(rest) else rest


def _without_last_letter(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        if _longer(rest) or (_measure(rest) == 1 and not _is_short(rest)):
            word = rest
    return word[:-1] if word.endswith("ll") and _longer(word) else word
