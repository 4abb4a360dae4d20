"""A badge with numbers: how many promises hold, how many are broken (``badge.svg``, and ``badge.json`` for shields).

Nothing of a record's texts stands on it: only counts.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import orjson

from vectorproof.reports.overview import Overview, overview
from vectorproof.reports.plain import shortcoming
from vectorproof.reports.record import Record
from vectorproof.reports.verdict import Verdict

LABEL: Final = "vectorproof"
# White on each of these is readable: contrast of 4.5 or more.
COLOURS: Final[Mapping[Verdict, str]] = {
    Verdict.PASS: "#1a7f37",
    Verdict.FAIL: "#b3261e",
    Verdict.ERROR: "#8e24aa",
    Verdict.FLAKY: "#8a6100",
    Verdict.INCONCLUSIVE: "#8a6100",
    Verdict.XFAIL: "#8a6100",
    Verdict.SKIPPED: "#57606a",
}
_LABEL_COLOUR: Final = "#24292f"
_LETTER_PX: Final = 6.6
_MARGIN_PX: Final = 7
_SVG: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{total}" height="20" role="img" aria-label="{label}: {said}">
<title>{label}: {whole}</title>
<clipPath id="r"><rect width="{total}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="{left}" height="20" fill="{label_colour}"/>\
<rect x="{left}" width="{right}" height="20" fill="{colour}"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
<text x="{left_middle}" y="14" textLength="{left_text}">{label}</text>
<text x="{right_middle}" y="14" textLength="{right_text}">{said}</text>
</g>
</svg>
"""


def render(record: Record) -> Iterable[tuple[str, bytes]]:
    """Give ``badge.svg`` and ``badge.json``."""
    seen = overview(record)
    said, why = _message(seen), shortcoming(record)
    colour = COLOURS[record.verdict]
    yield "badge.svg", _picture(said, f"{said} ({why})" if why is not None else said, colour).encode("utf-8")
    members = {"schemaVersion": 1, "label": LABEL, "message": said, "color": colour.removeprefix("#")}
    yield "badge.json", orjson.dumps(members | ({"isError": True} if why is not None else {}))


def _message(seen: Overview) -> str:
    record = seen.record
    parts = (
        (not record.complete, "incomplete"),
        (record.complete and record.interrupted, "interrupted"),
        (True, f"{seen.counts.get(Verdict.PASS, 0)}/{len(seen.rows)} hold"),
        (bool(seen.broken), f"{len(seen.broken)} broken"),
    )
    return ", ".join(text for true, text in parts if true)


def _picture(said: str, whole: str, colour: str) -> str:
    left_text, right_text = round(len(LABEL) * _LETTER_PX), round(len(said) * _LETTER_PX)
    left, right = left_text + 2 * _MARGIN_PX, right_text + 2 * _MARGIN_PX
    return _SVG.format(
        label=LABEL,
        said=said,
        whole=whole,
        colour=colour,
        label_colour=_LABEL_COLOUR,
        left=left,
        right=right,
        total=left + right,
        left_text=left_text,
        right_text=right_text,
        left_middle=left // 2,
        right_middle=left + right // 2,
    )
