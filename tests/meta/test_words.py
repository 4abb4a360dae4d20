"""What no file of the project may say: where it was made, where packages come from, what is left undone."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

# The one file that spells out what it looks for.
SELF = Path("tests/meta/test_words.py")

UNWANTED: Mapping[str, str] = {
    "unfinished work": r"(?i)\b(?:todo|fixme|xxx|not yet implemented)\b|NotImplementedError",
    "a path of one machine": r"(?<![\w.])/(?:work|farm|root|home/\w+)/",
    "a number of a tracker": r"(?i)\bissue #?\d+\b",
    "a download address": r"https?://\S+\.(?:whl|tar\.gz|tgz|jar|deb)\b",
    "a package index": r"--(?:extra-)?index-url|\bregistry ?= ?\"http",
    "a merge left open": r"(?m)^(?:<{7}|>{7}|={7})(?: |$)",
}

# Every host that a file may name: its own machine, names that never resolve, the services the product speaks of, the
# other providers that a Data API lists, and the standards it follows.
HOSTS = re.compile(
    r"""
      [a-z]+ | 127(?:\.\d+){3} | 0\.0\.0\.0 | \[[0-9a-f:]+\]
    | [\w.-]*\.(?:example|invalid|test|localhost) | [\w.-]*\bexample\.(?:com|org|net)
    | (?:[\w.-]+\.)?(?:datastax\.com|jina\.ai)
    | api\.(?:openai\.com|voyageai\.com|mistral\.ai|upstage\.ai) | router\.huggingface\.co
    | json-schema\.org | spec\.openapis\.org | www\.w3\.org | www\.apache\.org
    | keepachangelog\.com | semver\.org
    """,
    re.VERBOSE,
)
ADDRESS = re.compile(r"https?://([\w.\-\[\]]*[\w\]])")


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_says(texts: Mapping[Path, str], what: str) -> None:
    found = [
        f"{file}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for file, text in texts.items()
        if file != SELF
        for match in re.finditer(UNWANTED[what], text)
    ]

    assert found == []


def test_every_address_is_of_a_known_host(texts: Mapping[Path, str]) -> None:
    strange = {
        f"{file}: {match[1]}"
        for file, text in texts.items()
        if file != SELF
        for match in ADDRESS.finditer(text)
        if not HOSTS.fullmatch(match[1].partition(":")[0] if match[1][0] != "[" else match[1])
    }

    assert sorted(strange) == []
