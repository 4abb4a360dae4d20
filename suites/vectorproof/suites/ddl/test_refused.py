"""Options that are refused, each with what is said of it, and nothing that stays."""

import string
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import equals, refused_with
from vectorproof.harness.checks.creation import created
from vectorproof.harness.options import vector_options, vectorize_options
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target

_VALUE: Final = "COMMAND_FIELD_VALUE_INVALID"
_OPTIONS: Final = "INVALID_CREATE_COLLECTION_OPTIONS"
_FIELD: Final = "INVALID_CREATE_COLLECTION_FIELD"
_UNKNOWN: Final = "COMMAND_FIELD_UNKNOWN"
_INDEXING: Final = "INVALID_INDEXING_DEFINITION"
_WORDS: Final = st.text(string.ascii_lowercase, min_size=4, max_size=12).map("x".__add__)
_METRICS: Final = frozenset({"cosine", "dot_product", "euclidean"})


def _service(**members: Any) -> dict[str, Any]:
    return {"vector": {"service": members}}


def _indexing(**lists: Any) -> dict[str, Any]:
    return {"indexing": lists}


_VALUES = (
    Row(
        "DDL-008",
        {"a metric of another name": vector_options(2, "manhattan"), "a metric in part": vector_options(2, "dot")},
        _WORDS.map(lambda word: vector_options(2, word)),
        code=_VALUE,
    ),
    Row(
        "DDL-009",
        {
            "a source model of another name": {"vector": {"dimension": 2, "sourceModel": "jina"}},
            "an empty source model": {"vector": {"dimension": 2, "sourceModel": ""}},
        },
        _WORDS.map(lambda word: {"vector": {"dimension": 2, "sourceModel": word}}),
        code=_VALUE,
    ),
    Row(
        "DDL-010",
        {"ids of another version": {"defaultId": {"type": "uuidv1"}}, "ids of no type": {"defaultId": {"type": ""}}},
        _WORDS.map(lambda word: {"defaultId": {"type": word}}),
        code=_VALUE,
    ),
    Row(
        "DDL-011",
        {"no dimension at all": vector_options(0), "a negative dimension": vector_options(-1)},
        st.integers(-5000, 0).map(vector_options),
        code=_VALUE,
    ),
    Row(
        "DDL-013",
        {"one dimension too many": vector_options(4097), "twice as many": vector_options(8192)},
        st.integers(4097, 2**31 - 1).map(vector_options),
        code="VECTOR_SEARCH_TOO_BIG_VALUE",
    ),
    Row(
        "DDL-012",
        {"a vector of nothing": {"vector": {}}, "a vector of a metric": {"vector": {"metric": "cosine"}}},
        st.sampled_from(sorted(_METRICS)).map(lambda metric: {"vector": {"metric": metric}}),
        code=_OPTIONS,
        says="dimension",
    ),
)

_MEMBERS = (
    Row(
        "DDL-005",
        {"beside the options": {"ttl": 5}, "beside the ids": {"defaultId": {"kind": "uuid"}}},
        st.one_of(_WORDS.map(lambda word: {word: 1}), _WORDS.map(lambda word: {"vector": {"dimension": 2, word: 1}})),
        code=_FIELD,
    ),
    Row(
        "DDL-007",
        {"Vector": {"Vector": {"dimension": 2}}, "INDEXING": {"INDEXING": {"deny": ["a"]}}},
        st.sampled_from(("Vector", "Indexing", "DefaultId", "VECTOR", "inDexing")).map(lambda name: {name: {}}),
        code=_FIELD,
    ),
    Row(
        "DDL-006",
        {
            "beside lexical's": {"lexical": {"enabled": False, "language": "en"}},
            "beside the service's": _service(provider="jinaAI", modelName="jina-embeddings-v3", model="a"),
        },
        _WORDS.map(lambda word: {"rerank": {"enabled": False, word: 1}}),
        code=_UNKNOWN,
    ),
)

_SERVICES = (
    Row("DDL-018", {"a model only": _service(modelName="jina-embeddings-v3"), "no service": _service()}, code=_OPTIONS),
    Row(
        "DDL-019",
        {"a provider in small letters": vectorize_options(provider="jinaai"), "nobody": vectorize_options(provider="")},
        _WORDS.map(lambda word: vectorize_options(provider=word)),
        code=_OPTIONS,
    ),
    Row(
        "DDL-020",
        {
            "a model of another provider": vectorize_options("text-embedding-3-small"),
            "a model of the next version": vectorize_options("jina-embeddings-v30"),
        },
        _WORDS.map(vectorize_options),
        code=_OPTIONS,
    ),
    Row(
        "DDL-021",
        {
            "the dimension as a parameter": vectorize_options("jina-embeddings-v3", parameters={"vectorDimension": 4}),
            "a task for a model without one": vectorize_options(parameters={"task": "separation"}),
        },
        _WORDS.map(lambda word: vectorize_options("jina-embeddings-v3", parameters={word: 1})),
        code=_OPTIONS,
        says="parameter",
    ),
    Row(
        "DDL-022",
        {
            "a number for a text": vectorize_options("jina-embeddings-v3", parameters={"task": 5}),
            "a text for a truth": vectorize_options("jina-embeddings-v3", parameters={"late_chunking": "true"}),
        },
        st.integers(0, 9).map(lambda n: vectorize_options("jina-embeddings-v3", parameters={"late_chunking": n})),
        code=_OPTIONS,
        says="type is incorrect",
    ),
    Row(
        "DDL-052",
        {
            "another name for the key": vectorize_options(authentication={"apiKey": "a"}),
            "the header's name": vectorize_options(authentication={"x-embedding-api-key": "a"}),
        },
        _WORDS.map(lambda word: vectorize_options(authentication={word: "a"})),
        code=_OPTIONS,
        says="authentication",
    ),
)

_REST = (
    Row(
        "DDL-023",
        {"both lists": _indexing(allow=["a"], deny=["b"]), "neither list": _indexing()},
        _WORDS.map(lambda word: _indexing(allow=[word], deny=[word])),
        code=_INDEXING,
    ),
    Row(
        "DDL-024",
        {
            "a path twice": _indexing(deny=["a", "a"]),
            "an empty path": _indexing(allow=[""]),
            "a path with a dollar": _indexing(deny=["$a"]),
            "a bad escape": _indexing(allow=["a&b"]),
        },
        _WORDS.map(lambda word: _indexing(deny=[word, "a", word])),
        code=_INDEXING,
    ),
    Row(
        "DDL-027",
        {"lexical of nothing": {"lexical": {}}, "lexical of an analyzer": {"lexical": {"analyzer": "standard"}}},
        code=_OPTIONS,
        says="enabled",
    ),
    Row(
        "DDL-028",
        {
            "an analyzer by name": {"lexical": {"enabled": False, "analyzer": "standard"}},
            "an analyzer in parts": {"lexical": {"enabled": False, "analyzer": {"tokenizer": {"name": "a"}}}},
        },
        _WORDS.map(lambda word: {"lexical": {"enabled": False, "analyzer": word}}),
        code=_OPTIONS,
    ),
    Row(
        "DDL-030",
        {
            "an analyzer that is a number": {"lexical": {"enabled": True, "analyzer": 5}},
            "an analyzer of other parts": {"lexical": {"enabled": True, "analyzer": {"stemmer": {}}}},
            "filters that are no array": {"lexical": {"enabled": True, "analyzer": {"filters": {}}}},
        },
        _WORDS.map(lambda word: {"lexical": {"enabled": True, "analyzer": {word: []}}}),
        code=_OPTIONS,
    ),
    Row(
        "DDL-031", {"rerank of nothing": {"rerank": {}}, "rerank of null": {"rerank": {"enabled": None}}}, code=_OPTIONS
    ),
)
_BY_NAME: Final = {row.requirement: row for row in (*_VALUES, *_MEMBERS, *_SERVICES, *_REST)}


@requirement(*ids(_VALUES))
@boundaries(edges(_VALUES))
@costly(3)
@given(row=rows_of(_VALUES))
def test_values(target: Target, row: Drawn) -> None:
    """A member whose value is none that it may have."""
    _check_refused(target, row)


@requirement(*ids(_MEMBERS))
@boundaries(edges(_MEMBERS))
@costly(3)
@given(row=rows_of(_MEMBERS))
def test_members(target: Target, row: Drawn) -> None:
    """A member that nobody knows is refused by one code directly in the options, by another one below."""
    _check_refused(target, row)


@requirement(*ids(_SERVICES))
@boundaries(edges(_SERVICES))
@costly(3)
@given(row=rows_of(_SERVICES))
def test_services(target: Target, row: Drawn) -> None:
    """A service that is not offered, or not so."""
    _check_refused(target, row)


@requirement(*ids(_REST))
@boundaries(edges(_REST))
@costly(3)
@given(row=rows_of(_REST))
def test_indexing_lexical_rerank(target: Target, row: Drawn) -> None:
    """What is indexed, analyzed or reranked in a way that makes no sense."""
    _check_refused(target, row)


@requirement("DDL-051")
@boundaries(
    {
        "an unknown metric": {"row": _BY_NAME["DDL-008"].of(vector_options(2, "l2"))},
        "both lists": {"row": _BY_NAME["DDL-023"].of(_indexing(allow=["a"], deny=["b"]))},
    }
)
@costly(5)
@given(row=rows_of(tuple(_BY_NAME.values())))
def test_nothing_stays(target: Target, row: Drawn) -> None:
    """What was refused is not there afterwards, and its name is free."""
    with target.space() as space:
        name = space.database.new_name()
        space.check("DDL-051", space.database.create_collection(name, row.value), refused_with(row.code))
        space.check("DDL-051", space.database.collection_options(name), equals(None, "the options of no collection:"))
        space.check("DDL-051", space.database.create_collection(name), created())


@requirement("DDL-050")
@boundaries({"no name": {"members": {}}, "null": {"members": {"name": None}}})
@costly(5)
@given(members=st.sampled_from(({}, {"name": None}, {"name": ""})))
def test_no_name(target: Target, members: dict[str, Any]) -> None:
    """A collection without a name is none."""
    with target.space() as space:
        answer = space.database.in_keyspace({"createCollection": members})
        space.check("DDL-050", answer, refused_with("UNSUPPORTED_SCHEMA_NAME", scope="SCHEMA"))


def _check_refused(target: Target, row: Drawn) -> None:
    with target.space() as space:
        answer = space.database.create_collection(None, row.value)
        space.check(row.requirement, answer, refused_with(row.code, family="REQUEST", says=row.says or None))
