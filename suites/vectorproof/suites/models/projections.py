"""What a projection leaves of a document (section 6)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from vectorproof.suites.models.values import elements, members, refuse, trail

_SPECIAL: Final = ("$vector", "$vectorize", "$lexical")
_SLICE: Final = "$slice"


def projected(document: Mapping[str, Any], clause: Any) -> dict[str, Any]:
    """Show a document as a projection wants it; the order of its fields is kept."""
    wishes = list(_wishes(clause or {}))
    if [path for path, _ in wishes] == [["*"]]:
        return dict(document) if wishes[0][1] else {}
    regular = [(path, wish) for path, wish in wishes if path[0] not in {"_id", *_SPECIAL}]
    roots = {path[0]: wish for path, wish in wishes if len(path) == 1}
    shown = {name: value for name, value in document.items() if _at_root(name, roots)}
    if any(wish is True for _, wish in regular):
        kept = [path for path, _ in regular] + [["_id"], *([name] for name in _SPECIAL)]
        shown = _included(shown, kept)
    for path, wish in regular:
        if wish is False:
            shown = _excluded(shown, path)
        elif wish is not True:
            shown = _cut(shown, path, wish)
    return shown


def _at_root(name: str, roots: Mapping[str, Any]) -> bool:
    """Tell what ``_id`` and the special fields do: shown and hidden by default, whatever the others do."""
    return bool(roots.get(name, name not in _SPECIAL)) if name in {"_id", *_SPECIAL} else True


def _wishes(clause: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[list[str], Any]]:
    """Read a projection as paths with ``True``, ``False`` or what a slice says; nesting is only another writing."""
    for name, wish in clause.items():
        path = [*above, *(trail(name) or [name])]
        inner = members(wish)
        if inner is None:
            yield path, bool(wish)
        elif _SLICE in inner:
            yield path, inner
        else:
            yield from _wishes(inner, tuple(path))


def _included(node: Any, paths: list[list[str]]) -> Any:
    """Keep what is on a path; an array is looked through, and what is no object is kept as it is."""
    inner, row = members(node), elements(node)
    if row is not None:
        return [_included(each, paths) for each in row]
    if inner is None:
        return node
    kept: dict[str, Any] = {}
    for name, value in inner.items():
        below = [path[1:] for path in paths if path[0] == name]
        if below:
            kept[name] = value if [] in below else _included(value, below)
    return kept


def _excluded(node: Any, path: list[str]) -> Any:
    inner, row = members(node), elements(node)
    if row is not None:
        return [_excluded(each, path) for each in row]
    if inner is None or path[0] not in inner:
        return node
    if not path[1:]:
        return {name: value for name, value in inner.items() if name != path[0]}
    return {**inner, path[0]: _excluded(inner[path[0]], path[1:])}


def _cut(node: Any, path: list[str], wish: Mapping[str, Any]) -> Any:
    inner, row = members(node), elements(node)
    if not path:
        return node if row is None else _sliced(row, wish[_SLICE])
    if row is not None:
        return [_cut(each, path, wish) for each in row]
    if inner is None or path[0] not in inner:
        return node
    return {**inner, path[0]: _cut(inner[path[0]], path[1:], wish)}


def _sliced(row: list[Any], wish: Any) -> list[Any]:
    """``n``: the first, or the last; ``[skip, count]``: from the start, or from the end."""
    if isinstance(wish, int):
        return row[:wish] if wish >= 0 else row[wish:]
    skip, count = wish
    start = skip if skip >= 0 else max(len(row) + skip, 0)
    return row[start : start + count]


def judge(clause: Any) -> None:
    """Refuse a projection that breaks a rule of section 6."""
    if members(clause) is None:
        refuse("UNSUPPORTED_PROJECTION_DEFINITION")
    wrong = any(_wrong(name, wish, root=True) for name, wish in clause.items())
    if not wrong:
        wishes = list(_wishes(clause))
        paths = [path for path, _ in wishes]
        modes = {wish for path, wish in wishes if isinstance(wish, bool) and path[0] not in {"_id", *_SPECIAL}}
        overlap = any(a is not b and a == b[: len(a)] for a in paths for b in paths)
        wrong = overlap or (["*"] not in paths and len(modes) > 1) or (["*"] in paths and len(paths) > 1)
    if wrong:
        refuse("UNSUPPORTED_PROJECTION_PARAM")


def _wrong(name: str, wish: Any, *, root: bool = False) -> bool:
    if "" in (trail(name) or [""]) or (name.startswith("$") and not (root and name in _SPECIAL)):
        return True
    inner = members(wish)
    if inner is None:
        return not isinstance(wish, int | float)
    if any(key.startswith("$") for key in inner):
        return list(inner) != [_SLICE] or not _may_slice(inner[_SLICE])
    return any(_wrong(*entry) for entry in inner.items())


def _may_slice(wish: Any) -> bool:
    numbers = [wish] if isinstance(wish, int) else elements(wish) or []
    whole = all(isinstance(each, int) and not isinstance(each, bool) for each in numbers)
    return whole and (not isinstance(wish, list) or (len(numbers) == 2 and numbers[1] >= 0))
