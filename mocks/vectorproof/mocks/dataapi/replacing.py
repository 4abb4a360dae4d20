"""Replacing a document by another with the same ``_id``. Source: data-api 5.7, 8.4."""

from collections.abc import Mapping
from typing import Any

from vectorproof.mocks.dataapi import vectorize
from vectorproof.mocks.dataapi.changing import ID, Change, Changed
from vectorproof.mocks.dataapi.clauses import ids
from vectorproof.mocks.dataapi.clauses.values import same
from vectorproof.mocks.dataapi.command import Call
from vectorproof.mocks.dataapi.errors import WireError


def replacing(call: Call, replacement: Mapping[str, Any]) -> Change:
    """Make the change to a replacement; its text is embedded anew each time and then counts as another one."""

    async def change(document: Mapping[str, Any], inserting_it: bool) -> Changed:  # noqa: FBT001  # a callback's shape
        head = _id_of(document, replacement)
        fields = {name: value for name, value in replacement.items() if name != ID}
        if vectorize.VECTORIZE in fields:
            await vectorize.replaced_text(call, fields)
        embedded = vectorize.VECTORIZE in fields and fields[vectorize.VECTOR] is not None
        old = {name: value for name, value in document.items() if name != ID}
        return Changed({**head, **fields}, inserting_it or embedded or not same(old, fields))

    return change


def check(call: Call, replacement: Mapping[str, Any]) -> None:
    """Refuse a replacement with a vector and a text, whether or not anything would match."""
    if call.services.parts.both_vector_and_text(replacement):
        raise WireError("INVALID_USAGE_OF_VECTORIZE", where="")


def _id_of(document: Mapping[str, Any], replacement: Mapping[str, Any]) -> dict[str, Any]:
    """Give the ``_id`` that stays: the document's, which the replacement may repeat; a new one may have none."""
    if ID not in document:
        return {ID: replacement[ID]} if ID in replacement else {}
    if ID in replacement and _differs(replacement[ID], document[ID]):
        facts = {"replacement_id": ids.described(replacement[ID]), "id": ids.described(document[ID])}
        raise WireError("DOCUMENT_REPLACE_DIFFERENT_DOCID", **facts)
    return {ID: document[ID]}


def _differs(left: Any, right: Any) -> bool:
    return ids.key_of(left) != ids.key_of(right) or type(left) is not type(right)
