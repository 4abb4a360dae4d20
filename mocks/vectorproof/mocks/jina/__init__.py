"""A mock of Jina's embeddings API: keys, quotas, balances, deterministic vectors, faults, and a journal of it all.

Knows HTTP and its own control API; does not know Astra DB or whoever calls it.
"""

from vectorproof.mocks.jina.fault_kinds import FaultKind
from vectorproof.mocks.jina.fault_kinds import catalogue as faults
from vectorproof.mocks.jina.mock import JinaMock
from vectorproof.mocks.jina.parts import JinaParts
from vectorproof.mocks.jina.settings import (
    AccountSpec,
    Dialect,
    Generation,
    JinaConfig,
    KeySpec,
    KeyState,
    Limits,
    SettingError,
)

__all__ = [
    "AccountSpec",
    "Dialect",
    "FaultKind",
    "Generation",
    "JinaConfig",
    "JinaMock",
    "JinaParts",
    "KeySpec",
    "KeyState",
    "Limits",
    "SettingError",
    "faults",
]
