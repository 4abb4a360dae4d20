"""What a benchmark found, as a table for people or as JSON: median and spread of each figure, beside its goal."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should be: at least so much or, where ``most``, at most."""

    value: float
    most: bool = False

    def met_by(self, found: float) -> bool:
        """Tell whether a median is good enough."""
        return found <= self.value if self.most else found >= self.value

    def __str__(self) -> str:
        return f"{'≤' if self.most else '≥'} {_short(self.value)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing: its name, its unit, and what each repetition gave."""

    name: str
    unit: str
    values: tuple[float, ...]
    goal: Goal | None = None

    @property
    def median(self) -> float:
        """Give the middle of the repetitions."""
        return median(self.values)

    def members(self) -> dict[str, object]:
        """Give the figure as JSON's members."""
        goal = None if self.goal is None else str(self.goal)
        met = None if self.goal is None else self.goal.met_by(self.median)
        low, high = min(self.values), max(self.values)
        about = {"name": self.name, "unit": self.unit, "median": self.median, "min": low, "max": high}
        return {**about, "repetitions": len(self.values), "goal": goal, "met": met}

    def row(self) -> tuple[str, ...]:
        """Give the figure as the cells of a table."""
        spread = f"{_short(min(self.values))} to {_short(max(self.values))}" if len(self.values) > 1 else ""
        goal = "" if self.goal is None else f"{self.goal}{'' if self.goal.met_by(self.median) else '  missed'}"
        return self.name, f"{_short(self.median)} {self.unit}", spread, str(len(self.values)), goal


def machine() -> dict[str, object]:
    """Describe this machine in general words."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def as_json(figures: Sequence[Figure], notes: Sequence[str] = ()) -> str:
    """Write figures and machine as one JSON object."""
    found = [figure.members() for figure in figures]
    return json.dumps({"machine": machine(), "figures": found, "notes": list(notes)}, indent=1)


def as_table(figures: Sequence[Figure], notes: Sequence[str] = ()) -> str:
    """Write figures and machine as a Markdown table."""
    rows = [("figure", "median", "spread", "n", "goal"), ("---",) * 5, *(figure.row() for figure in figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    about = ", ".join(f"{name} {value}" for name, value in machine().items())
    return "\n".join([*lines, "", about, *notes])


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004  # digits enough to compare
