"""No secret enters a record, and no harmful character is shown."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.reports.builders import hostile, hostile_header, written

from vectorproof.reports import formats
from vectorproof.reports.redaction import Redaction
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
    planted = f"{PLANTED} and {' and '.join(SHAPED)}"
    seen = written(tmp_path / "record.jsonl", hostile(planted), header=hostile_header(planted), secrets=[PLANTED])

    formats.write(seen, formats.catalogue().values(), tmp_path)

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > len(formats.catalogue())
    found = [
        (path.name, secret)
        for path in files
        for secret in (PLANTED, *SHAPED.values())
        if secret.encode() in path.read_bytes()
    ]
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
