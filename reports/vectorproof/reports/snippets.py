"""Texts from outside as Markdown code: no mark-up, link, mention or picture can come out of them."""

import re

from vectorproof.reports.visible import line


def code(text: str, longest: int = 200) -> str:
    """Show a text in one line of code; within a table, bars must be replaced beforehand."""
    shown = line(text, longest)
    ticks = "`" * (_longest_run(shown) + 1)
    pad = " " if shown[:1] in {"`", ""} or shown[-1:] == "`" else ""
    return f"{ticks}{pad}{shown or '-'}{pad}{ticks}"


def fenced(text: str, language: str = "") -> str:
    """Show a text as a block of code, whose fence is longer than any within."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
