"""Short modules and short functions, so that each can be read at one sitting."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

LINES_WISHED = 300
LINES_MAX = 500
FUNCTION_LINES_MAX = 50

# Modules that are longer than wished, and why no seam was found in them.
LONGER: Mapping[str, str] = {
    "tests/unit/harness/test_runs.py": "whole runs over one small stage, each with another trouble",
    "tests/unit/mocks/dataapi/test_documents.py": "tables of what writing and reading documents refuse",
    "tests/unit/mocks/dataapi/test_vectorize.py": "tables of what the provider may answer and what becomes of it",
    "tests/unit/specs/test_requirements.py": "one catalogue, and each way in which its files may be wrong",
}


def lengths(texts: Mapping[Path, str]) -> dict[str, int]:
    return {str(file): text.count("\n") for file, text in texts.items() if file.suffix == ".py"}


def test_no_module_is_too_long_to_read(texts: Mapping[Path, str]) -> None:
    assert {name: n for name, n in lengths(texts).items() if n > LINES_MAX} == {}


def test_each_module_that_is_longer_than_wished_has_a_reason(texts: Mapping[Path, str]) -> None:
    assert {name for name, n in lengths(texts).items() if n > LINES_WISHED} == set(LONGER)


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Tell each function's name and its lines of body, without its docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            yield node.name, (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_function_is_too_long_to_read(modules: Mapping[str, ast.Module]) -> None:
    long = {
        f"{name}.{function}": n
        for name, tree in modules.items()
        for function, n in functions(tree)
        if n > FUNCTION_LINES_MAX
    }

    assert long == {}
