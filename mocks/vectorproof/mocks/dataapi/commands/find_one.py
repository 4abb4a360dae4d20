"""findOne: the first document that find would give (data-api 5.4)."""

from vectorproof.mocks.dataapi import reading
from vectorproof.mocks.dataapi.binding import fields, flag, json_value, object_of
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.selecting import best, named_alone, select

_OPTIONS = fields(includeSimilarity=flag, includeSortVector=flag)


@command(
    "findOne",
    on=COLLECTION,
    fields=fields(filter=json_value, sort=json_value, projection=json_value, options=object_of(_OPTIONS)),
)
async def find_one(call: Call) -> Result:
    """Answer a document, or null."""
    named = named_alone(call)
    if named is not None:
        (stored,) = named
        shown = call.services.parts.projection(False, None)  # noqa: FBT003  # none was sent
        return Result(data={"document": None if stored is None else shown.apply(stored.document)})
    selection = await select(call, reads=True)
    similarity = bool(call.options["includeSimilarity"])
    found = best(call, selection, 1)
    document = next(iter(reading.shown(selection.projection, found, similarity=similarity)), None)
    status = {"sortVector": reading.sort_vector(selection)} if call.options["includeSortVector"] else {}
    return Result(data={"document": document}, status=status)
