"""A fault plan in a file, TOML or JSON: the same entries as by the control API.

Knows that files are read alike; what an entry is, ``plan_reading`` knows.
"""

from pathlib import Path

from vectorproof.mocks.faults.files import read_file
from vectorproof.mocks.jina.plan import Entry
from vectorproof.mocks.jina.plan_reading import Names, read_entries


def read_plan(path: Path, names: Names) -> list[Entry]:
    """Read every entry of a file; one that does not end in ``.json`` is TOML.

    Raises:
        FaultError: names the file, the line, the member, and what would be right.

    """
    return read_file(path, lambda members: read_entries(members, names))
