"""Analyzers: from a text to the terms by which it is searched. Source: data-api 4.5 (lexical), 9.3, 11.

The names and parts are those of the database's search library; an analyzer is a chain of small functions.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from vectorproof.mocks.dataapi.clauses.stemming import stem
from vectorproof.mocks.dataapi.jsontext import is_object

#: From a text to its terms, in their order.
Analyzer: TypeAlias = Callable[[str], list[str]]
_Args: TypeAlias = Mapping[str, Any]
_Tokenizer: TypeAlias = Callable[[str, _Args], list[str]]
_Filter: TypeAlias = Callable[[Iterable[str], _Args], Iterable[str]]
_CharFilter: TypeAlias = Callable[[str, _Args], str]

_WORDS: Final = re.compile(r"\w+(?:['\u2019.]\w+)*")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_TAGS: Final = re.compile(r"<[^>]*>")
_STOP_WORDS: Final = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not",
    "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was",
    "will", "with",
})  # fmt: skip
_LANGUAGES: Final = frozenset({
    "arabic", "armenian", "basque", "bengali", "brazilian", "bulgarian", "catalan", "cjk", "czech", "danish",
    "dutch", "english", "estonian", "finnish", "french", "galician", "german", "greek", "hindi", "hungarian",
    "indonesian", "irish", "italian", "latvian", "lithuanian", "norwegian", "persian", "portuguese", "romanian",
    "russian", "sorani", "spanish", "swedish", "thai", "turkish",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """A text to search for, with the analyzer of the collection that is searched."""

    text: str
    analyze: Analyzer


class AnalyzerError(ValueError):
    """The database knows no such analyzer; the text names what it does not know."""


def made(definition: Any) -> Analyzer:
    """Make an analyzer of a name, in any case, or of an object with tokenizer, filters and charFilters.

    Raises:
        AnalyzerError: a name that the database does not know, or arguments that a part cannot use.

    """
    return _by_name(definition) if isinstance(definition, str) else _by_parts(definition)


def _by_name(name: str) -> Analyzer:
    known = name.lower()
    if known in _NAMED:
        return partial(_chain, *_NAMED[known])
    if known in _LANGUAGES:
        # Without the grammar of that language: its words are compared as they are written.
        return partial(_chain, *_NAMED["standard"])
    raise AnalyzerError(f"there is no analyzer '{name}'")


def _by_parts(definition: Mapping[str, Any]) -> Analyzer:
    char_filters = [_part("charFilter", _CHAR_FILTERS, one) for one in definition.get("charFilters") or ()]
    if not definition.get("tokenizer"):
        raise AnalyzerError("an analyzer needs a tokenizer")
    tokenizer = _part("tokenizer", _TOKENIZERS, definition["tokenizer"])
    filters = [_part("filter", _FILTERS, one) for one in definition.get("filters") or ()]
    analyzer = partial(_chain, char_filters, tokenizer, filters)
    try:
        analyzer("a trial")
    except (TypeError, ValueError, ArithmeticError, LookupError, re.error) as error:
        raise AnalyzerError(f"arguments cannot be used: {error}") from error
    return analyzer


def _part(kind: str, known: Mapping[str, Callable[..., Any]], given: Any) -> Callable[[Any], Any]:
    name = given.get("name") if is_object(given) else given
    if not isinstance(name, str):
        raise AnalyzerError(f"a {kind} needs a name")
    part = known.get(name.lower())
    if part is None:
        raise AnalyzerError(f"there is no {kind} '{name}'")
    args: Any = (given.get("args") or {}) if is_object(given) else {}
    if not is_object(args):
        raise AnalyzerError(f"the args of {kind} '{name}' are no Object")
    return lambda value: part(value, args)


def _chain(
    char_filters: Iterable[Callable[[str], str]],
    tokenizer: Callable[[str], list[str]],
    filters: Iterable[Callable[[Iterable[str]], Iterable[str]]],
    text: str,
) -> list[str]:
    for char_filter in char_filters:
        text = char_filter(text)
    terms: Iterable[str] = tokenizer(text)
    for term_filter in filters:
        terms = term_filter(terms)
    return [term for term in terms if term]


def _grams(text: str, args: _Args, *, edge: bool) -> list[str]:
    """Cut into pieces of every size from the smallest to the largest, those at the edge or all."""
    smallest, largest = int(args.get("minGramSize", 1)), int(args.get("maxGramSize", 1 if edge else 2))
    starts = range(1) if edge else range(len(text))
    sizes = range(smallest, largest + 1)
    return [text[start : start + size] for start in starts for size in sizes if start + size <= len(text)]


def _pattern(text: str, args: _Args) -> list[str]:
    """Split at a pattern, or with ``group`` take what it finds."""
    group = int(args.get("group", -1))
    pattern = re.compile(str(args["pattern"]) if "pattern" in args else r"\W+")
    if group > pattern.groups:
        raise ValueError(f"the pattern has no group {group}")
    return pattern.split(text) if group < 0 else [found[group] for found in pattern.finditer(text)]


def _each(change: Callable[[str], str]) -> _Filter:
    return lambda terms, _: [change(term) for term in terms]


def _ascii(term: str) -> str:
    return unicodedata.normalize("NFKD", term).encode("ascii", "ignore").decode() or term


def _without_possessive(term: str) -> str:
    return term[:-2] if term.endswith(("'s", "\u2019s", "'S", "\u2019S")) else term


def _without_stop_words(terms: Iterable[str], _: _Args) -> Iterable[str]:
    return [term for term in terms if term not in _STOP_WORDS]


def _of_length(terms: Iterable[str], args: _Args) -> Iterable[str]:
    return [term for term in terms if int(args["min"]) <= len(term) <= int(args["max"])]


def _gram_filter(terms: Iterable[str], args: _Args, *, edge: bool) -> Iterable[str]:
    return [gram for term in terms for gram in _grams(term, args, edge=edge)]


def _replaced(text: str, args: _Args) -> str:
    return re.sub(str(args["pattern"]), str(args.get("replacement", "")), text)


_TOKENIZERS: Final[Mapping[str, _Tokenizer]] = MappingProxyType(
    {
        "standard": lambda text, _: _WORDS.findall(text),
        "classic": lambda text, _: _WORDS.findall(text),
        "letter": lambda text, _: _LETTERS.findall(text),
        "whitespace": lambda text, _: text.split(),
        "keyword": lambda text, _: [text],
        "pattern": _pattern,
        "ngram": partial(_grams, edge=False),
        "edgengram": partial(_grams, edge=True),
    }
)
_FILTERS: Final[Mapping[str, _Filter]] = MappingProxyType(
    {
        "lowercase": _each(str.lower),
        "uppercase": _each(str.upper),
        "trim": _each(str.strip),
        "asciifolding": _each(_ascii),
        "reversestring": _each(lambda term: term[::-1]),
        "englishpossessive": _each(_without_possessive),
        "porterstem": _each(stem),
        "snowballporter": _each(stem),
        "stop": _without_stop_words,
        "length": _of_length,
        "removeduplicates": lambda terms, _: dict.fromkeys(terms),
        "ngram": partial(_gram_filter, edge=False),
        "edgengram": partial(_gram_filter, edge=True),
    }
)
_CHAR_FILTERS: Final[Mapping[str, _CharFilter]] = MappingProxyType(
    {
        "htmlstrip": lambda text, _: html.unescape(_TAGS.sub(" ", text)),
        "patternreplace": _replaced,
        "cjkwidth": lambda text, _: unicodedata.normalize("NFKC", text),
    }
)


def _named(tokenizer: str, *filters: str) -> tuple[list[Any], Any, list[Any]]:
    return [], _part("tokenizer", _TOKENIZERS, tokenizer), [_part("filter", _FILTERS, name) for name in filters]


_NAMED: Final = MappingProxyType(
    {
        "standard": _named("standard", "lowercase"),
        "simple": _named("letter", "lowercase"),
        "stop": _named("letter", "lowercase", "stop"),
        "whitespace": _named("whitespace"),
        "lowercase": _named("keyword", "lowercase"),
        "english": _named("standard", "englishpossessive", "lowercase", "stop", "porterstem"),
    }
)
#: What a collection gets that names none.
STANDARD: Final[Analyzer] = made("standard")
