"""How fast the Data API simulator is, and how large, beside a bare aiohttp handler that moves the same bytes.

    python benchmarks/simulator.py [--repetitions 7] [--seconds 1] [--only NAME …] [--json]

Each server is a process on one core, the load is on another; repetitions alternate between the servers. NAME is one of
start, start-full, memory, calls, vectorize, filter, vectors, large-vectors, growth; all of them where none is named.
"""

import argparse
import base64
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from measuring.dataapi import DataApi, document, path
from measuring.directory import fill
from measuring.figures import Figure, Goal, as_json, as_table
from measuring.load import Load, again
from measuring.processes import cores, keep_to, running, vectorproof
from measuring.rounds import Contestant, Rounds, beside, measured

CONNECTIONS = 16
CALLS_MAX_PER_S = 20_000
SEARCHING = Path(__file__).parent / "measuring" / "searching.py"
SERVE = vectorproof("serve", "--port", "0", "--jina-port", "0", "--json")


@dataclass(frozen=True, slots=True)
class Setting:
    """How much is measured, and on which core the servers are."""

    repetitions: int
    seconds: float
    documents: int
    core: int | None

    def rounds(self, name: str, goal: float) -> Rounds:
        """Say how something is compared with the bare handler."""
        return Rounds(name, Goal(goal), path("c"), self.repetitions, self.seconds, self.core)


def main() -> None:
    """Measure and print."""
    asked = options().parse_args()
    server_core, load_core = cores()
    keep_to(load_core)
    setting = Setting(asked.repetitions, asked.seconds, asked.documents, server_core)
    found = [figure for name in asked.only or MEASURES for figure in MEASURES[name](setting)]
    sys.stdout.write((as_json if asked.json else as_table)(found) + "\n")


def options() -> argparse.ArgumentParser:
    """Declare the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0, help="of one repetition")
    parser.add_argument("--documents", type=int, default=10_000, help="in a collection that is searched")
    parser.add_argument("--only", choices=sorted(MEASURES), action="append")
    parser.add_argument("--json", action="store_true")
    return parser


def served(stack: ExitStack, setting: Setting, *more: str, headers: tuple[tuple[str, str], ...] = ()) -> DataApi:
    """Start a simulator for as long as a stack holds."""
    server = stack.enter_context(running([*SERVE, *more], setting.core))
    return DataApi(server, stack.enter_context(Load(server.ready["data_api"], CONNECTIONS)), headers)


def start(setting: Setting) -> Iterator[Figure]:
    """Compare the time to a first answer with that of importing two libraries, in turn."""
    ours: list[float] = []
    imports: list[float] = []
    for _ in range(setting.repetitions):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import aiohttp, numpy"], check=True)
        imports.append(time.perf_counter() - began)
        began = time.perf_counter()
        with ExitStack() as stack:
            served(stack, setting).told({"findCollections": {}})
            ours.append(time.perf_counter() - began)
    pairs = tuple(mine / theirs for mine, theirs in zip(ours, imports, strict=True))
    yield Figure("start to first answer, against importing aiohttp and numpy", "times", pairs, Goal(2, most=True))
    yield Figure("start to first answer", "ms", tuple(1000 * one for one in ours))


def start_full(setting: Setting) -> Iterator[Figure]:
    """Start from a directory that keeps a hundred times as many documents as a collection that is searched."""
    count, took, held = 100 * setting.documents, list[float](), list[float]()
    with TemporaryDirectory() as folder:
        with ExitStack() as stack:
            served(stack, setting, "--data-dir", folder).filled("c", ())
        fill(Path(folder), map(document, range(count)))
        for _ in range(min(setting.repetitions, 3)):
            began = time.perf_counter()
            with ExitStack() as stack:
                api = served(stack, setting, "--data-dir", folder)
                api.told({"findOne": {"filter": {"_id": document(count - 1)["_id"]}}}, "c")
                took.append(time.perf_counter() - began)
                held.append(api.server.resident_bytes() / 1e6)
    yield Figure(f"start to first answer with {count:,} documents kept", "s", tuple(took), Goal(30, most=True))
    yield Figure(f"memory with {count:,} documents", "MB", tuple(held))


def memory(setting: Setting) -> Iterator[Figure]:
    """Fill ten collections of a thousand documents and look at the process."""
    with ExitStack() as stack:
        api = served(stack, setting)
        for number in range(10):
            api.filled(f"c{number}", map(document, range(1_000)))
        held = api.server.resident_bytes() / 1e6
    yield Figure("memory with 10 collections of 1,000 documents", "MB", (held,), Goal(120, most=True))


def calls(setting: Setting) -> Iterator[Figure]:
    """Insert one, find one by its id."""
    with ExitStack() as stack:
        api = served(stack, setting)
        api.filled("c", map(document, range(setting.documents)))
        fresh = (inserting(number) for number in count(10**6))
        yield from compared(stack, api, fresh, setting.rounds("insertOne", 0.5))
        known = ({"findOne": {"filter": {"_id": f"document-{n * 7919 % setting.documents:08d}"}}} for n in count())
        yield from compared(stack, api, known, setting.rounds("findOne by id", 0.6))


def vectorize(setting: Setting) -> Iterator[Figure]:
    """Insert one document with a text to embed; the provider's mock is on the load's core."""
    with ExitStack() as stack:
        mock = stack.enter_context(
            running(vectorproof("serve", "--only", "jina", "--jina-port", "0", "--json"), cores()[1])
        )
        key = ("x-embedding-api-key", str(mock.ready["provider_key"]))
        api = served(stack, setting, "--provider-url", f"jinaAI={mock.ready['jina']}/v1/embeddings", headers=(key,))
        service = {"provider": "jinaAI", "modelName": "jina-embeddings-v3"}
        api.filled("c", (), vector={"dimension": 1024, "service": service})
        fresh = (inserting(n, **{"$vectorize": f"a text about item {n % 50}"}) for n in count())
        yield from compared(stack, api, fresh, setting.rounds("insertOne with $vectorize", 0.2))


def filtered(setting: Setting) -> Iterator[Figure]:
    """Find the ten documents of a group, by an equality."""
    with ExitStack() as stack:
        api = served(stack, setting)
        api.filled("c", map(document, range(setting.documents)))
        name = f"find by an equality, ten of {setting.documents:,}"
        groups = ({"find": {"filter": {"group": f"group-{n * 31 % (setting.documents // 10)}"}}} for n in count())
        yield from compared(stack, api, groups, setting.rounds(name, 0.2))


def vectors(setting: Setting) -> Iterator[Figure]:
    """Search a small collection by a vector."""
    yield from searched(setting, setting.documents, 1024)


def large_vectors(setting: Setting) -> Iterator[Figure]:
    """Search a large collection by a vector."""
    yield from searched(setting, 10 * setting.documents, 768)


def searched(setting: Setting, documents: int, dimension: int) -> Iterator[Figure]:
    """Compare a search with the bare product of numpy, on the same core, and one empty request."""
    random = np.random.default_rng(7)
    with ExitStack() as stack:
        api = served(stack, setting)
        stored = ({"_id": f"v{n}", "$vector": {"$binary": packed(random, dimension)}} for n in range(documents))
        api.filled("v", stored, vector={"dimension": dimension, "metric": "cosine"})
        api.filled("empty", ())
        wanted = {"$vector": random.standard_normal(dimension).astype(np.float32).tolist()}
        find, empty = api.request({"find": {"sort": wanted}}, "v"), api.request({"findOne": {}}, "empty")
        ten = api.request({"find": {"sort": wanted, "options": {"limit": 10}}}, "v")
        products, ours, tens, least = list[float](), list[float](), list[float](), list[float]()
        for _ in range(setting.repetitions):
            products.append(product_s(setting.core, documents, dimension))
            ours.append(best_s(api.load, find))
            tens.append(best_s(api.load, ten))
            least.append(products[-1] + best_s(api.load, empty))
        about = f"find by vector, {documents:,} of {dimension} numbers"
        for what, found in ((about, ours), (f"{about}, limit 10", tens)):
            times = tuple(mine / bare for mine, bare in zip(found, least, strict=True))
            yield Figure(f"{what}, against the product and an empty request", "times", times, Goal(1.5, most=True))
        yield Figure(about, "ms", tuple(1000 * one for one in ours))
        yield Figure(f"{about}: the product alone", "ms", tuple(1000 * one for one in products))
        yield from delays(api, find, empty, setting, about)


def delays(api: DataApi, find: bytes, empty: bytes, setting: Setting, about: str) -> Iterator[Figure]:
    """Tell how long others wait while one caller searches all the time, in times of a search."""
    alone = best_s(api.load, find)
    with TemporaryDirectory() as folder:
        file = Path(folder, "request")
        file.write_bytes(find)
        with running([sys.executable, str(SEARCHING), api.origin, str(file)], None):
            waits = [max(timed(api.load, empty) for _ in range(20)) for _ in range(setting.repetitions)]
    found = tuple(wait / alone for wait in waits)
    yield Figure(f"{about}: longest wait of others, in searches", "times", found, Goal(2, most=True))


def growth(setting: Setting) -> Iterator[Figure]:
    """Compare the cost of an insert into a collection of a thousand with one into a hundred times as many."""
    with ExitStack() as stack:
        small, large = served(stack, setting), served(stack, setting)
        small.filled("c", map(document, range(setting.documents // 10)))
        large.filled("c", map(document, range(10 * setting.documents)))
        few, many = measured([_inserts(small), _inserts(large)], setting.repetitions, setting.seconds / 4)
        name = (
            f"insertOne into {10 * setting.documents:,} documents: processor time against {setting.documents // 10:,}"
        )
        yield Figure(
            name, "times", tuple(b.cpu_us / a.cpu_us for a, b in zip(few, many, strict=True)), Goal(1.15, most=True)
        )


def _inserts(api: DataApi) -> Contestant:
    fresh = (api.request(inserting(number), "c") for number in count(10**7))
    return Contestant(api.server, api.load, fresh)


def inserting(number: int, **more: object) -> dict[str, object]:
    """Make the command that inserts a document."""
    return {"insertOne": {"document": document(number, **more)}}


def compared(
    stack: ExitStack, api: DataApi, commands: Iterator[Mapping[str, object]], rounds: Rounds
) -> Iterator[Figure]:
    """Compare commands to the collection ``c`` with a bare handler that reads as much and answers the same bytes."""
    first = next(commands)
    answer = api.load.once(api.request(first, "c"))
    if b'"errors"' in answer:
        raise RuntimeError(f"{rounds.name} was refused: {answer!r}")
    # Written beforehand: the load must not be what is measured.
    needed = int(rounds.seconds * (rounds.repetitions + 1) * CALLS_MAX_PER_S) + 1_000
    prepared = iter([api.request(command, "c") for command in islice(commands, needed)])
    ours = Contestant(api.server, api.load, prepared)
    yield from beside(stack, rounds, ours, answer, lambda origin: again(api.request(first, "c", origin)))


def packed(random: np.random.Generator, dimension: int) -> str:
    """Make a vector as the API takes it in one text."""
    return base64.b64encode(random.standard_normal(dimension).astype(">f4").tobytes()).decode()


def product_s(core: int | None, rows: int, dimension: int) -> float:
    """Time the bare product of numpy in a process on a core, in seconds: the quickest of several."""
    done = subprocess.run(
        [sys.executable, "-c", PRODUCT, str(core), str(rows), str(dimension)], check=True, capture_output=True
    )
    return float(done.stdout)


PRODUCT = """
import os, sys, time
if sys.argv[1] != "None":
    os.sched_setaffinity(0, {int(sys.argv[1])})
import numpy as np
matrix = np.random.default_rng(1).standard_normal((int(sys.argv[2]), int(sys.argv[3])), dtype=np.float32)
query = np.ones(int(sys.argv[3]), dtype=np.float32)
times = []
for _ in range(9):
    began = time.perf_counter()
    matrix @ query
    times.append(time.perf_counter() - began)
print(min(times))
"""


def timed(load: Load, request: bytes) -> float:
    """Time one call, in seconds."""
    began = time.perf_counter()
    load.once(request)
    return time.perf_counter() - began


def best_s(load: Load, request: bytes) -> float:
    """Time the quickest of several calls, in seconds."""
    return min(timed(load, request) for _ in range(9))


MEASURES: Mapping[str, Callable[[Setting], Iterator[Figure]]] = {
    "start": start,
    "start-full": start_full,
    "memory": memory,
    "calls": calls,
    "vectorize": vectorize,
    "filter": filtered,
    "vectors": vectors,
    "large-vectors": large_vectors,
    "growth": growth,
}


if __name__ == "__main__":
    main()
