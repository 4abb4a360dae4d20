"""A run whose starter was killed ends before it writes more: what its record holds is true, what would come is not.

The starter may have served the target, so whatever is judged after its end would be judged wrongly, and a record that
was gone on with would keep it.
"""

import os
import signal


def end_if_orphaned(starter: int | None) -> None:
    """Kill this process and its workers, with nothing more written, if the one that started it is gone.

    They are a process group of their own, made by the starter; ``None`` is for a run that nobody started.
    """
    if starter is not None and os.getppid() != starter:
        os.killpg(os.getpgrp(), signal.SIGKILL)
