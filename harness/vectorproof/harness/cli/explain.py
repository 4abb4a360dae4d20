"""``vectorproof explain``: one requirement, case, error, fault or defect, with what belongs to it."""

import difflib
import json
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from vectorproof.harness.cli.inventory import INVENTORY, Row
from vectorproof.harness.errors import UsageError
from vectorproof.harness.json_values import list_in, object_in
from vectorproof.harness.remedies import Explanation, explanations

_KINDS: Final = ("requirements", "cases", "errors", "faults", "defects", "commands")
_INDENT: Final = "  "


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("explain")(explain)


def explain(
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="As vectorproof list shows it; an error's code will do.")
    ] = None,
    *,
    error: Annotated[
        str | None,
        typer.Option(metavar="FILE|-", help="An answer that you hold, as JSON: whose error, and what helps."),
    ] = None,
) -> None:
    """Explain one requirement, case, error, fault or defect, or the errors of an answer."""
    if (name is None) == (error is None):
        raise UsageError("explain takes --error with an answer, or the argument 'ID'; see vectorproof explain --help")
    if error is not None:
        typer.echo("\n\n".join(map(_told, _explanations(error))))
        return
    assert name is not None, "one of the two was given"
    found = [(kind, row) for kind in _KINDS for row in INVENTORY[kind]() if _is(row, name)]
    if not found:
        raise UsageError(_unknown(name))
    typer.echo("\n\n".join(_explained(kind, row) for kind, row in found))


def _explanations(file: str) -> tuple[Explanation, ...]:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        raise UsageError(
            f"--error {file}: cannot be read: {getattr(trouble, 'strerror', None) or trouble}"
        ) from trouble
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as trouble:
        raise UsageError(f"--error {file}: no JSON: {trouble}") from trouble
    found = explanations(answer)
    if not found:
        raise UsageError(f"--error {file}: there is no error in it; an object with errors, or with a code, is right")
    return found


def _told(one: Explanation) -> str:
    said = f"\n{_INDENT}it says: {' '.join(one.said.split())[:300]}" if one.said else ""
    lines = (one.code, f"side: {one.side.value}", f"cause: {one.cause}", f"what helps: {one.remedy}")
    return f"\n{_INDENT}".join(lines) + said


def _is(row: Row, name: str) -> bool:
    """Match an id, or an error's code without its scope."""
    known = str(row["id"])
    return name in {known, known.rpartition("/")[2] if known.isupper() else known}


def _unknown(name: str) -> str:
    """Name what is near, capitals or not, and nothing near of what can only be listed."""
    for kind in INVENTORY.keys() - set(_KINDS):
        if name == kind or any(name == row["id"] for row in INVENTORY[kind]()):
            return f"explain {name!r}: {kind} cannot be explained; {', '.join(_KINDS)} can"
    known = {str(row["id"]).casefold(): str(row["id"]) for kind in _KINDS for row in INVENTORY[kind]()}
    near = [known[found] for found in difflib.get_close_matches(name.casefold(), known, n=4)]
    hint = f"near: {', '.join(near)}" if near else f"{', '.join(_KINDS)} can be explained; see vectorproof list"
    return f"explain {name!r}: no such id; {hint}"


def _explained(kind: str, row: Row) -> str:
    lines = [f"{kind.removesuffix('s')} {row['id']}"]
    lines += [f"{_INDENT}{name}: {_shown(value)}" for name, value in row.items() if _says_more(name, value, row)]
    if kind == "requirements":
        lines += [f"{_INDENT}cases: {_shown(_citing('cases', 'requirements', row['id'])) or 'none'}"]
        lines += [f"{_INDENT}defects that it kills: {_shown(_citing('defects', 'kills', row['id'])) or 'none'}"]
    return "\n".join(lines)


def _says_more(name: str, value: object, row: Row) -> bool:
    """Leave out what is empty, and a contract that is its summary again."""
    return name != "id" and value not in (None, []) and (name == "summary" or value != row.get("summary"))


def _citing(kind: str, member: str, name: Any) -> list[str]:
    return [str(row["id"]) for row in INVENTORY[kind]() if name in row[member]]


def _shown(value: object) -> str:
    named, listed = object_in(value), list_in(value)
    if named is not None:
        return ", ".join(f"{name} ({each['kind']}, default {each['default']!r})" for name, each in named.items())
    if listed is not None:
        return ", ".join(map(str, listed))
    return str(value).replace("\n", f"\n{_INDENT * 2}")
