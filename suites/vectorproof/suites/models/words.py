"""Search by words, as far as the reference decides it: which texts are found, and which of two is the better one.

Texts are of ASCII words; their analyzer is the standard one, which parts them at what is no letter and minds no
capitals. The database ranks by BM25, whose constants nobody promises: what holds for any constants is the order of two
texts of which one has every word of a query at least as often and is not longer.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

_WORD: Final = re.compile("[A-Za-z]+")


def words(text: str) -> list[str]:
    """Part a text into its words, in small letters, in their order."""
    return [found.group().lower() for found in _WORD.finditer(text)]


def has_every(text: str | None, query: str) -> bool:
    """Tell whether a text has every word of a query; a query without words is had by none (9.3)."""
    wanted = {*words(query)}
    return text is not None and bool(wanted) and not wanted - {*words(text)}


def shares(text: str | None, query: str) -> bool:
    """Tell whether a text has a word of a query."""
    return text is not None and not {*words(query)}.isdisjoint(words(text))


def outranks(one: str, other: str, query: str) -> bool:
    """Tell whether one text must come before another, whatever the constants of the ranking are (11)."""
    left, right = words(one), words(other)
    ours, theirs = Counter(left), Counter(right)
    wanted = {*words(query)}
    no_worse = len(left) <= len(right) and all(ours[word] >= theirs[word] for word in wanted)
    more_often = any(ours[word] > theirs[word] for word in wanted)
    shorter = len(left) < len(right) and any(theirs[word] for word in wanted)
    return no_worse and (more_often or shorter)


def in_order(texts: Sequence[str], query: str) -> bool:
    """Tell whether no text stands behind one that it must come before."""
    return not any(
        outranks(later, earlier, query) for place, earlier in enumerate(texts) for later in texts[place + 1 :]
    )
