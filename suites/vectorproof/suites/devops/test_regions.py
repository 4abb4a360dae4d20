"""Where databases can be made."""

from typing import Any

from vectorproof.harness.case import requirement
from vectorproof.harness.checks import holds
from vectorproof.harness.json_values import objects_in
from vectorproof.harness.needs import Needs
from vectorproof.harness.target import Target

_MEMBERS = ("name", "cloudProvider", "classification", "zone", "displayName")
_CLOUDS = frozenset({"AWS", "GCP", "AZURE"})


@requirement("DEVOPS-024")
def test_regions(target: Target) -> None:
    """Each region says what it is, and is listed once."""
    with target.space(Needs(devops=True)) as space:
        answer = space.devops.send("GET", "/regions/serverless", title="list regions")
        regions = objects_in(answer.body)
        space.check("DEVOPS-024", regions, holds("regions with all of their members", _whole))
        names = [(one.get("cloudProvider"), one.get("name")) for one in regions]
        space.check("DEVOPS-024", names, holds("each region once", lambda seen: len({*seen}) == len(seen)))


def _whole(regions: list[dict[str, Any]]) -> bool:
    return bool(regions) and all(
        all(isinstance(one.get(name), str) and one[name] for name in _MEMBERS)
        and str(one["cloudProvider"]).upper() in _CLOUDS
        for one in regions
    )
