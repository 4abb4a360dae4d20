"""What is written of a case whose worker died while it held it."""

from datetime import UTC, datetime

from vectorproof.harness.case import Case, catalogue
from vectorproof.harness.verdict import Owner, Verdict
from vectorproof.reports.record import CaseLine, RequirementResult


def case_at(node_id: str, package: str) -> Case | None:
    """Find the case behind pytest's own name for it, ``…/<area>/test_<module>.py::test_<function>``."""
    path, _, function = node_id.partition("::")
    area, module = path.removesuffix(".py").split("/")[-2:] if "/" in path else ("", path)
    name = f"{area}/{module.removeprefix('test_')}/{function.removeprefix('test_')}"
    return catalogue(package).get(name)


def crashed(case: Case) -> CaseLine:
    """Write the line of a case that nobody could end."""
    return CaseLine(
        case=case.id,
        area=case.area,
        verdict=Verdict.ERROR,
        requirements=tuple(RequirementResult(name, Verdict.ERROR, 0) for name in case.requirements),
        started=datetime.now(UTC).isoformat(timespec="milliseconds"),
        seconds=0.0,
        owner=Owner.HARNESS,
        reason="the worker that ran this case died",
    )
