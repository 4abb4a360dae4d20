"""The portal's loader: which field of a file is embedded, and what it does not take."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import embedded_texts, found_ids, http_status, refused_with, status_holds, succeeded
from vectorproof.harness.checks.loading import embeds
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Binding, Space
from vectorproof.harness.strategies.files import NUMBER, LoadFile, csv_file, csv_files, json_file, json_files
from vectorproof.harness.target import Target

_NEEDS = Needs(load_data=True, key_control=True, provider_control=True, provider_journal=True)
_LENGTH = 4
_MEGABYTE = 1_000_000
_MEBIBYTE = 1_048_576
_MOST = 40


def _of_csv(text: str) -> LoadFile:
    """Make a file of two rows: this text in the chosen column, then an empty cell."""
    rows = [{NUMBER: "1", "b": text, "a": "another"}, {NUMBER: "2", "b": "", "a": "another"}]
    return LoadFile("rows.csv", csv_file(rows), "b", {"1": text, "2": None})


def _of_json(*texts: str) -> LoadFile:
    """Make a file of one row for each text, in the chosen field; another field has a text too."""
    rows = [{NUMBER: number, "a": "another", "b": text} for number, text in enumerate(texts, 1)]
    return LoadFile("rows.json", json_file(rows), "b", {str(number): text for number, text in enumerate(texts, 1)})


@requirement("VECTORIZE-005")
@boundaries(
    {
        "one row": {"file": _of_json("a boat")},
        "six rows": {"file": _of_json(*(f"boat {number}" for number in range(1, 7)))},
    }
)
@given(file=json_files())
def test_json(target: Target, file: LoadFile) -> None:
    """Of each object the chosen field's text, and no other, becomes the document's $vectorize."""
    with target.space(_NEEDS) as space:
        collection = _collection(space)
        seen = space.provider.during(lambda: _load(space, collection, file))
        space.check("VECTORIZE-005", seen.result, succeeded(201))
        space.check("VECTORIZE-005", _read(collection), embeds(file.texts, _LENGTH, by=NUMBER))
        space.check("VECTORIZE-005", seen, embedded_texts(*file.embedded))


@requirement("VECTORIZE-006")
@boundaries(
    {
        "comma": {"file": _of_csv("a hut, a boat")},
        "quotes": {"file": _of_csv('the "boat"')},
        "line break": {"file": _of_csv("a hut\na boat")},
        "line break of two characters": {"file": _of_csv("a hut\r\na boat")},
        "other letters": {"file": _of_csv("Überfahrt 船")},
    }
)
@given(file=csv_files())
def test_csv(target: Target, file: LoadFile) -> None:
    """Of each row the chosen column's cell becomes the document's $vectorize; an empty cell is not embedded."""
    with target.space(_NEEDS) as space:
        collection = _collection(space)
        seen = space.provider.during(lambda: _load(space, collection, file))
        space.check("VECTORIZE-006", seen.result, succeeded(201))
        space.check("VECTORIZE-006", _read(collection), embeds(file.texts, _LENGTH, by=NUMBER))
        space.check("VECTORIZE-006", seen, embedded_texts(*file.embedded))


@requirement("VECTORIZE-007")
@boundaries(
    {
        "one number short": {"length": _LENGTH - 1, "count": 1},
        "one number long": {"length": _LENGTH + 1, "count": 1},
    }
)
@given(length=st.integers(1, 40).filter(lambda length: length != _LENGTH), count=st.integers(1, 5))
def test_vectors_of_another_length(target: Target, length: int, count: int) -> None:
    """Rows with vectors are taken where their length is the collection's, and refused where it is not."""
    wrong, right = ([{"_id": str(n), "$vector": [1.0] * size} for n in range(count)] for size in (length, _LENGTH))
    with target.space(Needs(load_data=True, key_control=True)) as space:
        collection = space.vectorize_collection(Binding(), model="jina-embeddings-v3", dimension=_LENGTH)
        refusal = _load(space, collection, LoadFile("wrong.json", json_file(wrong), ""))
        space.check("VECTORIZE-007", refusal, refused_with("LOAD_REFUSED", status=422, says="dimension"))
        space.check("VECTORIZE-007", collection.count_documents({}), status_holds(count=0))
        taken = _load(space, collection, LoadFile("right.json", json_file(right), ""))
        space.check("VECTORIZE-007", taken, succeeded(201))
        space.check("VECTORIZE-007", _read(collection), found_ids(*(str(n) for n in range(count))))


@requirement("VECTORIZE-007")
def test_size_of_a_file(target: Target) -> None:
    """A file of 40 MB is taken, one of more is refused; so large both ways that it matters not which MB is meant."""
    with target.space(Needs(load_data=True, key_control=True)) as space:
        collection = space.database.collection()
        content = json_file([{"_id": "1"}])
        largest = content + b" " * (_MOST * _MEGABYTE - len(content))
        refusal = _load(space, collection, LoadFile("large.json", content + b" " * (_MOST * _MEBIBYTE), ""))
        space.check("VECTORIZE-007", refusal, http_status(413, 422))
        space.check("VECTORIZE-007", collection.count_documents({}), status_holds(count=0))
        space.check("VECTORIZE-007", _load(space, collection, LoadFile("largest.json", largest, "")), succeeded(201))
        space.check("VECTORIZE-007", collection.find({}), found_ids("1"))


def _collection(space: Space) -> Collection:
    return space.vectorize_collection(space.bound_to(space.stored_key()), model="jina-embeddings-v3", dimension=_LENGTH)


def _load(space: Space, collection: Collection, file: LoadFile) -> Exchange:
    fields = {"keyspace": collection.keyspace, "collection": collection.name}
    chosen = {"vectorField": file.vector_field} if file.vector_field else {}
    return space.organization.load_data(space.database, file.content, file_name=file.name, fields=fields | chosen)


def _read(collection: Collection) -> Exchange:
    return collection.find({}, projection={"*": 1})
