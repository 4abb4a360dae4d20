"""Print a sample of the mutants of some modules as JSON lines: ``with_mutmut.py COUNT SEED ROOT FOLDER…``.

Runs in an environment of its own, which has mutmut, and uses nothing of it but the operators: its own runner tests
functions inside one process, and what is tested here is a server. Each line tells the module, where the change is and
how it reads, and the whole text of the module with it.
"""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import libcst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode


class Module:
    """One file and every change that the operators know for it."""

    def __init__(self, file: Path, root: Path) -> None:
        wrapper = MetadataWrapper(libcst.parse_module(file.read_text(encoding="utf-8")))
        visitor = MutationVisitor(mutation_operators, IgnoredCode(set(), set(), set()))
        self._tree = wrapper.visit(visitor)
        self._positions = wrapper.resolve(PositionProvider)
        self._name = ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        self._changes = visitor.mutations

    def ids(self, seed: int) -> Iterator[tuple[str, "Module", int]]:
        """Name each change by what it does, not by its place: elsewhere the file may change and they stay the same."""
        seen = Counter[str]()
        for number, change in enumerate(self._changes):
            words = f"{self._name} {self._text(change.original_node)} {self._text(change.mutated_node)}"
            seen[words] += 1
            yield hashlib.blake2b(f"{seed} {words} {seen[words]}".encode(), digest_size=6).hexdigest(), self, number

    def told(self, number: int) -> dict[str, object]:
        """Describe one change, with the module as it reads then."""
        change = self._changes[number]
        position = self._positions.get(change.original_node)
        return {
            "module": self._name,
            "line": position.start.line if position else self._near(change.original_node),
            "before": self._text(change.original_node),
            "after": self._text(change.mutated_node),
            "source": self._tree.deep_replace(change.original_node, change.mutated_node).code,
        }

    def _text(self, node: libcst.CSTNode) -> str:
        return " ".join(self._tree.code_for_node(node).split())

    def _near(self, node: libcst.CSTNode) -> int:
        """Find the line of what has no position of its own, such as ``is``, by what holds it."""
        holders = (place for holder, place in self._positions.items() if any(part is node for part in holder.children))
        return next(holders).start.line


def main(count: int, seed: int, root: Path, folders: list[str]) -> None:
    """Draw from all changes of all files alike, so that a long module has as many as it is long."""
    files = sorted(file for folder in folders for file in (root / folder).rglob("*.py"))
    every = sorted((each for file in files for each in Module(file, root).ids(seed)), key=lambda each: each[0])
    for name, module, number in every[:count]:
        sys.stdout.write(json.dumps({"id": name, **module.told(number)}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
