"""The success envelope, in the order of members that the real service writes (jina-api 1.4)."""

from collections.abc import Callable, Sequence

from vectorproof.mocks.jina.asking import Ask

_LATE_OR_OBJECTS = "late"
_ONE = b'{"object":"embedding","index":%d,"embedding":'
_MANY = b'{"object":"embeddings","index":%d,"embeddings":'
# Behind the first item of an answer each begins by ending the one before.
_MORE = {_ONE: b"}," + _ONE, _MANY: b"}," + _MANY, b"}," + _ONE: b"}," + _ONE, b"}," + _MANY: b"}," + _MANY}


def body(
    ask: Ask, encoded: Sequence[bytes], tokens: int, order: Callable[[int], Sequence[int]], *, count: bool
) -> bytes:
    """Assemble the answer as one text."""
    return b"".join(pieces(ask, encoded, tokens, order, count=count))


def pieces(
    ask: Ask, encoded: Sequence[bytes], tokens: int, order: Callable[[int], Sequence[int]], *, count: bool
) -> list[bytes]:
    """List the pieces of the answer, copying no vector: a vector is thousands of bytes.

    ``order`` tells in which order the items of ``data`` are written.
    ``count`` false leaves ``prompt_tokens`` out, whatever the model does.
    """
    prompt = b',"prompt_tokens":%d' % tokens if count and _sends_prompt_tokens(ask) else b""
    head = b'{"model":"%s","object":"list","usage":{"total_tokens":%d%s},"data":[' % (
        ask.model.id.encode(),
        tokens,
        prompt,
    )
    opening = _MANY if ask.multi else _ONE
    listed = [head]
    for at in order(len(encoded)):
        listed += (opening % at, encoded[at])
        opening = _MORE[opening]
    listed.append(b"}]}" if encoded else b"]}")
    return listed


def _sends_prompt_tokens(ask: Ask) -> bool:
    if ask.model.prompt_tokens == _LATE_OR_OBJECTS:
        return ask.late or ask.objects
    return ask.model.prompt_tokens == "always"
