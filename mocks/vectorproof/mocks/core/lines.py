"""Where in a TOML or JSON file something stands, so that an error can name the line.

Both are read alike: what differs between an inline table and an object is a sign. The file is known to be well formed,
because a real parser has read it; this one only counts lines.
"""

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

Step = str | int
Path = tuple[Step, ...]

_TOKEN = re.compile(
    r"(?P<space>[ \t\r]+)|(?P<comment>\#[^\n]*)|(?P<line>\n)"
    r'|(?P<text>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r'|(?P<sign>[\[\]{}=:,.])|(?P<bare>[^\s\[\]{}=:,.#"\']+)',
    re.DOTALL,
)
_UNSEEN = frozenset({"space", "comment"})
_CLOSING = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


def line_of(text: str, path: Path) -> int | None:
    """Tell the line, from 1, where the thing at a path stands, or the nearest that holds it; ``None`` if nothing does.

    A path is made of names and of positions in lists, counted from 0: ``("faults", 1, "match", "model")``.
    """
    found: dict[Path, int] = {}
    with contextlib.suppress(RecursionError):  # What was read before the depths is known.
        for place, line in _places(text):
            found.setdefault(place, line)
    return next((found[path[:end]] for end in range(len(path), 0, -1) if path[:end] in found), None)


def steps_of(key: str) -> Path:
    """Read a path as errors write it: ``keys[0].databases[1]``."""
    return tuple(int(at) if at else name for at, name in re.findall(r"\[(\d+)\]|([^.\[\]]+)", key))


def _places(text: str) -> Iterator[tuple[Path, int]]:
    reader = _Reader(text)
    if reader.at("{"):
        yield from reader.value(())
        return
    table: Path = ()
    while reader.more():
        if reader.at("["):
            table, line = reader.heading()
            yield from ((table[:end], line) for end in range(1, len(table) + 1))
        else:
            yield from reader.member(table)


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._next = 0
        self._counts: dict[Path, int] = {}
        self._skip_lines()

    def more(self) -> bool:
        return self._next < len(self._tokens)

    def at(self, sign: str) -> bool:
        return self.more() and self._tokens[self._next].text == sign

    def heading(self) -> tuple[Path, int]:
        """Read ``[a.b]`` or ``[[a.b]]``, the latter as the next item of its list."""
        line = self._take().line
        is_list = self.at("[")
        if is_list:
            self._take()
        names = self._names()
        for _ in range(1 + is_list):
            self._take()
        self._skip_lines()
        return self._resolved(names, is_list=is_list), line

    def member(self, table: Path) -> Iterator[tuple[Path, int]]:
        """Read ``a.b = value``, or ``"a": value``."""
        line = self._tokens[self._next].line
        names = self._names()
        place = table + names
        yield from ((place[:end], line) for end in range(len(table) + 1, len(place) + 1))
        if self.more():
            self._take()
        yield from self.value(place)
        self._skip_lines()

    def value(self, place: Path) -> Iterator[tuple[Path, int]]:
        """Read a value with everything in it."""
        opening = self._tokens[self._next].text if self.more() else ""
        if opening not in _CLOSING:
            self._skip_scalar()
            return
        self._take()
        self._skip_lines()
        at = 0
        while self.more() and not self.at(_CLOSING[opening]):
            if opening == "{":
                yield from self.member(place)
            else:
                yield (*place, at), self._tokens[self._next].line
                yield from self.value((*place, at))
            at += 1
            self._skip_lines()
            if self.at(","):
                self._take()
            self._skip_lines()
        if self.more():
            self._take()

    def _names(self) -> Path:
        names: list[Step] = []
        while self.more() and self._tokens[self._next].kind in {"text", "bare"}:
            names.append(_name(self._take()))
            if not self.at("."):
                break
            self._take()
        return tuple(names)

    def _resolved(self, names: Path, *, is_list: bool) -> Path:
        """Turn the names of a heading into a path: a list on the way means its last item."""
        place: Path = ()
        for name in names[: len(names) - is_list]:
            place = (*place, name)
            if place in self._counts:
                place = (*place, self._counts[place] - 1)
        if is_list:
            place = (*place, names[-1])
            self._counts[place] = self._counts.get(place, 0) + 1
            place = (*place, self._counts[place] - 1)
        return place

    def _skip_scalar(self) -> None:
        while self.more() and self._tokens[self._next].kind != "line" and self._tokens[self._next].text not in ",]}":
            self._take()

    def _skip_lines(self) -> None:
        while self.more() and self._tokens[self._next].kind == "line":
            self._take()

    def _take(self) -> _Token:
        self._next += 1
        return self._tokens[self._next - 1]


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind not in _UNSEEN:
            yield _Token(kind, found[0], line)
        line += found[0].count("\n")


def _name(token: _Token) -> str:
    if token.kind == "bare":
        return token.text
    with contextlib.suppress(ValueError):  # TOML knows an escape that JSON does not; such a name is left as it is.
        return str(json.loads(token.text)) if token.text[0] == '"' else token.text[1:-1]
    return token.text[1:-1]
