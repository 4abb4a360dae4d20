"""What an analyzer takes for a word."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import equals, found_ids, refused_with
from vectorproof.harness.space import Space
from vectorproof.harness.strategies.words import WORDS
from vectorproof.harness.target import Target
from vectorproof.suites.lexical.pairs import LANGUAGES, LEFT_OUT, NAMED, PARTS, STEMS, Pair, Parts
from vectorproof.suites.searchable import inserted, worded

#: An "or" of pairs, each of two conditions, must not have more comparisons than a filter may have.
_MOST: Final = 32


def _some(pairs: Sequence[Pair]) -> st.SearchStrategy[list[Pair]]:
    return st.lists(st.sampled_from(pairs), min_size=1, max_size=6, unique=True)


@requirement("LEXICAL-015")
@boundaries(
    {
        "a name of no analyzer": {"analyzer": "standards"},
        "no such tokenizer": {"analyzer": {"tokenizer": {"name": "words"}}},
        "no such filter": {"analyzer": {"tokenizer": {"name": "standard"}, "filters": [{"name": "shout"}]}},
        "no tokenizer": {"analyzer": {"filters": [{"name": "lowercase"}]}},
    }
)
@costly(5)
@given(
    analyzer=st.sampled_from(WORDS).flatmap(
        lambda word: st.sampled_from(
            (word, {"tokenizer": {"name": word}}, {"tokenizer": {"name": "standard"}, "charFilters": [{"name": word}]})
        )
    )
)
def test_unknown(target: Target, analyzer: Any) -> None:
    """A collection cannot be searched by words of an analyzer that nobody knows."""
    with target.space() as space:
        worded(space, analyzer="standard")
        name = space.database.new_name()
        answer = space.database.create_collection(name, {"lexical": {"enabled": True, "analyzer": analyzer}})
        space.check("LEXICAL-015", answer, refused_with("INVALID_CREATE_COLLECTION_OPTIONS", scope="SCHEMA"))
        space.check(
            "LEXICAL-015", space.database.collection_options(name), equals(None, "the options of no collection:")
        )


@requirement("LEXICAL-016")
@boundaries({name: {"analyzer": name, "pairs": list(pairs)} for name, pairs in NAMED.items()})
@costly(8)
@given(
    analyzer=st.shared(st.sampled_from(sorted(NAMED)), key="analyzer"),
    pairs=st.shared(st.sampled_from(sorted(NAMED)), key="analyzer").flatmap(lambda name: _some(NAMED[name])),
)
def test_named(target: Target, analyzer: str, pairs: Sequence[Pair]) -> None:
    """An analyzer of a name does what it is named for."""
    with target.space() as space:
        _check_pairs(space, "LEXICAL-016", analyzer, pairs)


@requirement("LEXICAL-016")
@boundaries({"the first": {"pairs": LEFT_OUT[:17]}, "the last": {"pairs": LEFT_OUT[17:]}})
@costly(25)
@given(pairs=_some(LEFT_OUT))
def test_stop_words(target: Target, pairs: Sequence[Pair]) -> None:
    """An English stop word is no word, wherever it stands."""
    with target.space() as space:
        for analyzer in ("stop", "english"):
            _check_pairs(space, "LEXICAL-016", analyzer, pairs)


@requirement("LEXICAL-016")
@boundaries({"the first": {"language": LANGUAGES[0]}, "the last": {"language": LANGUAGES[-1]}})
@costly(3)
@given(language=st.sampled_from(LANGUAGES))
def test_languages(target: Target, language: str) -> None:
    """The name of a language is that of an analyzer."""
    with target.space() as space:
        _check_pairs(space, "LEXICAL-016", language, [Pair("2026", "2026"), Pair("2026", "2027", found=False)])


@requirement("LEXICAL-017")
@boundaries({name: {"pairs": list(pairs)} for name, pairs in STEMS.items()})
@costly(8)
@given(pairs=_some([pair for pairs in STEMS.values() for pair in pairs]))
def test_stems(target: Target, pairs: Sequence[Pair]) -> None:
    """English words of one stem are one word; others are not."""
    with target.space() as space:
        stems = {"tokenizer": {"name": "standard"}, "filters": [{"name": "lowercase"}, {"name": "porterstem"}]}
        for analyzer in ("english", stems):
            _check_pairs(space, "LEXICAL-017", analyzer, pairs)


@requirement("LEXICAL-018")
@boundaries({name: {"parts": parts} for name, parts in PARTS.items()})
@costly(25)
@given(parts=st.sampled_from(list(PARTS.values())))
def test_parts(target: Target, parts: Parts) -> None:
    """An analyzer in parts does what its parts do, one after the other."""
    with target.space() as space:
        _check_pairs(space, "LEXICAL-018", parts.analyzer, parts.pairs)


def _check_pairs(space: Space, requirement_id: str, analyzer: str | Mapping[str, Any], pairs: Sequence[Pair]) -> None:
    """Look for each query in its own text alone, all of them in one question."""
    collection = worded(space, analyzer=analyzer)
    numbered = list(enumerate(pairs[:_MOST]))
    inserted(collection, [{"_id": number, "n": number, "$lexical": pair.text} for number, pair in numbered])
    asked = [{"$and": [{"n": number}, {"$lexical": {"$match": pair.query}}]} for number, pair in numbered]
    found = [number for number, pair in numbered if pair.found]
    space.check(requirement_id, collection.find({"$or": asked}), found_ids(*found))
