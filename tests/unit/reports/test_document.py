"""The page line by line: each line that promises something has the worst of what became of its promises."""

from tests.unit.reports.builders import CASE, failing, realistic, record

from vectorproof.reports.document import document
from vectorproof.reports.overview import overview
from vectorproof.specs.requirements import SeedLine, seed_lines

LINES = (
    SeedLine(1, "0" * 64, (), "A heading."),
    SeedLine(2, "0" * 64, (), "A blank line."),
    SeedLine(3, "0" * 64, ("KEY-007", "REMOVE-002"), None),
    SeedLine(4, "0" * 64, ("KEY-007",), None),
    SeedLine(5, "0" * 64, ("KEY-001",), None),
)


def test_a_line_is_as_good_as_the_worst_of_its_promises() -> None:
    found = document(overview(record(CASE, failing("REMOVE-002"))), LINES)

    assert [(line.number, line.status) for line in found] == [(1, ""), (3, "FAIL"), (4, "PASS"), (5, "UNTESTED")]
    assert [row.id for row in found[1].rows] == ["KEY-007", "REMOVE-002"]
    assert found[0].reason == "A heading."


def test_every_line_that_promises_something_is_there() -> None:
    found = {line.number for line in document(overview(record(*realistic()))) if line.status}

    assert found == {line.number for line in seed_lines() if line.cited_by}
