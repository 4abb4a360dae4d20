"""The loader over the wire: every row is loaded or reported, none twice, and garbage names its place."""

import json
from typing import Any

import pytest
from tests.unit.mocks.controlplane.lab import READER, Lab, Reply, database_id
from tests.unit.mocks.controlplane.loading import PATH, accounts, answering, inserted, load, multipart, report, told

from vectorproof.mocks.controlplane import ControlPlaneParts, Unknowns

ROWS: list[dict[str, Any]] = [
    {"_id": "1", "a": "one", "b": "text"},
    {"_id": "2", "a": 2, "b": ""},
    {"_id": "3", "a": "x"},
]


def test_json_field_becomes_the_text_and_stays(lab: Lab) -> None:
    answering(lab, accounts(*["OK"] * 3))

    reply = load(lab, "rows.json", json.dumps(ROWS).encode(), vectorField="b", keyspace="second")

    assert (reply.status, told(reply)) == (201, report(3, 3))
    assert inserted(lab) == [{**ROWS[0], "$vectorize": "text"}, ROWS[1], ROWS[2]]
    assert lab.data_api.asked[0][:3] == (database_id(1), "second", "c")


def test_csv_column_with_quotes_newlines_and_an_empty_cell(lab: Lab) -> None:
    content = '\ufeffname,text\r\n"Müller, A.","line one\nline ""two"""\r\nempty,\r\n'.encode()
    answering(lab, accounts("OK", "OK"))

    assert load(lab, "rows.CSV", content, vectorField="text").status == 201
    text = 'line one\nline "two"'
    assert inserted(lab) == [{"name": "Müller, A.", "text": text, "$vectorize": text}, {"name": "empty"}]


def test_without_vector_field_nothing_is_embedded(lab: Lab) -> None:
    answering(lab, accounts(*["OK"] * 3))
    load(lab, "rows.json", json.dumps(ROWS).encode())

    assert inserted(lab) == ROWS


def test_rows_of_a_refused_batch_are_reported_and_the_others_counted(lab: Lab) -> None:
    rows = [{"_id": n, "b": f"text {n}"} for n in range(120)]
    error = {"errorCode": "EMBEDDING_PROVIDER_RATE_LIMITED", "message": "Provider said: slow down"}
    answering(lab, accounts(*["OK"] * 50), {"errors": [error]}, accounts(*["OK"] * 20))

    reply = load(lab, "rows.json", json.dumps(rows).encode(), vectorField="b")

    failures = [{"firstRow": 51, "lastRow": 100, "errors": [error]}]
    assert (reply.status, reply.code) == (422, "LOAD_REFUSED")
    assert told(reply) == report(120, 70, state="failed", failedRows=50, failures=failures)
    assert "slow down" in reply.json["errors"][0]["message"]


def test_refused_rows_are_reported_one_by_one_and_tried_again(lab: Lab) -> None:
    rows = json.dumps([{"n": n} for n in range(1, 7)]).encode()
    answering(lab, accounts("OK", "TAKEN", "TAKEN", "OK", "LARGE", "OK"))

    first = load(lab, "rows.json", rows, loadId="mine")

    shown = [(f["firstRow"], f["lastRow"], f["errors"][0]["errorCode"]) for f in first.json["failures"]]
    assert shown == [(2, 3, "TAKEN"), (5, 5, "LARGE")]
    assert (first.json["failedRows"], first.json["loaded"], first.json["state"]) == (3, 3, "failed")
    lab.data_api.asked.clear()
    answering(lab, accounts("OK", "OK", "LARGE"))
    second = load(lab, "rows.json", rows, loadId="mine")
    assert inserted(lab) == [{"n": 2}, {"n": 3}, {"n": 5}]
    assert (second.status, second.json["loaded"], second.json["failedRows"]) == (422, 5, 1)
    lab.data_api.asked.clear()
    answering(lab, accounts("OK"))
    assert told(load(lab, "rows.json", rows, loadId="mine")) == report(6, 6)
    assert load(lab, "rows.json", rows, loadId="mine").status == 201
    assert inserted(lab) == [{"n": 5}], "what is loaded is not loaded twice"
    assert told(lab.send("GET", f"{PATH}/mine")) == report(6, 6)


def test_load_of_another_file_or_collection_has_another_id(lab: Lab) -> None:
    answering(lab, accounts("OK"))
    assert load(lab, "rows.json", b"[{}]", loadId="mine").status == 201

    assert load(lab, "rows.json", b"[{},{}]", loadId="mine").code == "LOAD_DIFFERENT"
    assert load(lab, "rows.json", b"[{}]", loadId="mine", collection="d").code == "LOAD_DIFFERENT"
    assert len(inserted(lab)) == 1
    assert lab.send("GET", f"{PATH}/other").status == 404
    assert load(lab, "rows.json", b"[{}]", loadId="a b").status == 400


def test_many_reasons_are_shown_shortened_and_counted_right(lab: Lab) -> None:
    rows = [{"n": n} for n in range(150)]
    answering(lab, *[accounts(*[f"E{n}" for n in range(50)]) for _ in range(3)])

    reply = load(lab, "rows.json", json.dumps(rows).encode())

    assert (len(reply.json["failures"]), reply.json["failedRows"], reply.json["loaded"]) == (100, 150, 0)


def test_what_is_embedded_may_not_be_kept() -> None:
    lab = Lab(ControlPlaneParts(), unknowns=Unknowns(loaded_text_kept=False))
    answering(lab, accounts(*["OK"] * 3))
    try:
        assert load(lab, "rows.json", json.dumps(ROWS).encode(), vectorField="b").status == 201
        assert inserted(lab) == [{"_id": "1", "a": "one", "$vectorize": "text"}, ROWS[1], ROWS[2]]
    finally:
        lab.close()


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.json", b"[{}", "line 1, column 4"),
        ("a.json", b"{}", "array"),
        ("a.json", b"[{}, 5]", "row 2"),
        ("a.json", b'[{}, {"a": NaN}]', "row 2: NaN"),
        ("a.json", b'[{}, {"a": 1, "a": 2}]', "row 2: field 'a' is there twice"),
        ("a.json", b'[{"a": [' + b"9" * 101 + b"]}]", "row 1: a number has 101 characters"),
        ("a.json", b'[{"a": ' + b"9" * 5000 + b"}]", "row 1: a number has 5000 characters"),
        ("a.json", b'[{"a": 1e9999999999}]', "row 1: number 1e9999999999 is out of range"),
        ("a.json", b'[{"a": 1e99999999999999999999}]', "out of range"),
        ("a.json", b'[{}, {"a": [{"b": "\\ud800"}]}]', "row 2: a text holds half a character"),
        ("a.json", b'[{}, {"a":' + b"[" * 101 + b"]" * 101 + b"}]", "row 2: it is nested deeper than 100 levels"),
        ("a.json", b'[{"a":' + b'{"b":' * 900 + b'"\\ud83d\\ude00"' + b"}" * 900 + b"}]", "nested deeper than 100"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.json", b'[{"\\udc00": 1}]', "row 1: a text holds half a character"),
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


# A whole body; its last line is the delimiter that ends it, of seven bytes.
ONE = multipart("a.json", b"[]", {"collection": "c"})[0]


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
        (ONE[:-7] + multipart("b.json", b"[]", {})[0], "multipart/form-data; boundary=B"),
        (ONE[:-7] + multipart("b.json", b"[]", {"collection": "d"})[0], "multipart/form-data; boundary=B"),
        (multipart("a.json", b"[]", {"collection": "c"})[0][:40], "multipart/form-data; boundary=B"),
    ],
)
def test_body_that_is_no_upload_is_refused(lab: Lab, body: bytes, kind: str) -> None:
    refused = lab.send("POST", PATH, body, Content_Type=kind)

    assert (refused.status, refused.code) == (400, "REQUEST_INVALID")


def preview(lab: Lab, name: str, content: bytes, **fields: str) -> Reply:
    """Look at a file without loading it."""
    body, kind = multipart(name, content, fields)
    return lab.send("POST", f"{PATH}/preview", body, Content_Type=kind)


def test_preview_shows_ten_rows_and_what_fields_hold(lab: Lab) -> None:
    csv_rows = b"n,text,mixed\n" + b"".join(f"{n},words {n},{'x' if n == 3 else n}\n".encode() for n in range(12))
    json_rows = [{"n": n, "v": [0.5, n], "flag": True, "odd": ["a"]} for n in range(3)] + [{"n": None}]

    of_csv, of_json = preview(lab, "a.csv", csv_rows).json, preview(lab, "a.json", json.dumps(json_rows).encode()).json

    assert [row["n"] for row in of_csv["rows"]] == [str(n) for n in range(10)]
    assert {f["name"]: f["type"] for f in of_csv["fields"]} == {"n": "Number", "text": "String", "mixed": "String"}
    kinds = {f["name"]: f["type"] for f in of_json["fields"]}
    assert kinds == {"n": "String", "v": "Vector", "flag": "String", "odd": "String"}
    assert lab.data_api.asked == []
    assert preview(lab, "a.csv", b"a\n1,2\n").code == "LOAD_REFUSED"


def test_vector_of_another_length_is_refused_in_the_portals_words(lab: Lab) -> None:
    answering(lab, accounts("INVALID_VECTOR_LENGTH"))

    refused = load(lab, "a.json", b'[{"$vector": [1]}]')

    assert "Selected embedding does not match collection dimensions" in refused.json["errors"][0]["message"]
    assert refused.json["failures"][0]["errors"][0]["message"] == "INVALID_VECTOR_LENGTH happened"


def test_loading_needs_permission(lab: Lab) -> None:
    assert load(lab, "rows.json", b"[]", token=READER).status == 403


def test_upload_that_breaks_off_inside_the_file_loads_nothing(lab: Lab) -> None:
    body, kind = multipart("rows.csv", b"a\none\ntwo\nthree\n", {"collection": "c"})
    cut = body[: body.index(b"three")]

    assert lab.send("POST", PATH, cut, Content_Type=kind).status == 400
    assert lab.data_api.asked == []


def test_numbers_of_a_file_keep_their_digits(lab: Lab) -> None:
    raw = b'[{"a": 0.12345678901234567891, "b": 12345678901234567890123, "c": 1e400, "d": -3, "e": 2.50}]'
    answering(lab, accounts("OK"))

    assert load(lab, "a.json", raw).status == 201
    digits = {"a": "0.12345678901234567891", "b": "12345678901234567890123", "c": "1E+400", "d": "-3", "e": "2.50"}
    assert {name: str(value) for name, value in inserted(lab)[0].items()} == digits
    assert b"0.12345678901234567891" in preview(lab, "a.json", raw).raw
