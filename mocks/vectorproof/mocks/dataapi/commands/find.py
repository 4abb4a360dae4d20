"""find: documents by filter, sort and projection, page by page (data-api 5.3)."""

from vectorproof.mocks.dataapi import paging, reading
from vectorproof.mocks.dataapi.binding import fields, flag, integer, json_value, object_of, text
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.constraints import window
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.selecting import select

_OPTIONS = fields(
    paging.OLDER, limit=integer, skip=integer, pageState=text, includeSimilarity=flag, includeSortVector=flag
)


@command(
    "find",
    on=COLLECTION,
    fields=fields(filter=json_value, sort=json_value, projection=json_value, options=object_of(_OPTIONS)),
    checks=(window,),
)
async def find(call: Call) -> Result:
    """Answer one page; asking for the sort vector loses the state of the next one, as the real server does."""
    selection = await select(call, reads=True)
    if call.options["pageState"] and not selection.sort.empty:
        raise WireError("SORT_CLAUSE_INVALID", detail="'pageState' is not supported with non-empty sort clause")
    page = reading.page(call, selection)
    similarity = bool(call.options["includeSimilarity"])
    documents = reading.shown(selection.projection, page.found, similarity=similarity)
    if not call.options["includeSortVector"]:
        return Result(data={"documents": documents, "nextPageState": page.next_state})
    sort_vector = reading.sort_vector(selection)
    return Result(data={"documents": documents, "nextPageState": None}, status={"sortVector": sort_vector})
