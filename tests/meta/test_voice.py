"""Only the command line prints or ends the process; everything else gives values and raises."""

import ast
from collections.abc import Iterator, Mapping

CLI = "vectorproof.harness.cli"
STREAMS = frozenset({"stdout", "stderr"})
EXITS = frozenset({"exit", "_exit"})


def voices(tree: ast.Module) -> Iterator[str]:
    """Tell each place where a module prints or exits, as ``line: what``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "exit", "quit"}:
            yield f"{node.lineno}: {node.func.id}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "sys" and node.attr in STREAMS | EXITS:
                yield f"{node.lineno}: sys.{node.attr}"
            if node.value.id == "os" and node.attr in EXITS:
                yield f"{node.lineno}: os.{node.attr}"
        if isinstance(node, ast.Raise) and node.exc and "SystemExit" in ast.dump(node.exc):
            yield f"{node.lineno}: SystemExit"


def test_only_the_command_line_prints_or_exits(modules: Mapping[str, ast.Module]) -> None:
    loud = [
        f"{name}:{voice}"
        for name, tree in sorted(modules.items())
        if not name.startswith(CLI)
        for voice in voices(tree)
    ]

    assert loud == []


def test_the_rule_sees_each_way_to_be_loud() -> None:
    tree = ast.parse("print(1)\nsys.stdout.write('')\nsys.exit(1)\nos._exit(1)\nraise SystemExit\nexit()")

    assert len(list(voices(tree))) == 6
