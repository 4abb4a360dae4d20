"""The snippets that the page prints without their last brackets, given to the languages' own parsers.

Only syntax is asked about, so that no client's library is needed; Node reads the TypeScript snippet, too, for there are
no types in it.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from vectorproof.harness.case import requirement
from vectorproof.harness.checks.commands import complained, created_collection, well_formed_program
from vectorproof.harness.needs import Needs
from vectorproof.harness.shell import Ended, needs_program, run_in_shell
from vectorproof.harness.target import Target
from vectorproof.suites.client.page import Choice, names_keyspace_of, snippet
from vectorproof.suites.client.recorded import filled, play, recordings, words_of

_SECRET: Final = "jina_" + "r" * 60
_CHOICE: Final = Choice("jina-embeddings-v2-base-en", 768, "cosine")


@dataclass(frozen=True, slots=True)
class _Parser:
    """A program that reads a snippet of its language from a file of this name without running it."""

    language: str
    program: str
    options: str
    file: str

    def read(self, source: str) -> Ended:
        """Let it read a text."""
        with TemporaryDirectory() as folder:
            (Path(folder) / self.file).write_text(source, encoding="utf-8")
            return run_in_shell(f'cd "$FOLDER" && {self.program} {self.options} {self.file}', {"FOLDER": folder})


_NODE: Final = _Parser("typescript", "node", "--check", "snippet.mjs")
# Nothing beyond the syntax is looked at: the client's classes are not there.
_JAVAC: Final = _Parser("java", "javac", "-proc:none -XDshould-stop.ifNoError=PARSE", "Quickstart.java")


@requirement("CLIENT-007")
def test_typescript(target: Target) -> None:
    """As printed the TypeScript snippet is no program; closed it is one, and what it sends makes the collection."""
    _closed(target, _NODE)


@requirement("CLIENT-007")
def test_java(target: Target) -> None:
    """As printed the Java snippet is no program; closed it is one, and what it sends makes the collection."""
    _closed(target, _JAVAC)


def _closed(target: Target, parser: _Parser) -> None:
    needs_program(parser.program)
    client = recordings()[f"{parser.language}-1.x"]
    with target.space(Needs()) as space:
        names_keyspace_of(space.database)
        collection = space.database.new_name()
        words = words_of(collection, space.key_name("k1", _SECRET), _CHOICE)
        printed = filled(snippet(parser.language), words)
        space.check("CLIENT-007", parser.read(printed), complained())
        space.check("CLIENT-007", parser.read(printed + client.closing), well_formed_program())
        space.check("CLIENT-007", play(space.database, client, words), created_collection(collection))
