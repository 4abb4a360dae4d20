"""No secret enters a record, and no harmful character is shown."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.reports.builders import hostile, hostile_header

from vectorproof.reports import formats, sheets
from vectorproof.reports.compare import compare
from vectorproof.reports.comparison_sheet import comparison_sheet
from vectorproof.reports.evidence import LAST_EXAMPLE, ExchangeRecord, finding_label
from vectorproof.reports.overview import overview
from vectorproof.reports.record import Writer, read
from vectorproof.reports.redaction import Redaction
from vectorproof.reports.signoff import signoff
from vectorproof.reports.visible import line, visible

PLANTED = "correct horse battery staple"
SHAPED = {
    "AstraCS:aBcDeFgHiJkLmNoP:0123456789abcdef": "aBcDeFgH",
    "jina_0123456789abcdef0123456789abcdef": "0123456789abcdef",
    "Cassandra:Y2Fzc2FuZHJh:c2VjcmV0": "c2VjcmV0",
    "Authorization: Bearer sk-abcdefgh12345": "sk-abcdefgh",
    "https://user:passw0rd@db.example.org/": "passw0rd",
}


@pytest.mark.parametrize(("text", "secret"), SHAPED.items(), ids=SHAPED.values())
def test_what_has_the_shape_of_a_secret_is_redacted(text: str, secret: str) -> None:
    assert secret not in Redaction().text(f"before {text} after")


@pytest.mark.parametrize("text", ["Token: $VECTORPROOF_TOKEN", "Authorization: Bearer $KEY_1", "a jina_key", "x@y.org"])
def test_variables_and_words_stay(text: str) -> None:
    assert Redaction().text(text) == text


@given(st.text(min_size=8), st.text(), st.text())
def test_a_known_secret_is_redacted_wherever_it_stands(secret: str, before: str, after: str) -> None:
    cleaned = Redaction([secret]).text(before + secret + after)

    # The mark itself may hold a secret such as "redacted".
    assert secret not in cleaned.replace("[redacted]", "") or secret in before + after


def test_knowing_secrets_does_not_show_them() -> None:
    assert PLANTED not in repr(Redaction([PLANTED]))


def test_a_planted_secret_is_nowhere(tmp_path: Path) -> None:
    """In no report, no sheet, and not in the evidence, whichever text of a run it was planted in."""
    planted = f"{PLANTED} and {' and '.join(SHAPED)}"
    leaky = ExchangeRecord(planted, planted, planted, {planted: planted}, planted, 200, {planted: planted}, planted)
    with Writer(tmp_path / "record.jsonl", hostile_header(planted), secrets=[PLANTED]) as writer:
        for case in hostile(planted):
            labels = [finding_label(number) for number, _ in enumerate(case.findings, start=1)] or [LAST_EXAMPLE]
            writer.case(case, dict.fromkeys(labels, (leaky,)))
        writer.finish(seconds=1.0, ended="2026-08-24T09:14:31Z")
    seen = read(tmp_path / "record.jsonl")

    formats.write(seen, formats.catalogue().values(), tmp_path)
    for sheet in (signoff(overview(seen)), comparison_sheet(compare(seen, seen))):
        sheets.write(sheet, sheets.catalogue().values(), tmp_path)

    contents = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    contents["evidence"] = gzip.decompress(contents.pop("record.evidence.jsonl.gz"))
    assert len(contents) > len(formats.catalogue()) + 2 * len(sheets.catalogue())
    assert len(list(seen.evidence.lines())) > len(seen.cases)
    secrets = (PLANTED, *SHAPED.values())
    found = [(name, secret) for name, content in contents.items() for secret in secrets if secret.encode() in content]
    assert found == []


@given(st.text() | st.characters(categories=["Cc", "Cs", "Cf", "Cn"]))
def test_what_is_shown_is_harmless(text: str) -> None:
    shown = visible(text)

    shown.encode("utf-8")
    assert not {char for char in shown if ord(char) < 32 or 127 <= ord(char) < 160} - {"\n", "\t"}
    assert not set(shown) & set("\u202a\u202e\u2066\u2069\u2028\ufeff\ufffe\uffff")


@given(st.text(st.characters(categories=["L", "N", "P"])))
def test_what_was_harmless_stays(text: str) -> None:
    assert visible(text) == text


def test_a_cut_says_how_much_is_missing() -> None:
    assert visible("x" * 1_000_000, 10) == "xxxxxxxxxx… [999,990 more characters are in the record]"
    assert "\n" not in line("a\nb\rc")
