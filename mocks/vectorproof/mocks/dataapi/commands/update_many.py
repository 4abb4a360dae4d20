"""updateMany: change one page of the documents that match (data-api 5.6)."""

from itertools import islice

from vectorproof.mocks.dataapi import changing, operations, paging
from vectorproof.mocks.dataapi.binding import fields, flag, json_value, object_of, text, update_clause
from vectorproof.mocks.dataapi.command import COLLECTION, Call, Result, command
from vectorproof.mocks.dataapi.constraints import required
from vectorproof.mocks.dataapi.selecting import select

_OPTIONS = fields(paging.OLDER, upsert=flag, pageState=text)


@command(
    "updateMany",
    on=COLLECTION,
    fields=fields(filter=json_value, update=update_clause, options=object_of(_OPTIONS)),
    checks=(required("update", "command.updateClause"),),
    writes=True,
)
async def update_many(call: Call) -> Result:
    """Change the documents of the page one after the other; the first failure ends it, and what was changed stays."""
    selection = await select(call, reads=False)
    change = operations.update(call)
    state = paging.decoded(call.options["pageState"])
    size = call.services.settings.commands.page_size
    page = list(islice(selection.documents(None if state is None else state.after), size + 1))
    outcome = changing.Outcome()
    for stored in page[:size]:
        await changing.change_one(call, selection, stored, change, outcome)
    if not page and state is None and call.options["upsert"]:
        await changing.upsert(call, selection, change, outcome)
    status = outcome.status()
    if len(page) > size:
        after = call.collection.position(page[size - 1].key)
        status |= {"moreData": True, "nextPageState": paging.PageState(after, None).encoded()}
    return Result(status=status, errors=tuple(outcome.errors))
