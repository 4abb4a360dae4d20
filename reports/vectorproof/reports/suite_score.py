"""What is known of the suites themselves, for every report of theirs: wrong simulators found, false alarms raised."""

from vectorproof.reports.confidence import share, upper_bound
from vectorproof.specs.requirements import KillRun, last_kill

UNKNOWN = "The suites' own kill score and false-alarm rate were not measured for this version."


def suite_score(kill: KillRun | None = None) -> str:
    """Say both in two sentences; of the kill run that came with this version if none is given."""
    kill = kill or last_kill()
    if kill is None:
        return UNKNOWN
    caught = len(kill.defects) - len(kill.survivors)
    alarms, checks, seeds = len(kill.false_alarms.findings), kill.false_alarms.checks, kill.false_alarms.seeds
    with_seeds = f"with {seeds} seed{'s' * (seeds != 1)}"
    return (
        f"The suites found {caught} of {len(kill.defects)} wrong simulators (kill score {kill.score * 100:.1f} %). "
        f"On the right one they raised {alarms} false alarms in {checks:,} checks {with_seeds} "
        f"(95 % upper bound {share(upper_bound(alarms, checks))})."
    )
