"""What judges the simulator shares nothing with it: neither an import nor a run of lines."""

import ast
import io
import sys
import tokenize
from collections.abc import Iterator, Mapping
from pathlib import Path

MODELS = "suites/vectorproof/suites/models/"
SIMULATOR = "mocks/vectorproof/mocks/"
OWN = "vectorproof.suites.models"
#: So many tokens in a row are no accident: about six lines of code.
RUN = 40
_SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.STRING}


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def runs(text: str) -> set[tuple[str, ...]]:
    """Give every row of so many tokens behind the imports; documentation and comments do not count."""
    tree = ast.parse(text)
    tree.body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    code = ast.unparse(tree)
    tokens = [
        token.string for token in tokenize.generate_tokens(io.StringIO(code).readline) if token.type not in _SKIPPED
    ]
    return {tuple(tokens[start : start + RUN]) for start in range(len(tokens) - RUN + 1)}


def test_models_import_the_standard_library_and_themselves(modules: Mapping[str, ast.Module]) -> None:
    trees = {name: tree for name, tree in modules.items() if name.startswith(OWN)}
    foreign = {
        f"{name}: {module}"
        for name, tree in trees.items()
        for module in imported(tree)
        if not module.startswith(OWN) and module.partition(".")[0] not in sys.stdlib_module_names
    }

    assert len(trees) > 5
    assert sorted(foreign) == []


def test_models_and_simulator_share_no_run_of_code(texts: Mapping[Path, str]) -> None:
    def of(folder: str) -> dict[str, set[tuple[str, ...]]]:
        return {
            str(file): runs(text)
            for file, text in texts.items()
            if str(file).startswith(folder) and file.suffix == ".py"
        }

    models, simulator = of(MODELS), of(SIMULATOR)
    shared = {(one, other) for one, left in models.items() for other, right in simulator.items() if left & right}

    assert len(models) > 5
    assert len(simulator) > 100
    assert shared == set()


def test_a_copied_function_would_be_seen() -> None:
    text = Path(__file__).read_text("utf-8")

    assert runs(text) & runs(f"# copied\n{text}")
