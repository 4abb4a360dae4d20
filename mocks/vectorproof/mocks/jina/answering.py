"""The success envelope, in the order of members that the real service writes (jina-api 1.4)."""

from collections.abc import Callable, Sequence

from vectorproof.mocks.jina.asking import Ask

_LATE_OR_OBJECTS = "late"
_ONE = b'{"object":"embedding","index":%d,"embedding":'
_MANY = b'{"object":"embeddings","index":%d,"embeddings":'


def body(
    ask: Ask, encoded: Sequence[bytes], tokens: int, order: Callable[[int], Sequence[int]], *, count: bool
) -> bytes:
    """Assemble the answer from encoded vectors; ``order`` tells in which order the items of ``data`` are written.

    ``count`` false leaves ``prompt_tokens`` out, whatever the model does.
    """
    prompt = b',"prompt_tokens":%d' % tokens if count and _sends_prompt_tokens(ask) else b""
    head = b'{"model":"%s","object":"list","usage":{"total_tokens":%d%s},"data":[' % (
        ask.model.id.encode(),
        tokens,
        prompt,
    )
    comma, opening = b"", _MANY if ask.model.multi else _ONE
    pieces = [head]
    # Joined once: a vector is thousands of bytes, and each copy of it would cost more than all else here.
    for at in order(len(encoded)):
        pieces += (comma, opening % at, encoded[at])
        comma = b"},"
    pieces.append(b"}]}" if comma else b"]}")
    return b"".join(pieces)


def _sends_prompt_tokens(ask: Ask) -> bool:
    if ask.model.prompt_tokens == _LATE_OR_OBJECTS:
        return ask.late or ask.objects
    return ask.model.prompt_tokens == "always"
