"""The order in which a database without a sort gives rows: by the Murmur3 token of the key, as Cassandra's partitioner.

Clients that rely on the order of insertion are wrong, and this shows it. Source: data-api 5.3.
"""

import struct
from typing import Final

from vectorproof.mocks.dataapi.clauses.ids import DocumentKey

_MASK: Final = 2**64 - 1
_C1, _C2 = 0x87C37B91114253D5, 0x4CF5AD432745937F
_BLOCK_BYTES: Final = 16


def token(key: DocumentKey) -> int:
    """Compute the token, a signed 64-bit number, of a key as the database serialises it: kind and text with lengths."""
    kind, text = key
    encoded = text.encode()
    raw = struct.pack(">ib", 1, kind) + struct.pack(">i", len(encoded)) + encoded
    return _murmur(raw)


def _murmur(raw: bytes) -> int:
    first, second = _blocks(raw)
    tail = raw[len(raw) - len(raw) % _BLOCK_BYTES :]
    # Cassandra adds tail bytes as signed numbers, which no other Murmur3 does.
    low = _signed_tail(tail[:8])
    high = _signed_tail(tail[8:])
    if len(tail) > 8:  # noqa: PLR2004  # half a block
        second ^= _rotate(high * _C2 & _MASK, 33) * _C1 & _MASK
    if tail:
        first ^= _rotate(low * _C1 & _MASK, 31) * _C2 & _MASK
    first, second = first ^ len(raw), second ^ len(raw)
    first = (first + second) & _MASK
    second = (second + first) & _MASK
    total = (_final(first) + _final(second)) & _MASK
    return total - 2**64 if total >= 2**63 else total


def _blocks(raw: bytes) -> tuple[int, int]:
    first = second = 0
    for at in range(0, len(raw) - len(raw) % _BLOCK_BYTES, _BLOCK_BYTES):
        low, high = struct.unpack_from("<QQ", raw, at)
        first ^= _rotate(low * _C1 & _MASK, 31) * _C2 & _MASK
        first = ((_rotate(first, 27) + second) * 5 + 0x52DCE729) & _MASK
        second ^= _rotate(high * _C2 & _MASK, 33) * _C1 & _MASK
        second = ((_rotate(second, 31) + first) * 5 + 0x38495AB5) & _MASK
    return first, second


def _signed_tail(tail: bytes) -> int:
    value = 0
    for at, byte in enumerate(tail):
        value ^= (byte - 256 if byte > 127 else byte) << (8 * at)  # noqa: PLR2004  # a signed byte
    return value & _MASK


def _rotate(value: int, bits: int) -> int:
    return ((value << bits) | (value >> (64 - bits))) & _MASK


def _final(value: int) -> int:
    value ^= value >> 33
    value = value * 0xFF51AFD7ED558CCD & _MASK
    value ^= value >> 33
    value = value * 0xC4CEB9FE1A85EC53 & _MASK
    return value ^ value >> 33
