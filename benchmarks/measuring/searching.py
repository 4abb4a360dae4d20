"""Somebody who sends one request again and again until ended: ``searching.py ORIGIN FILE``, its bytes in FILE."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from measuring.load import Load


def main() -> None:
    """Send."""
    request = Path(sys.argv[2]).read_bytes()
    with Load(sys.argv[1], 1) as load:
        sys.stdout.write("{}\n")
        sys.stdout.flush()
        while True:
            load.once(request)


if __name__ == "__main__":
    main()
