"""insertOne: one document, embedded if it brings a text (data-api 5.1)."""

from collections.abc import Iterator

from vectorproof.mocks.dataapi.binding import Bound, Violation, fields, json_value, no_options
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.inserting import insert
from vectorproof.mocks.dataapi.settings import CommandLimits


def _document_is_there(bound: Bound, _: CommandLimits) -> Iterator[Violation]:
    if "document" not in bound.sent:
        yield Violation("command.document", None, "must not be null")


@command(
    "insertOne",
    on=COLLECTION,
    fields=fields(document=json_value, options=no_options),
    checks=(_document_is_there,),
    writes=True,
)
async def insert_one(call: Call) -> Result:
    """Insert the document and answer its id; a document that is refused leaves an empty list and one error."""
    (attempt,) = await insert(call, [call.fields["document"]], ordered=True)
    if attempt.error is not None:
        return Result(status={"insertedIds": []}, errors=(attempt.error,))
    return Result(status={"insertedIds": [attempt.document_id]})
