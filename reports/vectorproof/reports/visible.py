r"""Text from outside made harmless to look at: what is invisible or commands a terminal is shown as its escape.

Keeps line feeds and tabs. Knows nothing of HTML, XML or colours: each format escapes its own syntax.
"""

import re
from typing import Final

LONGEST: Final = 20_000

# Controls (C0, C1, DEL), bidirectional overrides, line separators, the byte order mark, surrogates and non-characters:
# the union of what XML 1.0 forbids and what could hide or reorder other text.
_HARMFUL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str, longest: int = LONGEST) -> str:
    r"""Show a text with every harmful character as its escape (``\x1b``), cut to ``longest`` characters.

    A cut says how much is missing; carriage returns before line feeds go.
    """
    shown = text[:longest] if len(text) > longest else text
    shown = _HARMFUL.sub(_escape, shown.replace("\r\n", "\n"))
    return shown if len(text) <= longest else f"{shown}… [{len(text) - longest:,} more characters are in the record]"


def line(text: str, longest: int = 300) -> str:
    """Show a text in one line."""
    return " ".join(visible(text, longest).split())


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape", "surrogatepass").decode()
