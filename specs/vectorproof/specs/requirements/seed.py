"""The ledger of the seed document: every line by number and hash, and what became of it; the text is not kept.

Each line is either cited by requirements or promises nothing for a stated reason. It is kept in double entry: a line
names its requirements, a requirement names its lines, and both have to agree.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from itertools import zip_longest

from vectorproof.specs.loading import SpecError, Table, read_toml
from vectorproof.specs.requirements.catalogue import Requirement

LEDGER = "seed_lines.toml"

BLANK = "A blank line."
"""Why a line without a character promises nothing."""

EMPTY = hashlib.sha256(b"").hexdigest()
"""The hash of a line without a character."""

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SeedLine:
    """One line of the seed document: ``sha256`` is of its exact text in UTF-8, without the line's end.

    Either ``cited_by`` names requirements, or ``not_normative`` says why the line promises nothing.
    """

    number: int
    sha256: str
    cited_by: tuple[str, ...]
    not_normative: str | None


def read_ledger(file: Traversable, requirements: Mapping[str, Requirement]) -> tuple[SeedLine, ...]:
    """Read the lines in order and hold them against the requirements; raises ``SpecError`` where they disagree."""
    lines = _lines(file)
    for line in lines:
        _known(file.name, line, requirements)
    cited = {(line.number, key) for line in lines for key in line.cited_by}
    blank = {line.number for line in lines if line.sha256 == EMPTY}
    for requirement in requirements.values():
        _agrees(file.name, requirement, cited, blank)
    return lines


def fingerprint(text: str) -> str:
    """Hash the text of one line."""
    return hashlib.sha256(text.encode()).hexdigest()


def differences(lines: Iterable[SeedLine], document: str) -> tuple[int, ...]:
    """List the numbers of the lines at which a document is not the one that the ledger describes."""
    pairs = zip_longest((line.sha256 for line in lines), map(fingerprint, document.split("\n")))
    return tuple(number for number, (kept, found) in enumerate(pairs, start=1) if kept != found)


def _lines(file: Traversable) -> tuple[SeedLine, ...]:
    table = Table(file.name, "ledger", read_toml(file))
    count = table.integer("count")
    blank = [SeedLine(number, EMPTY, (), BLANK) for number in table.integers("blank")]
    reasons = _reasons(table, file.name)
    rows = table.mapping("lines")
    table.done()
    written = [_line(key, Table(file.name, f"lines.{key}", row), reasons) for key, row in rows.items()]
    lines = tuple(sorted(blank + written, key=lambda line: line.number))
    _every_line_once(file.name, count, lines)
    unused = sorted(set(reasons.values()) - {line.not_normative for line in lines})
    if unused:
        raise SpecError(file.name, "reasons", f"no line has the reason {unused[0]!r}")
    return lines


def _reasons(ledger: Table, file: str) -> Mapping[str, str]:
    members = ledger.mapping("reasons")
    table = Table(file, "reasons", members)
    return {name: table.text(name) for name in members}


def _line(key: str, row: Table, reasons: Mapping[str, str]) -> SeedLine:
    if _NUMBER.fullmatch(key) is None:
        raise row.error("number", f"found {key!r}, a line's number is right")
    sha256 = row.text("sha256")
    if _SHA256.fullmatch(sha256) is None:
        raise row.error("sha256", "64 hexadecimal digits in lower case are right")
    if sha256 == EMPTY:
        raise row.error("sha256", "the hash of a blank line, which belongs to 'blank'")
    cited_by = row.optional_texts("cited_by")
    reason = row.optional_text("reason")
    row.done()
    if bool(cited_by) == (reason is not None):
        raise row.error("cited_by", "either requirements or a reason is right, not both and not neither")
    if reason is not None and reason not in reasons:
        raise row.error("reason", f"found {reason!r}, one of {', '.join(sorted(reasons))} is right")
    return SeedLine(int(key), sha256, cited_by, None if reason is None else reasons[reason])


def _every_line_once(file: str, count: int, lines: tuple[SeedLine, ...]) -> None:
    for expected, line in enumerate(lines, start=1):
        if line.number != expected:
            state = "missing" if line.number > expected else "there already"
            raise SpecError(file, f"lines.{min(expected, line.number)}", f"{state}, every line once is right")
    if count != len(lines):
        raise SpecError(file, "ledger.count", f"found {count}, the ledger has {len(lines)} lines")


def _known(file: str, line: SeedLine, requirements: Mapping[str, Requirement]) -> None:
    for key in line.cited_by:
        place = f"lines.{line.number}.cited_by"
        if key not in requirements:
            raise SpecError(file, place, f"found {key!r}, the id of a requirement is right")
        if line.number not in requirements[key].seed_lines:
            raise SpecError(file, place, f"found {key!r}, which does not name this line as a source")


def _agrees(file: str, requirement: Requirement, cited: set[tuple[int, str]], blank: set[int]) -> None:
    for number in requirement.seed_lines:
        # A span may run over blank lines; a source that is nothing but blank cites nothing.
        if (number, requirement.id) not in cited and number not in blank:
            raise SpecError(file, f"lines.{number}.cited_by", f"{requirement.id} is missing, whose source is this line")
    if requirement.seed_lines and blank.issuperset(requirement.seed_lines):
        raise SpecError(file, f"lines.{requirement.seed_lines[0]}", f"{requirement.id} cites nothing but blank lines")
