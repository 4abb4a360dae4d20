"""Constraints that several commands share. Source: data-api 5.0, 5.3, 5.5."""

from collections.abc import Iterator

from vectorproof.mocks.dataapi.binding import Bound, Check, Violation
from vectorproof.mocks.dataapi.jsontext import is_object
from vectorproof.mocks.dataapi.settings import CommandLimits


def required(name: str, path: str) -> Check:
    """Ask for a field; null is not enough."""

    def check(bound: Bound, _: CommandLimits) -> Iterator[Violation]:
        if bound[name] is None:
            yield Violation(path, None, "must not be null")

    return check


def not_empty(bound: Bound, _: CommandLimits) -> Iterator[Violation]:
    """Ask for a ``name`` of at least one character."""
    if not bound["name"]:
        yield Violation("command.name", bound["name"], "must not be empty")


def return_document(bound: Bound, _: CommandLimits) -> Iterator[Violation]:
    """Ask for ``before`` or ``after``, if for anything."""
    chosen = bound.inner("options")["returnDocument"]
    if chosen not in {None, "before", "after"}:
        reason = "returnDocument value can only be 'before' or 'after'"
        yield Violation("command.options.returnDocument", chosen, reason)


def window(bound: Bound, limits: CommandLimits) -> Iterator[Violation]:
    """Check ``limit`` and ``skip`` of a find, alone and together with the sort."""
    options, sort = bound.inner("options"), bound["sort"]
    limit, skip = options["limit"], options["skip"]
    if limit is not None and limit <= 0:
        yield Violation("command.options.limit", limit, "limit should be greater than `0`")
    if skip is not None and skip < 0:
        yield Violation("command.options.skip", skip, "skip should be greater than or equal to `0`")
    if skip is not None and sort is None:
        yield Violation("command.options.skip", skip, "skip options should be used with sort clause")
    if is_object(sort) and "$vector" in sort:
        yield from _vector_window(limit, skip, limits.vector_search)


def _vector_window(limit: int | None, skip: int | None, most: int) -> Iterator[Violation]:
    if skip is not None:
        yield Violation("command.options.skip", skip, "skip options should not be used with vector search")
    if limit is not None and limit > most:
        reason = f"limit options should not be greater than {most} for vector search"
        yield Violation("command.options.limit", limit, reason)


def model_status(bound: Bound, _: CommandLimits) -> Iterator[Violation]:
    """Ask for the status of a model, or for none."""
    chosen = bound.inner("options")["filterModelStatus"]
    if chosen is not None and chosen.upper() not in {"", "SUPPORTED", "DEPRECATED", "END_OF_LIFE"}:
        reason = 'must match "(?i)^(SUPPORTED|DEPRECATED|END_OF_LIFE)?$"'
        yield Violation("command.options.filterModelStatus", chosen, reason)
