"""The projection clause: which parts of a document an answer shows. Source: data-api 6."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from vectorproof.mocks.dataapi.clauses.paths import PathError, split
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import is_array, is_number, is_object, type_name

ID, ALL = "_id", "*"
SPECIALS: Final = frozenset({"$vector", "$vectorize", "$lexical"})
Slice = Callable[[list[Any]], list[Any]]


@dataclass(slots=True)
class _Node:
    """What a projection says at one path: nothing (but its members), that it is listed, or which slice of it."""

    members: "dict[str, _Node]" = field(default_factory=lambda: {})  # noqa: PIE807  # so that it has a type
    listed: bool = False
    slice: Slice | None = None


@dataclass(frozen=True, slots=True)
class Projection:
    """A projection that was read; ``apply`` never changes the document it is given."""

    apply: Callable[[Mapping[str, Any]], dict[str, Any]]


def parse(given: bool, projection_json: Any) -> Projection:  # noqa: FBT001  # absent and null differ here
    """Read a projection; without one, all is shown but the ``$`` fields."""
    if not given:
        return Projection(_without_specials)
    if not is_object(projection_json):
        raise WireError("UNSUPPORTED_PROJECTION_DEFINITION", found=type_name(projection_json))
    if ALL in projection_json:
        return _everything(projection_json)
    reader = _Reader()
    reader.members(projection_json, ())
    return Projection(reader.projector().apply)


def _without_specials(document: Mapping[str, Any]) -> dict[str, Any]:
    # A copy and what is taken out of it: quicker than a look at each name.
    shown = dict(document)
    take_out = shown.pop
    take_out("$vector", None)
    take_out("$vectorize", None)
    take_out("$lexical", None)
    return shown


def _everything(projection_json: Mapping[str, Any]) -> Projection:
    if len(projection_json) > 1:
        raise _refused("'*' can be the only key of a projection")
    value = projection_json[ALL]
    if not isinstance(value, bool) and not is_number(value):
        raise _refused(f"'*' needs a Number or Boolean, found {type_name(value)}")
    return Projection(dict if value else (lambda _: {}))


@dataclass(slots=True)
class _Projector:
    """Shows documents: regular fields by a tree, ``_id`` and the ``$`` fields each by its own switch."""

    root: _Node = field(default_factory=_Node)
    including: bool = False
    with_id: bool = True
    specials: Mapping[str, bool] = field(default_factory=dict[str, bool])

    def apply(self, document: Mapping[str, Any]) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for name, value in document.items():
            if name == ID:
                if self.with_id:
                    shown[name] = value
            elif name in SPECIALS:
                if self.specials.get(name, False):
                    shown[name] = value
            else:
                self._member(shown, name, value, self.root.members.get(name))
        return shown

    def _member(self, shown: dict[str, Any], name: str, value: Any, node: _Node | None) -> None:
        if node is None:
            if not self.including:
                shown[name] = value
        elif node.listed:
            if self.including:
                shown[name] = value
        elif node.slice is not None:
            shown[name] = node.slice(value) if is_array(value) else value
        else:
            shown[name] = self._below(value, node)

    def _below(self, value: Any, node: _Node) -> Any:
        if is_object(value):
            part: dict[str, Any] = {}
            for name, member in value.items():
                self._member(part, name, member, node.members.get(name))
            return part
        if is_array(value):
            return [self._below(item, node) for item in value]
        return value


class _Reader:
    """Reads the members of a projection into a tree and decides between including and excluding."""

    def __init__(self) -> None:
        self._root = _Node()
        self._with_id = True
        self._specials: dict[str, bool] = {}
        self._includes: str | None = None
        self._excludes: str | None = None

    def projector(self) -> _Projector:
        return _Projector(self._root, self._includes is not None, self._with_id, self._specials)

    def members(self, members: Mapping[str, Any], parent: tuple[str, ...]) -> None:
        for name, value in members.items():
            if not name:
                raise _refused("a path cannot be empty")
            if name.startswith("$"):
                self._special(name, value, parent)
            else:
                self._path(name, value, parent)

    def _special(self, name: str, value: Any, parent: tuple[str, ...]) -> None:
        if parent:
            if name != "$slice":
                raise _refused(f"unrecognized operator '{name}', only '$slice' is supported")
            self._place(parent).slice = _slice(value)
        elif name not in SPECIALS:
            raise _refused(f"path cannot start with '$' (no root-level operators): '{name}'")
        else:
            self._specials[name] = _flag(name, value)

    def _path(self, name: str, value: Any, parent: tuple[str, ...]) -> None:
        try:
            segments = (*parent, *split(name))
        except PathError as error:
            raise _refused(f"path '{name}' is not a valid path: {error}") from error
        if "" in segments:
            raise _refused(f"path '{name}' has an empty segment")
        if is_object(value):
            self.members(value, segments)
        elif segments == (ID,):
            self._with_id = _flag(name, value)
        else:
            self._list(segments, included=_flag(name, value))

    def _list(self, segments: tuple[str, ...], *, included: bool) -> None:
        path = ".".join(segments)
        if included:
            self._includes = self._includes or path
        else:
            self._excludes = self._excludes or path
        if self._includes is not None and self._excludes is not None:
            verb, other = ("include", "exclusion") if included else ("exclude", "inclusion")
            raise _refused(f"cannot {verb} '{path}': other paths make this an {other} projection")
        self._place(segments).listed = True

    def _place(self, segments: tuple[str, ...]) -> _Node:
        node, path = self._root, ".".join(segments)
        for segment in segments:
            if node.listed or node.slice is not None:
                raise _refused(f"projection path conflict due to overlap: '{path}'")
            node = node.members.setdefault(segment, _Node())
        if node.listed or node.slice is not None or node.members:
            raise _refused(f"projection path conflict due to overlap: '{path}'")
        return node


def _flag(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if is_number(value):
        return bool(value)
    raise _refused(f"path '{name}' value has to be a Number, Boolean or Object, found {type_name(value)}")


def _slice(value: Any) -> Slice:
    if _is_whole(value):
        return (lambda items: items[:value]) if value >= 0 else (lambda items: items[value:])
    pair = is_array(value) and len(value) == 2 and all(map(_is_whole, value))  # noqa: PLR2004  # [skip, count]
    if not pair:
        raise _refused("'$slice' needs a whole number or an Array of two whole numbers")
    skip, count = value
    if count < 0:
        raise _refused("'$slice' needs a count of zero or more")
    return lambda items: items[_start(skip, len(items)) :][:count]


def _start(skip: int, length: int) -> int:
    return skip if skip >= 0 else max(length + skip, 0)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _refused(detail: str) -> WireError:
    return WireError("UNSUPPORTED_PROJECTION_PARAM", detail=detail)
