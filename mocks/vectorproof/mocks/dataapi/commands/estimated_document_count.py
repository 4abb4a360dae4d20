"""estimatedDocumentCount: what the database thinks it holds (data-api 5.11)."""

from vectorproof.mocks.dataapi.binding import fields, no_options
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command


@command("estimatedDocumentCount", on=COLLECTION, fields=fields(options=no_options))
async def estimated_document_count(call: Call) -> Result:
    """Answer what the database learned when it last wrote to disk: nothing, of a small collection."""
    return Result(status={"count": call.services.parts.estimate(len(call.collection))})
