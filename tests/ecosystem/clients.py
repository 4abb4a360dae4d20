"""How a snippet becomes a program of its language, and how that is built and run: one class for each language.

Nothing but files, compilers and processes is known here; what a program should do is the tests' business.
"""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.ecosystem.places import environment
from tests.ecosystem.runtimes import java_libraries, needs, node_modules

SNIPPETS = Path(__file__).with_name("snippets")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended, and what it said."""

    code: int
    output: str
    complaint: str


class Language(Protocol):
    """A language, in one generation of its client."""

    @property
    def client(self) -> str:
        """What it is called where the simulator tells clients what they need."""
        ...

    @property
    def folder(self) -> Path:
        """Where its snippets lie."""
        ...

    def build(self, source: str, work: Path) -> Ended:
        """Write the program into a folder and compile it, as far as the language does that."""
        ...

    def run(self, work: Path, variables: Mapping[str, str]) -> Ended:
        """Run what was built there."""
        ...


def ran(line: list[str | Path], work: Path, variables: Mapping[str, str] | None = None) -> Ended:
    """Run a program in a folder with these variables and no others but where programs are."""
    settings = {"PATH": os.environ["PATH"], "HOME": str(work), "LC_ALL": "C.UTF-8", **(variables or {})}
    words = [str(word) for word in line]
    run = subprocess.run(words, cwd=work, env=settings, capture_output=True, text=True, check=False, timeout=120)
    return Ended(run.returncode, run.stdout, run.stderr)


@dataclass(frozen=True, slots=True)
class Python:
    """Python, with the client of one lock."""

    generation: str
    lock: str
    client: str = "python"

    @property
    def folder(self) -> Path:
        """Where its snippets lie."""
        return SNIPPETS / "python" / self.generation

    def build(self, source: str, work: Path) -> Ended:
        """Compile it, which only says whether it is Python at all."""
        (work / "snippet.py").write_text(source)
        return ran([environment(self.lock), "-m", "py_compile", "snippet.py"], work)

    def run(self, work: Path, variables: Mapping[str, str]) -> Ended:
        """Run it."""
        return ran([environment(self.lock), "snippet.py"], work, variables)


@dataclass(frozen=True, slots=True)
class TypeScript:
    """TypeScript, compiled with all of the compiler's checks of types but those of missing values."""

    generation: str
    client: str = "node"

    @property
    def folder(self) -> Path:
        """Where its snippets lie."""
        return SNIPPETS / "typescript" / self.generation

    def build(self, source: str, work: Path) -> Ended:
        """Compile it to what Node runs."""
        modules = node_modules(self.folder) / "node_modules"
        (work / "node_modules").symlink_to(modules)
        (work / "snippet.ts").write_text(source)
        options = ["--module", "nodenext", "--target", "es2022", "--types", "node", "--skipLibCheck"]
        return ran(["node", modules / "typescript" / "bin" / "tsc", *options, "snippet.ts"], work)

    def run(self, work: Path, variables: Mapping[str, str]) -> Ended:
        """Run it."""
        return ran(["node", "snippet.js"], work, variables)


@dataclass(frozen=True, slots=True)
class Java:
    """Java."""

    generation: str
    client: str = "java"

    @property
    def folder(self) -> Path:
        """Where its snippets lie."""
        return SNIPPETS / "java" / self.generation

    def build(self, source: str, work: Path) -> Ended:
        """Compile it; the page's class is called ``Quickstart``."""
        (work / "Quickstart.java").write_text(source)
        return ran(["javac", "-proc:none", "-cp", f"{java_libraries(self.folder)}/*", "Quickstart.java"], work)

    def run(self, work: Path, variables: Mapping[str, str]) -> Ended:
        """Run it."""
        return ran(["java", "-cp", f".:{java_libraries(self.folder)}/*", "Quickstart"], work, variables)


@dataclass(frozen=True, slots=True)
class Shell:
    """A shell with curl and jq."""

    client: str = "curl"

    @property
    def folder(self) -> Path:
        """Where its snippets lie."""
        return SNIPPETS / "curl"

    def build(self, source: str, work: Path) -> Ended:
        """Let the shell read it."""
        needs("curl", "jq")
        (work / "snippet.sh").write_text(source)
        return ran(["sh", "-n", "snippet.sh"], work)

    def run(self, work: Path, variables: Mapping[str, str]) -> Ended:
        """Run it."""
        return ran(["sh", "snippet.sh"], work, variables)
