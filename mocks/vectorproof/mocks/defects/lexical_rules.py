"""Wrong part: texts to be searched by words, what is found by them, and what an analyzer takes for a word."""

from collections.abc import Callable
from typing import Any, Final

from vectorproof.mocks.defects import wrong
from vectorproof.mocks.spoiling import Json, Spoil, forgiving, hearing, overlooking, taking, telling

_LEXICAL: Final = "$lexical"
_FINDS: Final = ("find", "findOne", "countDocuments")
_WRITES: Final = ("updateOne", "deleteOne", "findOneAndUpdate", "findOneAndReplace", "findOneAndDelete")
_READS: Final = ("find", "findOne")


def _by_words(members: Json) -> bool:
    sort: Any = members.get("sort")
    return isinstance(sort, dict) and _LEXICAL in sort


def _searching(change: Callable[[Json], Json], *commands: str) -> Spoil:
    """Hear a command that is sorted by words otherwise."""
    return hearing(lambda members: change(members) if _by_words(members) else None, *commands)


def _unsorted(members: Json) -> Json:
    return {name: value for name, value in members.items() if name != "sort"}


def _one_more(members: Json) -> Json:
    options: Json = members.get("options") or {}
    more = {"limit": options["limit"] + 1} if isinstance(options.get("limit"), int) else {}
    return {**members, "options": {**options, **more}}


def _first_word(wish: Any) -> Any:
    """Match but the first word of a text, wherever in a filter it stands."""
    if isinstance(wish, list):
        return [_first_word(one) for one in wish]
    if not isinstance(wish, dict):
        return wish
    return {
        name: value.split()[0] if name == "$match" and isinstance(value, str) and value.split() else _first_word(value)
        for name, value in wish.items()
    }


def _backwards(body: Json) -> Json | None:
    data: Json = body.get("data") or {}
    return {**body, "data": {**data, "documents": data["documents"][::-1]}} if "documents" in data else None


def _in_small_letters(body: Json) -> Json | None:
    data: Json = body.get("data") or {}
    document: Any = data.get("document")
    if not isinstance(document, dict) or not isinstance(document.get(_LEXICAL), str):
        return None
    return {**body, "data": {**data, "document": {**document, _LEXICAL: document[_LEXICAL].lower().strip()}}}


def _textless(members: Json) -> Json | None:
    """Make a document of an upsert's filter without its text."""
    wish: Any = members.get("filter")
    upserts = (members.get("options") or {}).get("upsert")
    if not upserts or not isinstance(wish, dict) or _LEXICAL not in wish:
        return None
    return {**members, "filter": {name: value for name, value in wish.items() if name != _LEXICAL}}


def _named(name: str, instead: str) -> Callable[[Any], Any]:
    return lambda analyzer: instead if analyzer == name else analyzer


def _without_filters(analyzer: Any) -> Any:
    if not isinstance(analyzer, dict):
        return analyzer
    return {name: value for name, value in analyzer.items() if name != "filters"}


_ANALYZER: Final = "options.lexical.analyzer"

DEFECTS: Final = (
    wrong("first-word-matched", "Of the words to match the first is enough.", "LEXICAL-001",
        taking("filter", _first_word, *_FINDS)),
    wrong("unrelated-found", "A sort by words overlooks the words.", "LEXICAL-002", _searching(_unsorted, "find")),
    wrong("less-relevant-first", "A search by words gives the less relevant first.", "LEXICAL-003",
        telling(_backwards, "find", where=_by_words)),
    wrong("best-and-one-more", "A search by words gives one document more than its limit.", "LEXICAL-004",
        _searching(_one_more, "find")),
    wrong("best-overlooked", "findOne and writes overlook a sort by words.", "LEXICAL-005",
        _searching(_unsorted, "findOne", *_WRITES)),
    wrong("words-in-small-letters", "The text of a document comes back in small letters.", "LEXICAL-006",
        telling(_in_small_letters, "findOne")),
    wrong("words-of-any-type", "A text that is none is overlooked.", "LEXICAL-007",
        forgiving("SHRED_BAD_DOCUMENT_LEXICAL_TYPE")),
    wrong("words-never-change", "A text that a document has is not replaced.", "LEXICAL-008",
        overlooking("update.$set.$lexical", "updateOne")),
    wrong("words-pushed", "An operator that does not fit a text is overlooked.", "LEXICAL-009",
        forgiving("UNSUPPORTED_UPDATE_OPERATOR_FOR_LEXICAL")),
    wrong("words-not-upserted", "A document made by an upsert lacks the text that was matched.", "LEXICAL-010",
        hearing(_textless, "updateOne")),
    wrong("words-without-end", "A text that is too long for the index is overlooked.", "LEXICAL-011",
        forgiving("LEXICAL_CONTENT_TOO_LONG")),
    wrong("words-forgiven", "Texts in a collection without search by words are overlooked.", "LEXICAL-012",
        forgiving("LEXICAL_NOT_ENABLED_FOR_COLLECTION")),
    wrong("matches-forgiven", "A filter by words of a wrong shape finds nothing, and is not refused.", "LEXICAL-013",
        forgiving("FILTER_INVALID_EXPRESSION", *_READS, where=lambda members: _LEXICAL in str(members.get("filter")))),
    wrong("sorts-by-words-forgiven", "A sort by words of a wrong shape finds nothing, and is not refused.",
        "LEXICAL-014", forgiving("SORT_CLAUSE_INVALID", *_READS, where=_by_words)),
    wrong("any-analyzer", "An analyzer that nobody knows is overlooked.", "LEXICAL-015",
        forgiving("INVALID_CREATE_COLLECTION_OPTIONS", "createCollection", saying="(?i)analyzer")),
    wrong("stop-words-kept", "The analyzer stop leaves no word out.", "LEXICAL-016",
        taking(_ANALYZER, _named("stop", "simple"), "createCollection")),
    wrong("stems-unknown", "The analyzer english knows no stems.", "LEXICAL-017",
        taking(_ANALYZER, _named("english", "stop"), "createCollection")),
    wrong("term-filters-overlooked", "An analyzer in parts overlooks its filters.", "LEXICAL-018",
        taking(_ANALYZER, _without_filters, "createCollection")),
)  # fmt: skip
