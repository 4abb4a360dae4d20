"""What a target's container logged while a case ran, as the last step of each of its findings."""

import os
from dataclasses import replace
from datetime import datetime

from vectorproof.harness.containers import logged_since
from vectorproof.harness.redaction import Redactor
from vectorproof.reports.record import CaseLine, Step


def with_target_log(line: CaseLine, container: str | None, redactor: Redactor) -> CaseLine:
    """Add the log to the findings of a case; as it is where there is no finding, no container or nothing logged."""
    if container is None or not line.findings:
        return line
    text = logged_since(container, datetime.fromisoformat(line.started), os.environ)
    if not text:
        return line
    command = f"docker logs --since {line.started} {container[:12]}"
    step = Step(title="read what the target logged", curl=command, answer=redactor.apply(text))
    return replace(line, findings=tuple(replace(each, steps=(*each.steps, step)) for each in line.findings))
