"""The client between a case and its target that tells one lie per example. Knows which lie, and no check."""

from collections.abc import Sequence

from vectorproof.harness.client import Client
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.proving.lies import Lie, tell
from vectorproof.harness.transcript import Transcript


class Liar(Client):
    """Passes everything on, but for the one exchange that it was told to lie in.

    Exchanges are counted by the transcript, so that what is sent quietly (the tidying up) is never lied about.
    """

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client
        self._transcript = Transcript()
        self._lie: Lie | None = None
        self._honest: Sequence[Exchange] = ()

    def listen(self, transcript: Transcript) -> None:
        """Tell the truth about what goes into this transcript from now on."""
        self._transcript, self._lie, self._honest = transcript, None, ()

    def prepare(self, lie: Lie, honest: Sequence[Exchange]) -> None:
        """Tell this lie from now on; ``honest`` is what an example got when nobody lied."""
        self._lie, self._honest = lie, honest

    def send(self, request: Request) -> Exchange:
        """Send a request, or only claim to have sent it, and give back what the liar says."""
        lie, at = self._lie, len(self._transcript.exchanges)
        if lie is None or at != lie.at or at >= len(self._honest) or request.title != self._honest[at].request.title:
            return self._client.send(request)
        if lie.kind == "write-not-done":
            return self._honest[at]
        return tell(lie, self._client.send(request), tuple(self._transcript.exchanges))

    def close(self) -> None:
        """Close the honest client's connections."""
        self._client.close()
