"""estimatedDocumentCount: what the database thinks it holds (data-api 5.11)."""

from vectorproof.mocks.dataapi.binding import fields, no_options
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command


@command("estimatedDocumentCount", on=COLLECTION, fields=fields(options=no_options))
async def estimated_document_count(call: Call) -> Result:
    """Answer the true number; the real database's is older."""
    return Result(status={"count": len(call.collection)})
