"""Several runs side by side: versions or targets as columns, requirements as rows, what differs first."""

from collections.abc import Iterable, Sequence
from typing import Final

from vectorproof.reports.compare import CompareError, doubts
from vectorproof.reports.overview import UNCHECKED, UNTESTED, Group, Overview, Row, overview
from vectorproof.reports.record import Record
from vectorproof.reports.sheet import Cell, Sheet, Table
from vectorproof.reports.verdict import Verdict

RUNS_MIN: Final = 2
_AREAS: Final = "How many promises of an area hold, of how many; areas that no run checked are left out."


def matrix(runs: Sequence[tuple[str, Record]], *, anyway: bool = False) -> Sheet:
    """Lay runs side by side, each under its name; raises ``CompareError`` if one is unlike the first."""
    if len(runs) < RUNS_MIN:
        raise CompareError("a matrix needs two records or more")
    first = runs[0][1]
    found = tuple(dict.fromkeys(f"{name}: {doubt}" for name, record in runs[1:] for doubt in doubts(first, record)))
    if found and not anyway:
        raise CompareError(f"cannot be laid side by side: {'; '.join(found)}")
    seen = [(name, overview(record)) for name, record in runs]
    rows = _rows(seen)
    differ = [row for row in rows if len({cell.text for cell in row[2:-1]}) > 1]
    alike = [row for row in rows if row not in differ and row[2].text not in {Verdict.PASS, *UNCHECKED}]
    names = tuple(name for name, _ in seen)
    return Sheet(
        name="matrix",
        title=f"{len(runs)} runs side by side",
        sentence=f"{len(differ)} of {len(rows)} promises differ between {len(runs)} runs.",
        facts=tuple((name, run.sentence) for name, run in seen),
        warnings=tuple(f"Laid side by side all the same: {doubt}." for doubt in found),
        tables=(
            Table("Areas", ("area", *names), tuple(_areas(seen)), _AREAS),
            Table("Where they differ", ("requirement", "level", *names, "promise"), tuple(differ)),
            Table("Where none holds alike", ("requirement", "level", *names, "promise"), tuple(alike)),
        ),
    )


def _rows(seen: Sequence[tuple[str, Overview]]) -> list[tuple[Cell, ...]]:
    by_id = [{row.id: row for row in run.rows} for _, run in seen]
    # The first run that knows a requirement says where it stands, so that the catalogue's order is kept.
    known: dict[str, Row] = {}
    for rows in by_id:
        known |= {name: row for name, row in rows.items() if name not in known}
    return [
        (Cell(name, mono=True), Cell(row.level), *(_status(rows.get(name)) for rows in by_id), Cell(row.text))
        for name, row in known.items()
    ]


def _status(row: Row | None) -> Cell:
    status = row.status if row is not None else UNTESTED
    return Cell(status, status)


def _areas(seen: Sequence[tuple[str, Overview]]) -> Iterable[tuple[Cell, ...]]:
    groups = [group for _, run in seen for group in run.areas]
    checked = {group.name for group in groups if group.checked}
    for area in dict.fromkeys(group.name for group in groups if group.name in checked):
        yield (Cell(area), *(_hold(run, area) for _, run in seen))


def _hold(run: Overview, area: str) -> Cell:
    group = next((group for group in run.areas if group.name == area), None)
    if group is None:
        return Cell("·", UNTESTED)
    broken = f", {group.broken} broken" if group.broken else ""
    return Cell(f"{group.hold} of {group.total}{broken}", _worst(group))


def _worst(group: Group) -> str:
    if group.broken:
        return Verdict.FAIL
    if group.hold < group.checked:
        return Verdict.INCONCLUSIVE
    return Verdict.PASS if group.hold else UNTESTED
