"""A sheet as one HTML page that needs no other file and no network, in the dress of a run's report."""

from typing import Final

from markupsafe import Markup

from vectorproof.reports.pages import asset, environment, policy, prose
from vectorproof.reports.sheet import Sheet

ENDING: Final = "html"
_HEIGHT: Final = 32
_STEP: Final = 6
_WIDTH_MIN: Final = 180
_SHORT: Final = 20
"""A text of fewer characters is not broken into lines."""


def render(sheet: Sheet) -> bytes:
    """Write a sheet as a page."""
    style, script = asset("report.css") + asset("sheet.css"), asset("sheet.js")
    text = (
        environment({"drawn": _drawn, "prose": prose})
        .get_template("sheet.html")
        .render(
            sheet=sheet,
            short=_SHORT,
            # Both are our own files, never a text from outside.
            style=Markup(style),  # noqa: S704
            script=Markup(script),  # noqa: S704
            policy=policy(style, script),
        )
    )
    return text.encode("utf-8")


def _drawn(values: tuple[float | None, ...]) -> Markup:
    """Draw values from 0 to 1 as a line with a dot at its end; a gap interrupts the line."""
    step = max(_STEP, _WIDTH_MIN // max(1, len(values)))
    points = [(number * step + 3, value) for number, value in enumerate(values)]
    width = len(values) * step + 3
    lines, open_line = list[list[tuple[int, float]]](), list[tuple[int, float]]()
    for x, value in points:
        if value is None:
            lines, open_line = [*lines, open_line], []
        else:
            open_line.append((x, value))
    lines.append(open_line)
    drawn = "".join(_polyline(part) for part in lines if part)
    return Markup(  # noqa: S704  # numbers only
        f'<svg class="spark" viewBox="0 0 {width} {_HEIGHT}" width="{width}" height="{_HEIGHT}" '
        f'aria-hidden="true">{drawn}</svg>'
    )


def _polyline(points: list[tuple[int, float]]) -> str:
    places = [(x, round(_HEIGHT - 3 - value * (_HEIGHT - 6), 1)) for x, value in points]
    last_x, last_y = places[-1]
    joined = " ".join(f"{x},{y}" for x, y in places)
    return f'<polyline points="{joined}"/><circle cx="{last_x}" cy="{last_y}" r="2"/>'
