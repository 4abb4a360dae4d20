"""Secrets and passing names out of everything that is kept: each becomes a stable placeholder.

A secret becomes ``$VECTORPROOF_TOKEN``, ``$KEY_1`` and so on, which a shell can fill in again; hosts become
``$DATA_API``, ``$CONTROL``, …; names that a run made up become ``collection_1``, … so that two runs of one seed leave
the same evidence.
"""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

_UUID = re.compile(r"\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b")
_TIME = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
_SHA256 = re.compile(r"\b[0-9a-f]{64}\b")
_COUNTED = re.compile(r'"(n|last|in_flight|started_s|ended_s|elapsed_s|hint|secretHint)": ?(?:"[^"]*"|[\d.e+-]+)')
_LOCAL = re.compile(r"\b(?:127\.0\.0\.1|localhost):\d{2,5}\b")

# What a target makes anew each time, or counts over everything that it was ever asked.
_PASSING: Final = (
    (_UUID, "<uuid>"),
    (_SHA256, "<sha256>"),
    (_LOCAL, "localhost"),
    (re.compile(r"\bsince=\d+"), "since=<n>"),
    (_COUNTED, r'"\1":"<\1>"'),
)

_SHORTEST: Final = 6
_QUOTED: Final = re.compile(r"[^A-Za-z0-9_.~-]")


class Secret:
    """A text that may be sent and must never be shown; its representation is a placeholder."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the text itself, to be sent and for nothing else."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


class Redactor:
    """Knows what must not be kept and what stands for it."""

    def __init__(self, known: Iterable[tuple[str, str]] = ()) -> None:
        self._placeholders: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        for literal, placeholder in known:
            self.know(literal, placeholder)

    def know(self, literal: str, placeholder: str) -> None:
        """Replace a text by this placeholder from now on; the first placeholder that a text gets stays.

        A very short text is left alone: it hides nothing, and replacing it would tear words apart.
        """
        if len(literal) >= _SHORTEST:
            self._placeholders.setdefault(literal, placeholder)
        if _QUOTED.search(literal) and len(quoted := quote(literal, safe="")) >= _SHORTEST:
            self._placeholders.setdefault(quoted, placeholder)

    def number(self, literal: str, prefix: str) -> str:
        """Replace a text by the next placeholder of a kind, such as ``$KEY_2``; tells the placeholder."""
        if literal and literal not in self._placeholders:
            self._counts[prefix] = self._counts.get(prefix, 0) + 1
            self.know(literal, f"{prefix}_{self._counts[prefix]}")
        return self._placeholders.get(literal, "")

    def apply(self, text: str) -> str:
        """Replace everything known, longest first, then whatever looks like a passing id, time or local port."""
        return _TIME.sub("<time>", self.apply_to_sent(text))

    def apply_to_sent(self, text: str) -> str:
        """Replace in what was sent: as ever, but for times, which a case chose and a repetition needs."""
        for literal in sorted(self._placeholders, key=len, reverse=True):
            if literal in text:
                text = text.replace(literal, self._placeholders[literal])
        for pattern, stable in _PASSING:
            text = pattern.sub(stable, text)
        return text

    def variables(self) -> tuple[str, ...]:
        """Tell the placeholders that a shell can fill in, such as ``$KEY_1``, the longest first."""
        found = {placeholder for placeholder in self._placeholders.values() if placeholder.startswith("$")}
        return tuple(sorted(found, key=lambda name: (-len(name), name)))

    def __repr__(self) -> str:
        return f"Redactor({len(self._placeholders)} texts)"
