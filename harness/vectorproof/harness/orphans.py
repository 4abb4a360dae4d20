"""A run whose starter was killed ends at once: what its record holds by then is true, what would come is not.

The starter may have served the target, so whatever is judged after its end would be judged wrongly, and a record that
was gone on with would keep it.
"""

import os

ORPHANED = 70
"""The exit code of a process that nobody waits for any more."""


def end_if_orphaned(starter: int | None) -> None:
    """End this process, with nothing more written, if the one that started it is gone; ``None`` is nobody to ask."""
    if starter is not None and os.getppid() != starter:
        os._exit(ORPHANED)
