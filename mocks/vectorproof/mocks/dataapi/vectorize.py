"""Texts become vectors: which texts, under whose key, in which batches; what is refused before any call.

Source: data-api 8.2; jina-api 3.4, 3.5, 3.9.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any, Final

from vectorproof.mocks.dataapi import provider_answers, stored_keys
from vectorproof.mocks.dataapi.clauses.sorting import Sort
from vectorproof.mocks.dataapi.command import Call
from vectorproof.mocks.dataapi.embedded import Made, seen
from vectorproof.mocks.dataapi.errors import WireError, unexpected
from vectorproof.mocks.dataapi.jsontext import is_object, type_name
from vectorproof.mocks.dataapi.provider_client import Batch
from vectorproof.mocks.dataapi.providers import KEY_HEADER, SHARED_TOKEN, Provider, providers
from vectorproof.mocks.dataapi.storage.definition import Service, VectorDefinition

VECTOR, VECTORIZE = "$vector", "$vectorize"
#: Any of these makes the call use the keys of the request and not look for a stored one (jina-api 3.9).
_KEY_HEADERS: Final = (KEY_HEADER, "x-embedding-access-id", "x-embedding-secret-id")


async def documents(call: Call, given: Sequence[Any]) -> list[Any]:
    """Embed the texts of documents that are to be inserted; the first document that is wrong refuses them all."""
    texts = [text for at, document in enumerate(given, 1) if (text := _text(call, document, at)) is not None]
    vectors = iter(await embed(call, texts, counted=True) if texts else [])
    return [_with_vector(call, document, vectors) for document in given]


async def sort(call: Call, clause: Sort) -> Sort:
    """Turn a sort by a text into one by its vector."""
    if clause.text is None:
        return clause
    try:
        return replace(clause, vector=tuple(await one(call, clause.text)), text=None)
    except WireError:
        if call.services.parts.failures_matter:
            raise
        return replace(clause, text=None)


async def one(call: Call, text: str) -> list[float]:
    """Embed one text; more vectors than one are ignored, none is what the server does not expect."""
    vectors = await embed(call, [text], counted=False)
    if not vectors:
        raise unexpected("IndexOutOfBoundsException", "the provider gave no vector")
    return seen(vectors[0])


async def replaced_text(call: Call, document: dict[str, Any]) -> None:
    """Give a document the vector of its new text: null where the text is null or blank (data-api 8.4)."""
    document[VECTOR] = await vector_of(call, document.get(VECTORIZE))


async def vector_of(call: Call, text: Any) -> list[float] | None:
    """Embed the new text of one document, if it is a text that is embedded at all."""
    check_type(text, 1)
    if text is None or not call.services.parts.is_embedded(text):
        return None
    try:
        return await one(call, str(text))
    except WireError:
        if call.services.parts.failures_matter:
            raise
        return None


def check_type(text: Any, position: int) -> None:
    """Refuse a ``$vectorize`` that is neither a text nor null."""
    if text is not None and not isinstance(text, str):
        raise WireError("INVALID_VECTORIZE_VALUE_TYPE", found=type_name(text), position=position)


async def embed(call: Call, texts: Sequence[str], *, counted: bool) -> list[Made]:
    """Embed texts in batches, side by side; the first batch that fails decides, and the others are given up."""
    vector = _service_of(call)
    service, parts = vector.service, call.services.parts
    assert service is not None
    provider = providers()[service.provider]
    key = await _key(call, provider, service)
    size = parts.batch_size(provider)
    batches = [_batch(vector, service, provider, texts[at : at + size]) for at in range(0, len(texts), size)]
    calls = [call.services.provider.embed(batch, key, call.database.pace) for batch in batches]
    found = [vector for vectors in await _together(calls) for vector in vectors]
    if counted and parts.check_count:
        provider_answers.check_count(len(found), len(texts))
    if parts.check_length:
        provider_answers.check_lengths(found, vector.dimension)
    return found


def configured(call: Call) -> bool:
    """Tell whether the collection has an embedding service."""
    vector = call.collection.definition.vector
    return vector is not None and vector.service is not None


def _text(call: Call, document: Any, position: int) -> str | None:
    """Give the text of a document that has to be embedded, if any."""
    if not is_object(document) or VECTORIZE not in document:
        return None
    if call.services.parts.both_vector_and_text(document):
        raise WireError("INVALID_USAGE_OF_VECTORIZE", where=f": issue in document at position {position}")
    text = document[VECTORIZE]
    check_type(text, position)
    if text is None or not call.services.parts.is_embedded(text):
        return None
    _service_of(call)
    return str(text)


def _with_vector(call: Call, document: Any, vectors: Any) -> Any:
    if not is_object(document) or VECTORIZE not in document:
        return document
    text = document[VECTORIZE]
    embedded = isinstance(text, str) and call.services.parts.is_embedded(text)
    return {**document, VECTOR: next(vectors, None) if embedded else None}


def _service_of(call: Call) -> VectorDefinition:
    vector = call.collection.definition.vector
    if vector is None or vector.service is None:
        raise WireError("EMBEDDING_SERVICE_NOT_CONFIGURED", collection=call.collection.name)
    return vector


async def _key(call: Call, provider: Provider, service: Service) -> str | None:
    """Choose and find the key of the call; ``None`` for a provider that needs none."""
    if "HEADER" not in provider.authentication:
        return None
    parts, headers = call.services.parts, call.headers
    sent = next((headers[name] for name in _KEY_HEADERS if name in headers), None)
    reference = (service.authentication or {}).get(SHARED_TOKEN)
    choice = parts.choose_key(sent, reference)
    if choice == "stored" and reference is not None:
        return await stored_keys.secret(call, provider, reference)
    if choice == "header" and KEY_HEADER in headers:
        return headers[KEY_HEADER]
    raise WireError("EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED", provider=provider.id)


def _batch(vector: VectorDefinition, service: Service, provider: Provider, texts: Sequence[str]) -> Batch:
    fixed = provider.models[service.model].dimension is not None
    parameters = service.parameters or {}
    hosted = vector.dimension if provider.hosted else None
    return Batch(provider.id, service.model, tuple(texts), None if fixed else vector.dimension, parameters, hosted)


async def _together(calls: Sequence[Coroutine[Any, Any, list[Made]]]) -> list[list[Made]]:
    if len(calls) == 1:
        return [await calls[0]]
    tasks = [asyncio.ensure_future(one_call) for one_call in calls]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
