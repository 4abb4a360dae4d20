"""Who may import whom, beyond what import-linter's contracts say."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

# Packages whose modules are strangers to each other: what two of them need alike lives below them.
STRANGERS = (
    "vectorproof.mocks.dataapi.commands",
    "vectorproof.mocks.defects",
    "vectorproof.harness.checks",
    "vectorproof.harness.cli",
    "vectorproof.reports.formats",
)
# Modules inside those packages that the others stand on, and why.
GROUND: Mapping[str, str] = {
    "vectorproof.harness.checks.answers": "what any refusal and any success is; the judges of one topic narrow it",
    "vectorproof.harness.checks.plain": "how judges combine, and the judge that is a line of Python",
    "vectorproof.harness.checks.shapes": "tells lists from objects, for every judge that looks into a body",
    "vectorproof.harness.cli.inventory": "what there is of each kind, for the two verbs that list and explain it",
    "vectorproof.harness.cli.progress": "how far a run is, in the forms that the verb `run` offers",
    "vectorproof.harness.cli.summary": "where the verb `run` puts its Markdown in a job",
    "vectorproof.harness.cli.showing": "which record is meant and where a sheet goes, for every verb that shows one",
}

# Parts that know nothing of HTTP.
SILENT = (
    "vectorproof.specs",
    "vectorproof.reports",
    "vectorproof.suites",
    "vectorproof.mocks.dataapi.storage",
    "vectorproof.mocks.dataapi.clauses",
    "vectorproof.harness.checks",
    "vectorproof.harness.verdict",
)
HTTP = frozenset({"aiohttp", "http", "httpx", "requests", "urllib3", "socket"})


def inside(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def imported(tree: ast.Module) -> Iterator[str]:
    """Name everything that a module imports, wherever the statement stands, as far as syntax can tell."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_import_linter_finds_every_contract_kept(root: Path) -> None:
    line = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]

    done = subprocess.run(line, cwd=root, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("package", STRANGERS)
def test_strangers_do_not_import_each_other(modules: Mapping[str, ast.Module], package: str) -> None:
    strangers = {name for name in modules if name.startswith(package + ".")} - GROUND.keys()

    meetings = [
        f"{name} imports {other}"
        for name in sorted(strangers)
        for other in sorted(set(imported(modules[name])) & strangers)
        if other != name
    ]

    assert meetings == []


def test_no_case_knows_the_simulator(modules: Mapping[str, ast.Module]) -> None:
    """A simulator that is judged by its own functions proves nothing."""
    guilty = {
        name
        for name, tree in modules.items()
        if inside(name, "vectorproof.suites") and any(inside(i, "vectorproof.mocks") for i in imported(tree))
    }

    assert guilty == set()


def test_only_the_command_line_knows_the_simulator(modules: Mapping[str, ast.Module]) -> None:
    guilty = {
        name
        for name, tree in modules.items()
        if not inside(name, "vectorproof.mocks")
        and not inside(name, "vectorproof.harness.cli")
        and any(inside(i, "vectorproof.mocks") for i in imported(tree))
    }

    assert guilty == set()


@pytest.mark.parametrize("package", SILENT)
def test_what_judges_stores_or_tells_speaks_no_http(modules: Mapping[str, ast.Module], package: str) -> None:
    speaking = [
        f"{name} imports {i}"
        for name, tree in sorted(modules.items())
        if inside(name, package)
        for i in sorted(set(imported(tree)))
        if i.partition(".")[0] in HTTP
    ]

    assert speaking == []
    assert any(inside(name, package) for name in modules), f"there is no {package}: the rule protects nothing"
