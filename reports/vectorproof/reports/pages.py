"""Pages that stand alone: templates whose every text is harmless, and a policy that lets only our own script run.

Knows no record: what is shown is the business of whoever asks for the environment.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Final, TypeAlias, cast

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from vectorproof.reports.visible import visible

Filters: TypeAlias = Mapping[str, Callable[..., str]]
"""What a template may do to a value, by name."""

PAGE: Final = "vectorproof.reports.page"
_LONGEST: Final = 2_000


def environment(filters: Filters) -> Environment:
    """Make the templates' environment: HTML is escaped and what is harmful is shown as its escape, unasked."""
    made = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=False, loader=FunctionLoader(asset), finalize=_harmless
    )
    cast("dict[str, Callable[..., str]]", made.filters).update(filters)
    return made


def asset(name: str) -> str:
    """Read a template, a style or a script of ours."""
    return (files(PAGE) / name).read_text(encoding="utf-8")


def policy(style: str, script: str) -> str:
    """Write the content policy that allows exactly this style and this script, and nothing from anywhere."""
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{_hash(style)}'; "
        f"script-src 'sha256-{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )


def prose(text: str) -> Markup:
    """Show a text with what stands between its backticks as code."""
    pieces = visible(text, _LONGEST).split("`")
    # A backtick without its partner is a backtick.
    pieces = pieces if len(pieces) % 2 else [*pieces[:-2], "`".join(pieces[-2:])]
    marked = (
        Markup("<code>{}</code>").format(piece) if place % 2 else escape(piece) for place, piece in enumerate(pieces)
    )
    return Markup("").join(marked)


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _harmless(value: object) -> object:
    """Make every text that the template puts out visible, so that no place can forget to."""
    return visible(str(value), _LONGEST) if isinstance(value, str) and not isinstance(value, Markup) else value
