"""Every line of the seed document is accounted for, and the ledger is held against the requirements both ways."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from vectorproof.specs import requirements as catalogue
from vectorproof.specs.loading import SpecError
from vectorproof.specs.requirements import SeedLine, differences
from vectorproof.specs.requirements.seed import EMPTY, LEDGER, fingerprint, read_ledger

FOLDER = Path(catalogue.__file__).parent
TEXT = (FOLDER / LEDGER).read_text(encoding="utf-8")

# The document itself is not ours to ship; who has it names its path here, and its text is compared too.
DOCUMENT = os.environ.get("VECTORPROOF_SEED_DOCUMENT")


def test_every_line_is_there_once() -> None:
    assert [line.number for line in catalogue.seed_lines()] == list(range(1, 402))


@pytest.mark.parametrize("line", catalogue.seed_lines(), ids=lambda line: f"line {line.number}")
def test_line_is_cited_or_has_a_reason(line: SeedLine) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", line.sha256)
    assert bool(line.cited_by) != bool(line.not_normative)
    for key in line.cited_by:
        assert line.number in catalogue.requirements()[key].seed_lines


@pytest.mark.parametrize("key", catalogue.requirements())
def test_lines_of_a_requirement_name_it(key: str) -> None:
    lines = {line.number: line for line in catalogue.seed_lines()}
    cited = [lines[number] for number in catalogue.requirements()[key].seed_lines]
    assert all(key in line.cited_by or line.sha256 == EMPTY for line in cited)


def test_blank_lines_are_never_cited() -> None:
    blank = [line for line in catalogue.seed_lines() if line.sha256 == EMPTY]
    assert len(blank) == 162
    assert all(line.not_normative and not line.cited_by for line in blank)


def test_the_text_is_not_kept() -> None:
    rows = re.findall(r"^[0-9]+ = \{ (.*) \}$", TEXT, re.MULTILINE)
    shape = r'sha256 = "[0-9a-f]{64}", (cited_by = \["[A-Z0-9", -]+"\]|reason = "[a-z-]+")'
    assert len(rows) == 401 - 162
    assert all(re.fullmatch(shape, row) for row in rows)


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[[str], tuple[SeedLine, ...]]:
    """Read a text as the ledger of the catalogue."""

    def read(text: str) -> tuple[SeedLine, ...]:
        file = tmp_path / LEDGER
        file.write_text(text, encoding="utf-8")
        return read_ledger(file, catalogue.requirements())

    return read


def row(number: int) -> str:
    """The ledger's row of one line, with its line end."""
    found = re.search(rf"^{number} = .*\n", TEXT, re.MULTILINE)
    assert found is not None
    return found.group()


def with_row(number: int, change: Callable[[str], str]) -> str:
    """The ledger with one row changed."""
    return TEXT.replace(row(number), change(row(number)))


WRONG: list[tuple[str, str, str]] = [
    ("row missing", with_row(31, lambda _: ""), "lines.31"),
    ("last row missing", with_row(401, lambda _: ""), "ledger.count"),
    ("blank line missing", TEXT.replace("  2, 4, 6,", "  4, 6,"), "lines.2"),
    ("line that is blank too", TEXT.replace("  2, 4, 6,", "  2, 3, 4, 6,"), "lines.3"),
    ("blank lines out of order", TEXT.replace("  2, 4, 6,", "  4, 2, 6,"), "ledger.blank"),
    ("row beyond the end", TEXT + row(401).replace("401 =", "403 ="), "lines.402"),
    ("count too small", TEXT.replace("count = 401", "count = 400"), "ledger.count"),
    ("unknown member", with_row(31, lambda text: text.replace("cited_by", "citedby")), "lines.31.citedby"),
    ("short hash", with_row(31, lambda text: re.sub(r"[0-9a-f]{64}", "abc", text)), "lines.31.sha256"),
    ("hash of a blank line", with_row(31, lambda text: re.sub(r"[0-9a-f]{64}", EMPTY, text)), "lines.31.sha256"),
    ("neither", with_row(1, lambda text: text.replace(', reason = "heading"', "")), "lines.1.cited_by"),
    ("both", with_row(1, lambda text: text.replace(" }", ', cited_by = ["KEY-001"] }')), "lines.1.cited_by"),
    ("unknown reason", with_row(1, lambda text: text.replace("heading", "headline")), "lines.1.reason"),
    ("unused reason", TEXT.replace("[reasons]", '[reasons]\nspare = "Never said."'), "reasons"),
    ("unknown requirement", with_row(31, lambda text: text.replace("KEY-005", "KEY-050")), "lines.31.cited_by"),
    (
        "requirement that does not cite",
        with_row(31, lambda text: text.replace("KEY-005", "KEY-001")),
        "lines.31.cited_by",
    ),
    ("requirement left out", with_row(31, lambda text: text.replace('"KEY-005", ', "")), "lines.31.cited_by"),
    ("number with a zero in front", with_row(31, lambda text: "0" + text), "lines.031.number"),
]


@pytest.mark.parametrize(("text", "key"), [wrong[1:] for wrong in WRONG], ids=[wrong[0] for wrong in WRONG])
def test_wrong_ledger_names_file_and_key(text: str, key: str, ledger: Callable[[str], tuple[SeedLine, ...]]) -> None:
    with pytest.raises(SpecError) as caught:
        ledger(text)
    assert (caught.value.file, caught.value.key) == (LEDGER, key)


def test_the_ledger_tells_where_a_document_differs() -> None:
    kept = tuple(SeedLine(number, fingerprint(text), (), "made up") for number, text in enumerate(["a", "", "b"], 1))
    documents = {"a\n\nb": (), "a\n\nc": (3,), "\n\nb": (1,), "a\n": (3,), "a\n\nb\n": (4,), "A\nb\nb": (1, 2)}
    assert {text: differences(kept, text) for text in documents} == documents


if DOCUMENT:

    @pytest.mark.parametrize("document", [Path(DOCUMENT)])
    def test_every_hash_is_that_of_the_documents_line(document: Path) -> None:
        assert differences(catalogue.seed_lines(), document.read_text(encoding="utf-8")) == ()
