"""How fast the Jina mock is, beside a bare aiohttp handler that reads as many bytes and writes the same ones.

    python benchmarks/jina_mock.py [--repetitions 7] [--seconds 1] [--calls 1000000] [--peers [FOLDER]] [--clients]
                                   [--json]

Each server is a process on one core, the load is on another; authorization, quota, balance, journal and fault
matching are on. Repetitions alternate between the servers. ``--calls`` adds the growth of memory over so many calls,
``--peers`` other mock servers with one text each, as far as they are programs of this machine or lie in FOLDER,
``--clients`` how many calls ordinary clients can make on a core of their own.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring.figures import Figure, Goal, as_json, as_table
from measuring.load import Load, again, post
from measuring.peers import Job, Peer, free_port, listening, peers
from measuring.processes import Server, cores, keep_to, running, vectorproof
from measuring.rounds import Contestant, Rounds, beside, measured, ratios, work_ratios

MODEL, DIMENSIONS, BATCH = "jina-embeddings-v3", 768, 32
PATH = "/v1/embeddings"
CONNECTIONS = 16
WARM_ROUNDS = 10  # What compiles itself while it runs has done so after as long a time.
CLIENTS = ("httpx", "aiohttp")
CALLS_MAX_PER_S = 1_500  # Of fresh texts, 32 a call: so many requests are written beforehand.
# None of these is ever met: each call is compared with all of them.
FAULTS = """
[[faults]]
match = { key = "somebody else's" }
fault = { name = "rate-rpm" }
[[faults]]
match = { text_contains = "a text that nobody sends" }
fault = { name = "rate-rpm" }
[[faults]]
match = { model = "jina-clip-v2", batch_size = 3 }
fault = { name = "rate-rpm" }
"""
ACCOUNT = {
    "name": "benchmark",
    "balance_tokens": 10**12,
    "limits": {"rpm": 10**9, "tpm": 10**12, "concurrency": 10_000, "ip_rpm": 10**9},
}
WORDS = (
    "the", "river", "mountain", "of", "car", "small", "quick", "tree", "house", "green", "valley", "walks", "under",
    "over", "bright", "morning", "road", "stone", "water",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mock:
    """The mock that is measured, a key of it, and the load on it."""

    server: Server
    load: Load
    key: str

    @property
    def origin(self) -> str:
        """Where it is."""
        return str(self.server.ready["jina"])

    def request(self, texts: Sequence[str], origin: str | None = None) -> bytes:
        """Write a request for embeddings, to the mock or to what stands in for it."""
        asked = {"model": MODEL, "dimensions": DIMENSIONS, "input": list(texts)}
        body = json.dumps(asked, separators=(",", ":")).encode()
        return post((origin or self.origin) + PATH, body, [("Authorization", f"Bearer {self.key}")])


def main() -> None:
    """Measure and print."""
    asked = options().parse_args()
    server_core, load_core = cores()
    keep_to(load_core)
    with ExitStack() as stack:
        mock = started(stack, server_core)
        found: list[Figure] = []
        for name, size, goal in (("one cached text", 1, 0.8), (f"{BATCH} cached texts", BATCH, 0.6)):
            found += cached(
                stack, mock, size, Rounds(name, Goal(goal), PATH, asked.repetitions, asked.seconds, server_core)
            )
        found += fresh(mock, asked.repetitions, asked.seconds)
        if asked.calls:
            found.append(growth(mock, asked.calls))
        if asked.clients:
            found += clients(mock, asked.repetitions, asked.seconds)
        notes: list[str] = []
        if asked.peers is not None:
            rounds = Rounds("one cached text", Goal(1), PATH, asked.repetitions, asked.seconds, server_core)
            found += others(stack, mock, rounds, Path(asked.peers) if asked.peers else None, notes)
    sys.stdout.write((as_json if asked.json else as_table)(found, notes) + "\n")


def options() -> argparse.ArgumentParser:
    """Declare the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0, help="of one repetition")
    parser.add_argument("--calls", type=int, default=0, help="measure the growth of memory over so many calls")
    parser.add_argument("--peers", nargs="?", const="", metavar="FOLDER", help="measure other mock servers, too")
    parser.add_argument("--clients", action="store_true", help="measure ordinary clients on a core of their own")
    parser.add_argument("--json", action="store_true")
    return parser


def started(stack: ExitStack, core: int | None) -> Mock:
    """Start the mock with faults, and open an account with every limit."""
    file = Path(stack.enter_context(TemporaryDirectory()), "faults.toml")
    file.write_text(FAULTS, encoding="utf-8")
    command = vectorproof("serve", "--only", "jina", "--jina-port", "0", "--json", "--faults", str(file))
    server = stack.enter_context(running(command, core))
    load = stack.enter_context(Load(server.ready["jina"], CONNECTIONS))
    control = str(server.ready["jina_control"])
    load.once(post(f"{control}/accounts", json.dumps(ACCOUNT).encode()))
    made = json.loads(load.once(post(f"{control}/keys", b'{"account": "benchmark"}')))
    return Mock(server, load, made["key"])


def cached(stack: ExitStack, mock: Mock, size: int, rounds: Rounds) -> Iterator[Figure]:
    """Ask for texts that are known, in changing company, beside the bare handler."""
    lists = [[sentence(at + number) for number in range(size)] for at in range(20)]
    answer = [mock.load.once(mock.request(texts)) for texts in lists][-1]

    def requests(origin: str) -> Iterator[bytes]:
        return cycle([mock.request(texts, origin) for texts in lists])

    ours = Contestant(mock.server, mock.load, requests(mock.origin))
    yield from beside(stack, rounds, ours, answer, requests)


def fresh(mock: Mock, repetitions: int, seconds: float) -> Iterator[Figure]:
    """Ask for texts that nobody asked for before."""
    most = int(seconds * (repetitions + 1) * CALLS_MAX_PER_S) + 1_000
    requests = iter([mock.request(batch(10_000 + at * BATCH)) for at in range(most)])
    (turns,) = measured([Contestant(mock.server, mock.load, requests)], repetitions, seconds)
    rates = tuple(turn.per_second * BATCH for turn in turns)
    yield Figure(f"fresh texts, {BATCH} a call", "texts/s", rates, Goal(12_000))
    core_rates = tuple(BATCH * 1e6 / turn.cpu_us for turn in turns)
    yield Figure(f"fresh texts, {BATCH} a call, on a core of its own", "texts/s", core_rates)


def growth(mock: Mock, calls: int) -> Figure:
    """Compare the memory behind the first and the last tenth of so many calls, each with a text of its own."""
    requests = (mock.request([sentence(number)]) for number in count(10**7))
    held: list[int] = []
    for _ in range(10):
        mock.load.run(requests, calls=calls // 10)
        held.append(mock.server.resident_bytes())
    name = f"growth of memory between the first and the last tenth of {calls:,} calls"
    return Figure(name, "MB", ((held[-1] - held[0]) / 1e6,), Goal(10, most=True))


def clients(mock: Mock, repetitions: int, seconds: float) -> Iterator[Figure]:
    """Let ordinary clients ask as often as they can, and compare what they and the mock need of a processor."""
    script = str(Path(__file__).parent / "measuring" / "ordinary.py")
    told = [mock.origin + PATH, mock.key, MODEL, sentence(0), str(seconds)]
    for name in CLIENTS:
        rates: list[float] = []
        shares: list[float] = []
        for _ in range(repetitions):
            before = mock.server.cpu_s()
            ended = subprocess.run([sys.executable, script, name, *told], check=True, capture_output=True)
            seen = json.loads(ended.stdout)
            rates.append(seen["per_second"])
            shares.append(seen["cpu_us"] / ((mock.server.cpu_s() - before) / seen["calls"] * 1e6))
        yield Figure(f"{name} on a core of its own, 16 at once", "calls/s", tuple(rates))
        yield Figure(f"{name}: processor time for a call, of what the mock needs", "times", tuple(shares))


def others(stack: ExitStack, mock: Mock, rounds: Rounds, folder: Path | None, notes: list[str]) -> Iterator[Figure]:
    """Ask for one text, beside other mock servers that give the same answer whatever they are asked."""
    names, contestants = ["ours"], [Contestant(mock.server, mock.load, again(mock.request([sentence(0)])))]
    for peer in peers():
        file = peer.found(folder)
        if file is None:
            notes.append(f"not found: {peer.name} ({peer.pattern})")
            continue
        names.append(peer.name)
        contestants.append(contestant(stack, mock, peer, file, rounds))
    mine, *theirs = measured(contestants, rounds.repetitions, rounds.seconds)
    for name, turns in zip(names, [mine, *theirs], strict=True):
        yield Figure(f"{rounds.name} beside peers: {name}", "calls/s", tuple(turn.per_second for turn in turns))
    for name, turns in zip(names[1:], theirs, strict=True):
        yield Figure(f"{rounds.name}: rate, against {name}", "times", tuple(ratios(mine, turns)))
        work = tuple(work_ratios(mine, turns))
        yield Figure(f"{rounds.name}: calls per processor time, against {name}", "times", work)


def contestant(stack: ExitStack, mock: Mock, peer: Peer, file: Path, rounds: Rounds) -> Contestant:
    """Start a peer that gives the mock's answer, and let it run until it is warm."""
    texts = [sentence(0)]
    folder = Path(stack.enter_context(TemporaryDirectory()))
    job = Job(PATH, mock.load.once(mock.request(texts)), folder, free_port())
    server = stack.enter_context(listening(peer.command(file, job), job, rounds.core))
    origin = str(server.ready["origin"])
    load = stack.enter_context(Load(origin, CONNECTIONS, anew=True))
    requests = again(mock.request(texts, origin))
    load.run(requests, seconds=WARM_ROUNDS * rounds.seconds)
    return Contestant(server, load, requests)


def batch(first: int) -> list[str]:
    """Make the texts of one request."""
    return [sentence(first + number) for number in range(BATCH)]


def sentence(number: int) -> str:
    """Make a text of a dozen words that no other number has."""
    drawn = [WORDS[(number * 7919 + at * at * 31 + (number >> at)) % len(WORDS)] for at in range(10)]
    return " ".join([*drawn, f"item {number}"])


if __name__ == "__main__":
    main()
