"""The loader over the wire, and its readers: every row is loaded or reported, and garbage names its place."""

import contextlib
import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.mocks.controlplane.lab import READER, Lab, Reply, database_id

from vectorproof.mocks.controlplane.rows import READERS, RowsError, read_csv, read_json

PATH = f"/sim/v1/databases/{database_id(1)}/load-data"
ROWS: list[dict[str, Any]] = [
    {"_id": "1", "a": "one", "b": "text"},
    {"_id": "2", "a": 2, "b": ""},
    {"_id": "3", "a": "x"},
]


def multipart(name: str, content: bytes, fields: dict[str, str]) -> tuple[bytes, str]:
    """Make a multipart body and its content type."""
    parts = [f'--B\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    head = f'--B\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return b"".join([*parts, head, content, b"\r\n--B--\r\n"]), "multipart/form-data; boundary=B"


def load(lab: Lab, name: str, content: bytes, token: str | None = None, **fields: str) -> Reply:
    """Load a file into the collection ``c``."""
    body, kind = multipart(name, content, {"collection": "c"} | fields)
    return lab.send("POST", PATH, body, Content_Type=kind, **({"token": token} if token else {}))


def inserted(lab: Lab) -> list[Any]:
    """Give the documents that were sent to the Data API."""
    return [document for *_, command in lab.data_api.asked for document in command["insertMany"]["documents"]]


def answering(lab: Lab, *answers: dict[str, Any]) -> None:
    """Let insertMany answer so."""
    lab.data_api.answers["insertMany"] = list(answers)


def test_json_field_becomes_the_text_and_stays(lab: Lab) -> None:
    answering(lab, {"status": {"insertedIds": ["1", "2", "3"]}})

    report = load(lab, "rows.json", json.dumps(ROWS).encode(), vectorField="b", keyspace="second")

    assert (report.status, report.json) == (201, {"rows": 3, "loaded": 3, "failures": []})
    assert inserted(lab) == [{**ROWS[0], "$vectorize": "text"}, ROWS[1], ROWS[2]]
    assert lab.data_api.asked[0][:3] == (database_id(1), "second", "c")


def test_csv_column_with_quotes_newlines_and_an_empty_cell(lab: Lab) -> None:
    content = '\ufeffname,text\r\n"Müller, A.","line one\nline ""two"""\r\nempty,\r\n'.encode()
    answering(lab, {"status": {"insertedIds": ["1", "2"]}})

    assert load(lab, "rows.CSV", content, vectorField="text").status == 201
    text = 'line one\nline "two"'
    assert inserted(lab) == [{"name": "Müller, A.", "text": text, "$vectorize": text}, {"name": "empty"}]


def test_without_vector_field_nothing_is_embedded(lab: Lab) -> None:
    answering(lab, {"status": {"insertedIds": [1, 2, 3]}})
    load(lab, "rows.json", json.dumps(ROWS).encode())

    assert inserted(lab) == ROWS


def test_rows_of_a_refused_batch_are_reported_and_the_others_counted(lab: Lab) -> None:
    rows = [{"_id": n, "b": f"text {n}"} for n in range(120)]
    error = {"errorCode": "EMBEDDING_PROVIDER_RATE_LIMITED", "message": "Provider said: slow down"}
    answering(
        lab, {"status": {"insertedIds": list(range(50))}}, {"errors": [error]}, {"status": {"insertedIds": [0] * 20}}
    )

    report = load(lab, "rows.json", json.dumps(rows).encode(), vectorField="b")

    assert (report.status, report.code, report.json["loaded"]) == (422, "LOAD_REFUSED", 70)
    assert report.json["failures"] == [{"firstRow": 51, "lastRow": 100, "loaded": 0, "errors": [error]}]
    assert "slow down" in report.json["errors"][0]["message"]


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.json", b"[{}", "line 1, column 4"),
        ("a.json", b"{}", "array"),
        ("a.json", b"[{}, 5]", "row 2"),
        ("a.csv", b"", "names of its columns"),
        ("a.csv", b"a,a\n1,2\n", "line 1"),
        ("a.csv", b"a,b\n1,2\n1\n", "line 3"),
        ("a.csv", b'a,b\n"1,2\n', "line 2"),
        ("a.csv", b"a\n\xff\n", "byte 2"),
        ("a.txt", b"[]", ".json or .csv"),
        ("a", b"[]", ".json or .csv"),
    ],
)
def test_garbage_is_refused_with_its_place(lab: Lab, name: str, content: bytes, place: str) -> None:
    refused = load(lab, name, content)

    assert (refused.status, refused.code) == (422, "LOAD_REFUSED")
    assert place in refused.json["errors"][0]["message"]
    assert lab.data_api.asked == []


def test_vector_field_that_no_row_has_is_refused(lab: Lab) -> None:
    assert load(lab, "rows.json", json.dumps(ROWS).encode(), vectorField="c").code == "LOAD_REFUSED"


@pytest.mark.filterwarnings("ignore::aiohttp.BadContentDispositionHeader")
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"", "multipart/form-data; boundary=B"),
        (b"garbage", "multipart/form-data; boundary=B"),
        (b"garbage", "multipart/form-data"),
        (multipart("a.json", b"[]", {"strange": "1", "collection": "c"})[0], "multipart/form-data; boundary=B"),
        (multipart("a.json", b"[]", {})[0], "multipart/form-data; boundary=B"),
        (multipart("a.json", b"[]", {"collection": "c"})[0][:40], "multipart/form-data; boundary=B"),
    ],
)
def test_body_that_is_no_upload_is_refused(lab: Lab, body: bytes, kind: str) -> None:
    refused = lab.send("POST", PATH, body, Content_Type=kind)

    assert (refused.status, refused.code) == (400, "REQUEST_INVALID")


def test_loading_needs_permission(lab: Lab) -> None:
    assert load(lab, "rows.json", b"[]", token=READER).status == 403


@given(st.binary(max_size=60), st.sampled_from(sorted(READERS)))
def test_readers_answer_garbage_with_rows_or_an_error(raw: bytes, ending: str) -> None:
    with contextlib.suppress(RowsError):
        rows: list[object] = [*READERS[ending](raw)]
        assert all(isinstance(row, dict) for row in rows)


@given(st.lists(st.dictionaries(st.text(), st.integers() | st.text())))
def test_json_rows_come_back(rows: list[dict[str, Any]]) -> None:
    assert read_json(json.dumps(rows).encode("utf-8", "surrogatepass")) == rows


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(st.lists(st.tuples(CELLS, CELLS)))
def test_csv_cells_come_back_whatever_is_in_them(cells: list[tuple[str, str]]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("one", "two"), *cells])

    assert read_csv(file.getvalue().encode()) == [{"one": one, "two": two} for one, two in cells]


def test_upload_that_breaks_off_inside_the_file_loads_nothing(lab: Lab) -> None:
    body, kind = multipart("rows.csv", b"a\none\ntwo\nthree\n", {"collection": "c"})
    cut = body[: body.index(b"three")]

    assert lab.send("POST", PATH, cut, Content_Type=kind).status == 400
    assert lab.data_api.asked == []
