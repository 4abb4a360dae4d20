"""The stand-in for a tokenizer: two tokens and one for every four characters begun (jina-api 1.5)."""

import re

_PER_TOKEN = 4
_FRAME = 2  # A begin and an end.
# A text may say how many tokens it is to count as, so that a test of length needs no long text.
_MARKER = re.compile(r"\[\[tokens:(\d{1,9})\]\]")


def count_tokens(text: str) -> int:
    """Count the tokens of a text; ``[[tokens:9000]]`` anywhere in it counts as exactly 9,000."""
    if "[[tokens:" in text:
        marker = _MARKER.search(text)
        if marker is not None:
            return int(marker[1])
    return _FRAME + -(-len(text) // _PER_TOKEN)


def characters_of(tokens: int) -> int:
    """Tell how many characters a text of so many tokens can have."""
    return max(0, tokens - _FRAME) * _PER_TOKEN
