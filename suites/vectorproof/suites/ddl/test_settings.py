"""What options make of a collection, and which options are the same."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, found_no_document, holds, options_hold, same_as
from vectorproof.harness.checks.creation import created, settings_refused
from vectorproof.harness.options import Options, vector_options, vectorize_options
from vectorproof.harness.strategies import metrics
from vectorproof.harness.strategies.settings import settings, settings_and_others
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target

_SOURCES: Final = ("ada002", "bert", "cohere-v3", "gecko", "nv-qa-4", "openai-v3-large", "openai-v3-small")
_VECTOR: Final = {"dimension": 4}
_ANALYZER: Final = {"tokenizer": {"name": "standard"}, "filters": [{"name": "lowercase"}]}
_NOTHING: Final[tuple[Any, ...]] = (None, {}, {"vector": None, "indexing": None}, {"defaultId": None, "lexical": None})


def _vector(**members: Any) -> Options:
    return {"vector": {**_VECTOR, **members}}


_DEFAULTS = (
    Row("DDL-014", {"neither metric nor source model": (_vector(), {"metric": "cosine", "sourceModel": "other"})}),
    Row(
        "DDL-015",
        {
            "a source model": (_vector(sourceModel="ada002"), {"metric": "dot_product", "sourceModel": "ada002"}),
            "the other source model": (_vector(sourceModel="other"), {"metric": "cosine", "sourceModel": "other"}),
        },
        st.sampled_from(_SOURCES).map(
            lambda name: (_vector(sourceModel=name), {"metric": "dot_product", "sourceModel": name})
        ),
    ),
    Row(
        "DDL-016",
        {"a metric": (_vector(metric="euclidean"), {"metric": "euclidean", "sourceModel": "other"})},
        metrics().map(lambda name: (_vector(metric=name), {"metric": name, "sourceModel": "other"})),
    ),
    Row(
        "DDL-017",
        {
            "metric and source model": (
                _vector(metric="cosine", sourceModel="bert"),
                {"metric": "cosine", "sourceModel": "bert"},
            )
        },
        st.tuples(metrics(), st.sampled_from(_SOURCES)).map(
            lambda two: (_vector(metric=two[0], sourceModel=two[1]), {"metric": two[0], "sourceModel": two[1]})
        ),
    ),
    Row(
        "DDL-049",
        {
            "the older words": (
                {"vector": {"size": 3, "function": "euclidean"}},
                {"dimension": 3, "metric": "euclidean"},
            )
        },
        st.integers(1, 64).map(lambda size: ({"vector": {"size": size}}, {"dimension": size, "metric": "cosine"})),
    ),
    Row(
        "DDL-013",
        {
            "as many dimensions as can be": (vector_options(4096), {"dimension": 4096}),
            "one": (vector_options(1, "euclidean"), {"dimension": 1}),
        },
        st.integers(2, 4096).map(lambda size: (vector_options(size), {"dimension": size})),
    ),
)


@requirement(*ids(_DEFAULTS))
@boundaries(edges(_DEFAULTS))
@costly(3)
@given(row=rows_of(_DEFAULTS))
def test_defaults(target: Target, row: Drawn) -> None:
    """What is not said of a vector follows from what is."""
    options, expected = row.value
    with target.space() as space:
        name = space.database.new_name()
        space.database.create_collection(name, options)
        space.check(row.requirement, space.database.collection_options(name), options_hold({"vector": expected}))


@requirement("DDL-001", "DDL-003", "DDL-032")
@boundaries({"no options": {"options": {}}, "vectors": {"options": vector_options(3, "euclidean")}})
@costly(2)
@given(options=settings())
def test_again(target: Target, options: Options) -> None:
    """The same again is the same, as it was sent and as it is explained."""
    with target.space() as space:
        name = space.database.new_name()
        space.database.create_collection(name, options)
        before = space.database.collection_options(name)
        space.check("DDL-001", space.database.create_collection(name, options), created())
        space.check("DDL-003", space.database.create_collection(name, before), created())
        explicit = {**options, "lexical": {"enabled": False}}
        other = space.database.new_name()
        space.database.create_collection(other, explicit)
        space.check("DDL-032", space.database.create_collection(other, options), created())
        space.check("DDL-032", space.database.collection_options(other), options_hold({"lexical": {"enabled": False}}))
        space.check("DDL-001", space.database.collection_options(name), same_as(before, "options"))


@requirement("DDL-002")
@boundaries(
    {
        "another metric": {"two": (vector_options(3, "cosine"), vector_options(3, "euclidean"))},
        "no vector": {"two": (vector_options(3, "cosine"), {})},
        "other indexes": {"two": ({"indexing": {"deny": ["a"]}}, {"indexing": {"allow": ["a"]}})},
        "other ids": {"two": ({"defaultId": {"type": "uuid"}}, {"defaultId": {"type": "objectId"}})},
        "lexical": {"two": ({"lexical": {"enabled": False}}, {"lexical": {"enabled": True}})},
    }
)
@costly(3)
@given(two=settings_and_others())
def test_others(target: Target, two: tuple[Options, Options]) -> None:
    """Other settings under a name that is taken are refused, and what is there stays."""
    with target.space() as space:
        name = space.database.new_name()
        space.database.create_collection(name, two[0])
        before = space.database.collection_options(name)
        space.check("DDL-002", space.database.create_collection(name, two[1]), settings_refused())
        space.check("DDL-002", space.database.collection_options(name), same_as(before, "options"))


@requirement("DDL-004")
@boundaries(
    {
        "null after nothing": {"first": None, "second": {}},
        "members of null": {"first": {}, "second": {"vector": None, "indexing": None}},
    }
)
@costly(5)
@given(first=st.sampled_from(_NOTHING), second=st.sampled_from(_NOTHING))
def test_nothing(target: Target, first: Any, second: Any) -> None:
    """Nothing can be said in several ways, and all of them are the same."""
    with target.space() as space:
        name = space.database.new_name()
        create = {"createCollection": {"name": name, "options": first}}
        space.check("DDL-004", space.database.in_keyspace(create), created())
        before = space.database.collection_options(name)
        again = {"createCollection": {"name": name, "options": second}}
        space.check("DDL-004", space.database.in_keyspace(again), created())
        space.check(
            "DDL-004",
            before,
            all_of(options_hold({}), holds("no vector", lambda seen: seen is not None and "vector" not in seen)),
        )
        space.database.in_keyspace({"deleteCollection": {"name": name}})


_SAME = (
    Row(
        "DDL-026",
        {"denied paths": ({"indexing": {"deny": ["a", "b"]}}, {"indexing": {"deny": ["b", "a"]}})},
        st.permutations(("a", "b.c", "d")).map(
            lambda paths: ({"indexing": {"allow": ["a", "b.c", "d"]}}, {"indexing": {"allow": list(paths)}})
        ),
    ),
    Row(
        "DDL-033",
        {
            "a dimension that was filled in": (vectorize_options(), vectorize_options(dimension=768)),
            "a dimension that was given": (
                vectorize_options("jina-embeddings-v3", dimension=1024),
                vectorize_options("jina-embeddings-v3"),
            ),
        },
    ),
    Row(
        "DDL-025",
        {
            "everything denied": ({"indexing": {"deny": ["*"]}},) * 2,
            "everything allowed": ({"indexing": {"allow": ["*"]}},) * 2,
            "nothing listed": ({"indexing": {"deny": []}},) * 2,
        },
    ),
)


@requirement(*ids(_SAME))
@boundaries(edges(_SAME))
@costly(5)
@given(row=rows_of(_SAME))
def test_same(target: Target, row: Drawn) -> None:
    """Options that are written otherwise may be the same all the same."""
    first, second = row.value
    with target.space() as space:
        name = space.database.new_name()
        space.check(row.requirement, space.database.create_collection(name, first), created())
        space.check(row.requirement, space.database.create_collection(name, second), created())
        space.check(row.requirement, space.database.existing(name).find({}), found_no_document())


@requirement("DDL-029")
@boundaries(
    {
        "no analyzer": {"analyzer": {}},
        "null": {"analyzer": {"analyzer": None}},
        "an empty object": {"analyzer": {"analyzer": {}}},
    }
)
@costly(5)
@given(analyzer=st.sampled_from(({}, {"analyzer": None}, {"analyzer": {}}, {"analyzer": "standard"})))
def test_standard_analyzer(target: Target, analyzer: dict[str, Any]) -> None:
    """Texts are analyzed in the standard way unless another one is named."""
    with target.space() as space:
        name = space.database.new_name()
        space.database.create_collection(name, {"lexical": {"enabled": True, **analyzer}})
        expected = {"lexical": {"enabled": True, "analyzer": "standard"}}
        space.check("DDL-029", space.database.collection_options(name), options_hold(expected))


@requirement("DDL-040")
@boundaries(
    {
        "nothing chosen": {"options": {}},
        "all chosen": {"options": {**_vector(), "indexing": {"deny": ["a"]}, "defaultId": {"type": "uuid"}}},
        "an analyzer in parts": {"options": {"lexical": {"enabled": True, "analyzer": _ANALYZER}}},
    }
)
@costly(3)
@given(
    options=st.fixed_dictionaries(
        {},
        optional={
            "vector": st.just(_VECTOR),
            "indexing": st.just({"deny": ["a"]}),
            "defaultId": st.sampled_from(("uuid", "uuidv7", "objectId")).map(lambda kind: {"type": kind}),
        },
    )
)
def test_explained(target: Target, options: Options) -> None:
    """Explained is what was chosen, beside what every collection has."""
    with target.space() as space:
        name = space.database.new_name()
        space.database.create_collection(name, options)
        members = {"lexical", "rerank", *options}
        said = f"options of {', '.join(sorted(members))} and nothing else"
        space.check(
            "DDL-040",
            space.database.collection_options(name),
            holds(said, lambda seen: seen is not None and set(seen) == members),
        )
