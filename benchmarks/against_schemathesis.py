"""What the suites find beside plain Schemathesis: the same wrong simulators, the same seconds for each of the two.

    python benchmarks/against_schemathesis.py [--seconds 20] [--every 10] [--only PATTERN …] [--json]

Schemathesis runs as its users run it, ``schemathesis run`` on the document that ``vectorproof spec openapi`` writes,
with all of its own checks; it is told a keyspace and a collection that are there. On the right simulator it has
findings, too: what it says of a wrong one counts only if it did not say it of the right one, under any of three seeds.
The suites play every case in their order, one example each, then more, until something is found: no case is told which
defect there is. The simulators are processes of their own.
"""

import argparse
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from measuring.processes import running, vectorproof

from vectorproof.harness.case import catalogue
from vectorproof.harness.proving.killing import playing
from vectorproof.mocks import defects
from vectorproof.specs.openapi import document
from vectorproof.specs.requirements import requirements

SERVE = vectorproof("serve", "--port", "0", "--jina-port", "0", "--json")
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
COLLECTION = "things"
SEEDS = (1, 2, 3)
# How many examples of each case are drawn in the first round, in the second, and so on.
ROUNDS = (1, 5, 25)
KNOWN = '[parameters]\n"path.keyspace" = "{keyspace}"\n"path.collection" = "{collection}"\n'

Complaints = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Found:
    """What both made of one simulator: the first requirement and when, and Schemathesis' codes with operations."""

    defect: str
    requirement: str | None
    after_s: float
    schemathesis: tuple[str, ...]


def main() -> None:
    """Measure and print."""
    asked = options().parse_args()
    right = frozenset[tuple[str, str]]().union(*(complaints(asked.seconds, seed) for seed in SEEDS))
    alarm, _ = first_finding(asked.seconds)
    found = [one(name, asked.seconds, right) for name in chosen(asked.only, asked.every)]
    sys.stdout.write(told(found, alarm, right, asked.seconds, as_json=asked.json))


def options() -> argparse.ArgumentParser:
    """Declare the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=20, help="for each of the two and each simulator")
    parser.add_argument("--every", type=int, default=10, help="take one defect in so many, in the order of their names")
    parser.add_argument("--only", metavar="PATTERN", action="append", help="take only these defects")
    parser.add_argument("--json", action="store_true")
    return parser


def chosen(patterns: list[str] | None, every: int) -> list[str]:
    """Choose defects."""
    names = list(defects.catalogue())
    if patterns:
        return [name for name in names if any(fnmatchcase(name, pattern) for pattern in patterns)]
    return names[::every]


def one(name: str, seconds: int, right: Complaints) -> Found:
    """Let both look for one defect."""
    requirement, after_s = first_finding(seconds, name)
    complained = sorted(complaints(seconds, SEEDS[0], name) - right)
    return Found(name, requirement, round(after_s, 2), tuple(f"{code} {operation}" for code, operation in complained))


@contextmanager
def served(names: tuple[str, ...]) -> Generator[Mapping[str, Any]]:
    """Serve a simulator in a process of its own."""
    with running([*SERVE, *(word for name in names for word in ("--defect", name))], None) as server:
        yield server.ready


def first_finding(seconds: int, *names: str) -> tuple[str | None, float]:
    """Play cases until one finds something or the time is up; gives the requirement, and how long it took."""
    cases = catalogue(known=requirements(), deep=False).values()
    with playing(served, *names) as player:
        began = time.monotonic()
        for seed in count():
            for case in cases:
                played = player.play(case, examples=max(1, ROUNDS[min(seed, 2)] // case.cost), edges=False, seed=seed)
                taken = time.monotonic() - began
                if played.found or taken > seconds:
                    return next(iter(played.found), None), taken
    raise AssertionError("counting does not end")


def complaints(seconds: int, seed: int, *names: str) -> Complaints:
    """Let Schemathesis look; gives its codes, each with the operation that it says them of."""
    with served(names) as ready, TemporaryDirectory() as folder:
        origin = str(ready["data_api"]).partition("/v1")[0]
        make_collection(origin, str(ready["keyspace"]), str(ready["token"]))
        Path(folder, "openapi.json").write_text(json.dumps(document("per-command")), encoding="utf-8")
        known = KNOWN.format(keyspace=ready["keyspace"], collection=COLLECTION)
        Path(folder, "schemathesis.toml").write_text(known, encoding="utf-8")
        line = [str(SCHEMATHESIS), "run", "openapi.json", "--url", origin, "-H", f"Token: {ready['token']}"]
        limits = ["--max-time", str(seconds), "--seed", str(seed), "--no-shrink"]
        report = ["--report", "json", "--report-json-path", "report.json"]
        subprocess.run([*line, *limits, *report], cwd=folder, capture_output=True, check=False)
        told = json.loads(Path(folder, "report.json").read_bytes())
    return frozenset((failure["code"], where) for failure in told["failures"] for where in failure["operations"])


def make_collection(origin: str, keyspace: str, token: str) -> None:
    """Make the collection that Schemathesis is told of."""
    body = {"createCollection": {"name": COLLECTION, "options": {"vector": {"dimension": 3}}}}
    headers = {"Token": token, "Content-Type": "application/json"}
    question = urllib.request.Request(f"{origin}/v1/{keyspace}", json.dumps(body).encode(), headers)  # noqa: S310  # http
    with urllib.request.urlopen(question) as answer:  # noqa: S310  # our own simulator
        answer.read()


def told(found: list[Found], alarm: str | None, right: Complaints, seconds: int, *, as_json: bool) -> str:
    """Write what was found, line by line, and the sums."""
    ours, theirs = sum(bool(one.requirement) for one in found), sum(bool(one.schemathesis) for one in found)
    sums = {"seconds": seconds, "defects": len(found), "suites": ours, "schemathesis": theirs}
    alarms = {"suites": alarm, "schemathesis": len(right)}
    if as_json:
        return json.dumps({**sums, "said of the right one": alarms, "found": [asdict(one) for one in found]}) + "\n"
    lines = [f"{one.defect:50} {one.requirement or '-':14} {one.after_s:6.2f} s  {first_of(one)}" for one in found]
    lines += [
        f"found in {seconds} s each, of {len(found)}: {ours} by the suites, {theirs} by Schemathesis",
        f"said of the right simulator: {alarm or 'nothing'} by the suites, {len(right)} complaints by Schemathesis",
    ]
    return "".join(f"{line}\n" for line in lines)


def first_of(one: Found) -> str:
    """Say Schemathesis' first complaint of a simulator, and how many more there were."""
    more = len(one.schemathesis) - 1
    return next(iter(one.schemathesis), "-") + (f" and {more} more" if more > 0 else "")


if __name__ == "__main__":
    main()
