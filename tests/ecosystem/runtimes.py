"""Libraries of other languages, fetched once by their own package managers and kept under ``.tox``."""

import shutil
from pathlib import Path

import pytest
from tests.ecosystem.places import PLACES, done, made_once

_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"


def needs(*programs: str) -> None:
    """Skip the test where a program is not installed, and say which."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"there is no {program} on this machine")


def node_modules(described: Path) -> Path:
    """Give a folder with the ``node_modules`` that the ``package-lock.json`` of a folder locks by content."""
    needs("node", "npm")
    files = [described / "package.json", described / "package-lock.json"]

    def make(place: Path) -> None:
        for file in files:
            shutil.copy(file, place)
        done(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], place)

    return made_once(f"node-{described.name}", b"".join(file.read_bytes() for file in files), make)


def java_libraries(described: Path) -> Path:
    """Give a folder of jars: what the ``pom.xml`` of a folder asks for, and what that asks for in turn."""
    needs("javac", "java", "mvn")
    pom = described / "pom.xml"

    def make(place: Path) -> None:
        line = ["mvn", "--quiet", "--batch-mode", f"-Dmaven.repo.local={PLACES / 'maven'}", _COPY]
        done([*line, "-DincludeScope=runtime", f"-DoutputDirectory={place}", "--file", pom], described)

    return made_once(f"java-{described.name}", pom.read_bytes(), make)
