"""Exchanges lie in full beside the record: compressed, redacted, and found again by what a case line calls them."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.reports.builders import CASE, EXCHANGES, HEADER, HOSTILE, failing

from vectorproof.reports import formats
from vectorproof.reports.evidence import ExchangeRecord, evidence_of
from vectorproof.reports.record import Record, RecordError, Writer, read
from vectorproof.specs.record import schema

OLD = Path(__file__).parent / "data" / "record-1.0.jsonl"
SECRET = "correct horse battery staple"


def written(path: Path, exchanges: Sequence[ExchangeRecord] = EXCHANGES, *, secrets: Sequence[str] = ()) -> Record:
    with Writer(path, HEADER, secrets=secrets) as writer:
        writer.case(CASE, {"last example": exchanges[:1]})
        writer.case(failing(), {"finding 1": exchanges, "finding 2": exchanges[:1]})
        writer.finish(seconds=1.0, ended="2026-08-24T09:14:31Z")
    return read(path)


def test_exchanges_come_back_by_case_and_label(tmp_path: Path) -> None:
    seen = written(tmp_path / "record.jsonl")

    assert [case.evidence for case in seen.cases] == [("last example",), ("finding 1", "finding 2")]
    assert seen.evidence.exchanges([failing().case]) == {
        (failing().case, "finding 1"): EXCHANGES,
        (failing().case, "finding 2"): EXCHANGES[:1],
    }
    assert len(list(seen.evidence.lines())) == 3
    assert seen.evidence.exchanges([]) == {}


def test_the_file_is_gzip_and_each_line_is_valid_against_its_schema(tmp_path: Path) -> None:
    written(tmp_path / "record.jsonl", [replace(EXCHANGES[0], answer=HOSTILE, title=HOSTILE, body=HOSTILE)])
    lines = gzip.decompress(evidence_of(tmp_path / "record.jsonl").read_bytes()).splitlines()

    law = jsonschema_rs.Draft202012Validator(schema("evidence"))
    assert len(lines) == 4
    assert [line for line in lines if not law.is_valid(json.loads(line))] == []


def test_a_record_without_exchanges_has_no_file_beside_it(tmp_path: Path) -> None:
    with Writer(tmp_path / "record.jsonl", HEADER) as writer:
        writer.case(CASE)

    assert read(tmp_path / "record.jsonl").evidence.file is None
    assert [path.name for path in tmp_path.iterdir()] == ["record.jsonl"]


def test_evidence_of_an_earlier_run_does_not_stay_beside_a_new_one(tmp_path: Path) -> None:
    written(tmp_path / "record.jsonl")
    with Writer(tmp_path / "record.jsonl", HEADER) as writer:
        writer.case(CASE)

    assert not evidence_of(tmp_path / "record.jsonl").exists()


def test_evidence_of_another_run_is_not_taken(tmp_path: Path) -> None:
    written(tmp_path / "record.jsonl")
    with Writer(tmp_path / "other.jsonl", replace(HEADER, started="2026-08-25T00:00:00Z")) as writer:
        writer.case(CASE)
    evidence_of(tmp_path / "record.jsonl").rename(evidence_of(tmp_path / "other.jsonl"))

    assert read(tmp_path / "other.jsonl").evidence.file is None


def test_a_secret_is_not_kept_even_where_it_came_unredacted(tmp_path: Path) -> None:
    leaky = replace(
        EXCHANGES[0], body=f'{{"secret":"{SECRET}"}}', answer_headers={SECRET: "jina_0123456789abcdef01234"}
    )
    written(tmp_path / "record.jsonl", [leaky], secrets=[SECRET])

    kept = gzip.decompress(evidence_of(tmp_path / "record.jsonl").read_bytes())
    assert SECRET.encode() not in kept
    assert b"0123456789abcdef0123" not in kept


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1))
def test_a_file_that_was_cut_off_gives_its_whole_lines(tmp_path: Path, share: float) -> None:
    path = tmp_path / "record.jsonl"
    whole = list(written(path).evidence.lines())
    file = evidence_of(path)
    file.write_bytes(file.read_bytes()[: int(share * file.stat().st_size)])

    left = list(read(path).evidence.lines())
    assert left == whole[: len(left)]
    assert (left == whole) == (share == 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_garbage_is_no_evidence_and_no_crash(tmp_path: Path, garbage: bytes) -> None:
    path = tmp_path / "record.jsonl"
    written(path)
    evidence_of(path).write_bytes(garbage)

    assert list(read(path).evidence.lines()) == []


def test_what_cannot_be_kept_is_an_error_that_names_the_record(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    with Writer(path, HEADER) as writer:
        evidence_of(path).mkdir()
        with pytest.raises(RecordError, match="its evidence cannot be written"):
            writer.case(CASE, {"last example": EXCHANGES})


def test_a_record_of_the_version_before_is_read_and_rendered_whole(tmp_path: Path) -> None:
    seen = read(OLD)
    formats.write(seen, formats.catalogue().values(), tmp_path)

    assert seen.header.schema == "1.0"
    assert seen.complete
    assert [case.evidence for case in seen.cases] == [()] * len(seen.cases)
    assert "ROTATE-003" in (tmp_path / "report.md").read_text()
    assert "ROTATE-003" in (tmp_path / "report.html").read_text()
