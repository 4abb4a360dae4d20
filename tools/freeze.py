"""Freeze the newest version of the catalogue: ``freeze.py`` writes ``frozen.toml`` anew, older versions as they are.

With ``--check`` nothing is written; the exit code tells whether the file still says what the catalogue holds.
"""

import argparse
import sys
from pathlib import Path

from vectorproof.specs.requirements import catalogue_version, frozen_of, frozen_versions, requirements
from vectorproof.specs.requirements.frozen import belonging

FILE = Path(__file__).parent.parent / "specs/vectorproof/specs/requirements/frozen.toml"
HEAD = """\
# The versions of the catalogue: how many requirements each has, and a fingerprint of their ids and levels.
# `python tools/freeze.py` writes the newest one anew; an older one never changes.
"""


def main() -> int:
    """Write, or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    newest = catalogue_version()
    now = {**frozen_versions(), newest: frozen_of(belonging(requirements(), newest).values())}
    if parser.parse_args().check:
        return int(now != dict(frozen_versions()))
    tables = [f'\n["{version}"]\ncount = {of.count}\nsha256 = "{of.sha256}"\n' for version, of in now.items()]
    FILE.write_text(HEAD + "".join(tables), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
