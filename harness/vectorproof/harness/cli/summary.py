"""A run's Markdown on the page of the job that made it, where the environment says where that is."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

VARIABLE: Final = "GITHUB_STEP_SUMMARY"
REPORT: Final = "report.md"


def add_to_job_summary(files: Sequence[Path], environment: Mapping[str, str]) -> str | None:
    """Append ``report.md``, if it was made, to the job's summary, if there is one; tells what went wrong, if anything.

    A summary that cannot be written is no reason for a run to fail.
    """
    target = environment.get(VARIABLE)
    report = next((file for file in files if file.name == REPORT), None)
    if not target or report is None:
        return None
    try:
        with Path(target).open("ab") as summary:
            summary.write(report.read_bytes())
    except OSError as error:
        return f"the job's summary cannot be written: {error.strerror}"
    return None
