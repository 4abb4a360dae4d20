"""Texts and what is looked for in them, for each analyzer: whether it is found, as the search library documents it.

The stems are the examples that Porter's paper of 1980 gives for its steps, and words like them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Pair:
    """A text that is stored, one that is looked for, and whether the second is found in the first."""

    text: str
    query: str
    found: bool = True


def _alike(pairs: str, *, found: bool = True) -> tuple[Pair, ...]:
    """Read pairs of words with one stem, such as ``walks/walking``, or of those that are not to have one."""
    split = (pair.split("/") for pair in pairs.split())
    return tuple(Pair(text, query, found) for text, query in split)


_STOP_WORDS: Final = (
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this "
    "to was will with"
)


def _left_out(words: str) -> tuple[Pair, ...]:
    """Read words that are none, though a text has them."""
    return tuple(Pair(f"hen {word}", word, found=False) for word in words.split())


_NAMED: Final[Mapping[str, tuple[Pair, ...]]] = {
    "standard": (
        Pair("Red Fox", "red fox"),
        Pair("the hen", "the"),
        Pair("hens", "hen", found=False),
        Pair("room 12, left", "12"),
        Pair("owl-barn", "barn"),
    ),
    "whitespace": (
        Pair("Red fox", "Red"),
        Pair("Red fox", "red", found=False),
        Pair("fox, hen", "fox,"),
        Pair("fox, hen", "fox", found=False),
    ),
    "simple": (
        Pair("Red7Fox", "red"),
        Pair("Red7Fox", "fox"),
        Pair("room 12", "12", found=False),
        Pair("the hen", "the"),
    ),
    "stop": (
        Pair("the hen and the owl", "hen owl"),
        Pair("the hen", "the", found=False),
        Pair("the hen", "the hen"),
        Pair("it is an owl", "of that owl"),
        Pair("hens", "hen", found=False),
    ),
    "english": (
        Pair("The hen's barn", "hens"),
        Pair("the hen", "the", found=False),
        Pair("to be or not to be", "not", found=False),
        Pair("at night", "nights at"),
        Pair("Foxes", "fox"),
    ),
    "STANDARD": (Pair("Red Fox", "red"), Pair("hens", "hen", found=False)),
}

NAMED: Final = MappingProxyType(_NAMED)
"""Analyzers that have a name, written in any case."""

LEFT_OUT: Final[tuple[Pair, ...]] = _left_out(_STOP_WORDS)
"""The English stop words."""

_LANGUAGES: Final = (
    "arabic armenian basque bengali brazilian bulgarian catalan cjk czech danish dutch english estonian finnish french "
    "galician german greek hindi hungarian indonesian irish italian latvian lithuanian norwegian persian portuguese "
    "romanian russian sorani spanish swedish thai turkish"
)

LANGUAGES: Final = tuple(_LANGUAGES.split())
"""Languages whose words an analyzer knows."""

PLURALS_AND_TENSES: Final = _alike(
    "caresses/caress ponies/pony cats/cat agreed/agree plastered/plaster motoring/motor conflated/conflate "
    "troubled/trouble activated/active digitized/digit timetabled/timetable sized/size "
    "hopping/hop tanned/tan falling/fall hissing/hiss fizzed/fizz failing/fail filing/file "
    "happy/happi walks/walking walked/walk cries/cried owls/owl running/runs played/playing tied/ties"
)
"""Plurals, the past and what goes on: the steps 1a to 1c."""

SUFFIXES: Final = _alike(
    "relational/relate conditional/condition valency/valence hesitancy/hesitance digitizer/digitize radically/radical "
    "differently/different analogously/analogous vietnamization/vietnamize predication/predicate operator/operate "
    "feudalism/feudal decisiveness/decisive talkativeness/talk hopefulness/hopeful "
    "callousness/callousnesses formality/formal sensitivity/sensitive sensibility/sensible triplicate/triplic "
    "formative/form formalize/formal electricity/electric electrical/electric hopeful/hope goodness/good"
)
"""Longer endings: the steps 2 and 3."""

ENDINGS: Final = _alike(
    "revival/reviv allowance/allow inference/infer airliner/airlin gyroscopic/gyroscop adjustable/adjust "
    "defensible/defense irritant/irrit replacement/replac adjustment/adjust dependent/depend adoption/adopt "
    "homologou/homolog communism/commun activate/activ angularity/angular homologous/homolog effective/effect "
    "bowdlerize/bowdler probate/probat controlling/control rolls/rolling"
)
"""The last endings: the steps 4 and 5."""

APART: Final = _alike(
    "rate/rat cease/ceas feed/fe bled/bl sing/s sky/ski need/ne cement/cem element/el wing/w bring/br "
    "sprinkle/sprinkler flies/fly callousness/callous red/r is/i rational/rate owl/owe barn/bar nation/nat "
    "nights/knight hens/hence station/stat",
    found=False,
)
"""Words that have no stem in common, though one looks as if it were an ending longer."""

STEMS: Final[Mapping[str, tuple[Pair, ...]]] = MappingProxyType(
    {"plurals and tenses": PLURALS_AND_TENSES, "suffixes": SUFFIXES, "endings": ENDINGS, "kept apart": APART}
)


def _parts(tokenizer: Any, *filters: Any, char_filters: Sequence[Any] = ()) -> dict[str, Any]:
    def part(given: Any) -> dict[str, Any]:
        return {"name": given} if isinstance(given, str) else {"name": given[0], "args": given[1]}

    return {
        "tokenizer": part(tokenizer),
        "filters": [part(one) for one in filters],
        "charFilters": [part(one) for one in char_filters],
    }


@dataclass(frozen=True, slots=True)
class Parts:
    """An analyzer in parts, with pairs that show what it does."""

    analyzer: Mapping[str, Any]
    pairs: tuple[Pair, ...]


_KEPT: Final = Pair("Red Fox", "Red")

PARTS: Final[Mapping[str, Parts]] = MappingProxyType(
    {
        "a tokenizer alone": Parts({"tokenizer": {"name": "standard"}}, (_KEPT, Pair("Red Fox", "red", found=False))),
        "small letters": Parts(
            _parts("whitespace", "lowercase"), (Pair("Red Fox", "rED"), Pair("a, b", "a", found=False))
        ),
        "capitals": Parts(_parts("standard", "uppercase"), (Pair("red fox", "RED"), Pair("red fox", "Red"))),
        "the whole text": Parts(
            _parts("keyword", "lowercase"), (Pair("Red Fox", "red fox"), Pair("Red Fox", "red", found=False))
        ),
        "no blanks around": Parts(
            _parts("keyword", "trim"), (Pair(" red fox ", "red fox"), Pair("red fox", "red  fox", found=False))
        ),
        "letters": Parts(_parts("letter"), (Pair("red7fox", "fox"), Pair("red 7", "7", found=False))),
        "parts of a pattern": Parts(
            _parts(("pattern", {"pattern": "#"})),
            (Pair("a b#c", "c"), Pair("a b#c", "a b"), Pair("a b#c", "a", found=False)),
        ),
        "what a pattern finds": Parts(
            _parts(("pattern", {"pattern": "<([a-z]+)>", "group": "1"})),
            (Pair("x <fox> y", "<fox>"), Pair("x <fox> y", "<hen>", found=False)),
        ),
        "pieces of words": Parts(
            _parts(("ngram", {"minGramSize": "2", "maxGramSize": "3"}), "lowercase"),
            (Pair("Foxes", "ox"), Pair("Foxes", "oxe"), Pair("foxes", "fx", found=False)),
        ),
        "beginnings of words": Parts(
            _parts("standard", "lowercase", ("edgengram", {"minGramSize": "3", "maxGramSize": "5"})),
            (Pair("nightly", "nig"), Pair("nightly", "night"), Pair("nightly", "ightl", found=False)),
        ),
        "no accents": Parts(_parts("standard", "asciifolding"), (Pair("café", "cafe"), Pair("cafe", "cafè"))),
        "no stop words": Parts(
            _parts("standard", "lowercase", "stop"), (Pair("The hen", "the hen"), Pair("The hen", "the", found=False))
        ),
        "stop words as they are written": Parts(_parts("standard", "stop"), (Pair("The hen", "The"),)),
        "stems": Parts(_parts("standard", "porterstem"), (Pair("foxes", "fox"), Pair("nightly", "night", found=False))),
        "no possessives": Parts(
            _parts("standard", "englishpossessive"), (Pair("fox's hen", "fox"), Pair("foxs", "fox", found=False))
        ),
        "words of a length": Parts(
            _parts("standard", ("length", {"min": "3", "max": "4"})),
            (
                Pair("an owl", "owl"),
                Pair("barn", "barn"),
                Pair("an owl", "an", found=False),
                Pair("night", "night", found=False),
            ),
        ),
        "backwards": Parts(
            _parts("standard", "reversestring", ("edgengram", {"minGramSize": "2", "maxGramSize": "3"})),
            (Pair("night", "xxght"), Pair("night", "nixx", found=False)),
        ),
        "no marks": Parts(
            _parts("standard", char_filters=["htmlstrip"]),
            (
                Pair("<b>fox</b> hen", "fox"),
                Pair("<b>fox</b> hen", "b", found=False),
                Pair("fox &amp; hen", "amp", found=False),
            ),
        ),
        "something else": Parts(
            _parts("standard", char_filters=[("patternreplace", {"pattern": "[0-9]+", "replacement": " owl "})]),
            (Pair("red7fox", "owl"), Pair("red7fox", "8"), Pair("red7fox", "hen", found=False)),
        ),
        "names in any case": Parts(_parts("Standard", "LowerCase"), (Pair("Red", "red"),)),
    }
)
"""Analyzers in parts."""
