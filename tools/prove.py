"""Prove which requirements are really checked: ``prove.py [FILE]`` (default: the catalogue's own ``proof.json``).

Starts the simulator, lets a liar change single answers between it and the cases, and writes down every requirement
one of whose checks noticed. With ``--check`` nothing is written; the exit code tells whether the file is still true.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from vectorproof.harness.case import catalogue
from vectorproof.harness.config import Config
from vectorproof.harness.planning import client_of, planned
from vectorproof.harness.proving.prover import Evidence, Prover, still_open
from vectorproof.specs.requirements import Proof, requirements

FILE = Path(__file__).parent.parent / "specs/vectorproof/specs/requirements/proof.json"


def main() -> int:
    """Prove, and write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    started = time.monotonic()
    proofs = proven()
    unproven = [r.id for r in requirements().values() if r.untested is None and r.id not in proofs]
    spent_s = time.monotonic() - started
    sys.stdout.write(f"{len(proofs)} of {len(requirements())} requirements proven in {spent_s:.0f} s\n")
    sys.stdout.write(f"without proof and without a reason: {', '.join(unproven) or 'none'}\n")
    if asked.check:
        known = json.loads(asked.file.read_text(encoding="utf-8"))
        lost = sorted(known.keys() - proofs.keys())
        sys.stdout.write(f"no longer proven: {', '.join(lost) or 'none'}\n")
        return 1 if lost else 0
    members = {name: asdict(proof) for name, proof in proofs.items()}
    asked.file.write_text(json.dumps(members, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def proven() -> Mapping[str, Proof]:
    """Prove every case that can still prove something, against a simulator of our own."""
    known, evidence = requirements(), Evidence()
    cases = catalogue(known=known, deep=False)
    with planned(Config()) as plan:
        client = client_of(plan.endpoint)
        prover = Prover(plan.endpoint, plan.capabilities, client, known)
        for case in still_open(cases, evidence):
            prover.prove(case, evidence)
            sys.stderr.write(f"  {case.id}\n")
        client.close()
    return evidence.proofs()


if __name__ == "__main__":
    sys.exit(main())
