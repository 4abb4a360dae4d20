"""The target as cases see it: one door, ``space``, which leases the ground for an example and takes it back."""

from collections.abc import Generator
from contextlib import contextmanager

from vectorproof.harness.caserun import CaseRun
from vectorproof.harness.client import Client
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.errors import Missing
from vectorproof.harness.lease import Leasing
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Space
from vectorproof.harness.transcript import Steps


class Target:
    """The implementation under test; lives as long as a worker, and knows which case is running."""

    def __init__(self, endpoint: Endpoint, capabilities: frozenset[str], client: Client, prefix: str) -> None:
        self.endpoint = endpoint
        self.capabilities = capabilities
        self._client = client
        self._leasing = Leasing(endpoint, capabilities, prefix)
        self._case: CaseRun | None = None

    def enter(self, case: CaseRun) -> None:
        """Let the spaces that are leased from now on belong to this case."""
        self._case = case

    @contextmanager
    def space(self, needs: Needs | None = None) -> Generator[Space]:
        """Lease what an example needs; everything that it makes is gone afterwards.

        Raises:
            Missing: the target lacks a capability; the case is SKIPPED and says which.
            TargetError: the lease did not work.

        """
        needs = needs or Needs()
        for capability in needs.capabilities():
            if capability not in self.capabilities:
                raise Missing(capability)
        case = self._running()
        steps = Steps(self._client, case.transcript, case.redactor)
        lease = self._leasing.lease(steps, needs)
        space = Space(
            case,
            self.endpoint,
            lease.databases,
            organization=lease.organization,
            provider=lease.provider,
            devops=lease.devops,
            credential_service=lease.credential_service,
        )
        try:
            yield space
            case.end_if_unmet(lease.provider.unmet())
        finally:
            case.left_behind(self._leasing.give_back(steps, lease))

    def _running(self) -> CaseRun:
        if self._case is None:
            raise AssertionError("a space is leased by a case that is running")
        return self._case
