"""The regions that the DevOps API offers, and the groups of capacity units, of which there are none.

The list is a part of the real one, as clients read it; whether a region is open to an organization is not simulated.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from aiohttp import web

from vectorproof.mocks.controlplane.access import VIEW_DATABASES
from vectorproof.mocks.controlplane.errors import DEVOPS, ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Route, json_response
from vectorproof.mocks.core.tenants import Database

CLOUDS: Final = ("AWS", "GCP", "AZURE")
_KINDS: Final = ("all", "serverless", "vector")
_BY_ORGANIZATION: Final = ("enabled", "disabled")
_AWS_REGION: Final = re.compile(r"[a-z]+(-[a-z]+)+-\d")


@dataclass(frozen=True, slots=True)
class Region:
    """One region of one cloud; ``zone`` is the part of the world."""

    cloud: str
    name: str
    display_name: str
    zone: str
    classification: str = "standard"

    def wire(self) -> dict[str, Any]:
        """Describe it as the API does."""
        return {
            "classification": self.classification,
            "cloudProvider": self.cloud,
            "displayName": self.display_name,
            "enabled": True,
            "name": self.name,
            "region_type": "vector",
            "reservedForQualifiedUsers": False,
            "zone": self.zone,
        }


REGIONS: Final[Mapping[str, Region]] = MappingProxyType(
    {
        region.name: region
        for region in (
            Region("AWS", "us-east-1", "US East (N. Virginia)", "na"),
            Region("AWS", "us-east-2", "US East (Ohio)", "na"),
            Region("AWS", "us-west-2", "US West (Oregon)", "na"),
            Region("AWS", "eu-central-1", "Europe (Frankfurt)", "emea"),
            Region("AWS", "eu-west-1", "Europe (Ireland)", "emea"),
            Region("AWS", "ap-south-1", "Asia Pacific (Mumbai)", "apac"),
            Region("AWS", "ap-southeast-1", "Asia Pacific (Singapore)", "apac"),
            Region("GCP", "us-central1", "US Central1 (Council Bluffs, Iowa)", "na"),
            Region("GCP", "us-east1", "US East1 (Moncks Corner, South Carolina)", "na"),
            Region("GCP", "us-east4", "US East4 (Ashburn, Virginia)", "na"),
            Region("GCP", "europe-west1", "West Europe1 (Saint-Ghislain, Belgium)", "emea"),
            Region("GCP", "europe-west2", "West Europe2 (London, England)", "emea"),
            Region("GCP", "europe-west3", "West Europe3 (Frankfurt, Germany)", "emea", "premium"),
            Region("GCP", "europe-west4", "West Europe4 (Eemshaven, Netherlands)", "emea"),
            Region("GCP", "asia-south1", "Asia South1 (Mumbai, India)", "apac"),
            Region("AZURE", "eastus", "East US (Washington DC, Virginia)", "na"),
            Region("AZURE", "eastus2", "East US 2 (Virginia)", "na"),
            Region("AZURE", "westus3", "US West 3 (Phoenix, Arizona)", "na"),
            Region("AZURE", "northeurope", "North Europe (Ireland)", "emea"),
            Region("AZURE", "westeurope", "West Europe (Netherlands)", "emea"),
            Region("AZURE", "australiaeast", "Australia East (New South Wales)", "apac"),
        )
    }
)
"""Every region by its name, which is unique over all clouds."""


def cloud_of(database: Database) -> str:
    """Tell the cloud of a database, else by the way a cloud names regions: ``us-east-2``, ``us-east1``, ``eastus``."""
    if database.cloud is not None:
        return database.cloud
    if database.region in REGIONS:
        return REGIONS[database.region].cloud
    if _AWS_REGION.fullmatch(database.region):
        return "AWS"
    return "GCP" if "-" in database.region else "AZURE"


@dataclass(frozen=True, slots=True)
class Regions:
    """Lists where databases can be made, and the organization's groups of capacity units."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (
            Route("GET", "/v2/regions/serverless", self.listed),
            Route("POST", "/v2/pcus/actions/get", self.groups),
        )

    async def listed(self, request: web.Request) -> web.Response:
        """List the regions; ``filter-by-org`` changes nothing, for every region is open to every organization."""
        self.plane.access.devops(request, VIEW_DATABASES)
        for name, right in (("region-type", _KINDS), ("filter-by-org", _BY_ORGANIZATION)):
            if request.query.get(name, right[0]).lower() not in right:
                detail = f"{name} is one of {', '.join(right)}"
                raise ControlError("REQUEST_INVALID", scope=DEVOPS, detail=detail)
        return json_response([region.wire() for region in REGIONS.values()])

    async def groups(self, request: web.Request) -> web.Response:
        """List the groups of capacity units: no organization of the simulator has any."""
        self.plane.access.devops(request, VIEW_DATABASES)
        return json_response([])
