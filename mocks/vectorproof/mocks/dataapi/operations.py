"""What the commands that change one document do alike: find it, change or make it, show it (data-api 5.5, 5.7).

They differ in the change only.
"""

from collections.abc import Callable

from vectorproof.mocks.dataapi import changing
from vectorproof.mocks.dataapi.changing import Change, Outcome
from vectorproof.mocks.dataapi.command import Call, Result
from vectorproof.mocks.dataapi.selecting import Selection, best, select


def update(call: Call) -> Change:
    """Make the change of a call that brings an update."""
    return changing.updating(call, changing.update_of(call))


async def change_first(call: Call, make: Callable[[Call], Change]) -> tuple[Selection, Outcome]:
    """Change the first document that is meant, or insert one if asked.

    ``make`` is asked for the change after filter, sort and projection were checked.
    """
    selection = await select(call, reads=False)
    change, outcome = make(call), Outcome()
    found = best(call, selection, 1)
    if found:
        await changing.change_one(call, selection, found[0].stored, change, outcome)
    elif call.options["upsert"]:
        await changing.upsert(call, selection, change, outcome)
    return selection, outcome


async def change_and_show(call: Call, make: Callable[[Call], Change]) -> Result:
    """Change the first document and show it as it was, or as it is if that is asked; a new one has no before."""
    selection, outcome = await change_first(call, make)
    document = outcome.after if call.options["returnDocument"] == "after" else outcome.before
    shown = None if document is None else selection.projection.apply(document)
    return Result(data={"document": shown}, status=outcome.status(), errors=tuple(outcome.errors))
