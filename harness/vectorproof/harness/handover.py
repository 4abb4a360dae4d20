"""What a worker tells the one writer of a record, through pytest's reports, and how a resumed record is told again."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from vectorproof.harness.plan import Plan
from vectorproof.reports.evidence import ExchangeRecord
from vectorproof.reports.record import CaseLine, Record, Writer, read


@dataclass(frozen=True, slots=True)
class Ended:
    """A case that ended: its line, how many planned faults it never met, what it sent by the labels of evidence."""

    line: CaseLine
    unmet_count: int
    evidence: Mapping[str, tuple[ExchangeRecord, ...]]

    def encoded(self) -> str:
        """Write it as the one text that a report can carry."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def decoded(cls, text: str) -> "Ended":
        """Read what ``encoded`` wrote."""
        return msgspec.json.decode(text, type=Ended)


def begun(plan: Plan) -> Writer | None:
    """Begin the record of a plan, if there is to be one, with the cases of the record that is gone on with."""
    if plan.record is None:
        return None
    known = (plan.endpoint.token, plan.endpoint.embedding_key, *plan.endpoint.headers.values())
    writer = Writer(plan.record, plan.header, secrets=[secret.reveal() for secret in known if secret is not None])
    if plan.earlier is not None:
        repeat(read(plan.earlier), writer)
    return writer


def repeat(earlier: Record, writer: Writer) -> None:
    """Begin a record with the cases of an earlier one, their evidence included."""
    kept = earlier.evidence.exchanges(case.case for case in earlier.cases)
    for line in earlier.cases:
        labels = (label for label in line.evidence if (line.case, label) in kept)
        writer.case(line, {label: kept[line.case, label] for label in labels})
