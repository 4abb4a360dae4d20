"""Judges of what the embedding provider saw: which secret, which texts, which model, how many calls."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from vectorproof.harness.judging import Judge, Mismatch
from vectorproof.harness.provider import Call, Observed, ProviderKey

Calls: TypeAlias = Observed[object] | Sequence[Call]
"""What was observed during an action, or calls out of the journal."""


def no_calls() -> Judge[Calls]:
    """The provider was not called."""

    def judge(seen: Calls) -> Mismatch | None:
        calls = _calls(seen)
        return None if not calls else Mismatch("no call of the provider", _shown(calls))

    return judge


def number_of_calls(count: int) -> Judge[Calls]:
    """The provider was called that often."""

    def judge(seen: Calls) -> Mismatch | None:
        calls = _calls(seen)
        return None if len(calls) == count else Mismatch(f"{count} calls of the provider", _shown(calls))

    return judge


def embedded_with(key: ProviderKey | str, *, never: ProviderKey | str | None = None) -> Judge[Calls]:
    """The provider was called, each time with this secret; ``never`` names another that must not have been used.

    Both keys must be among those whose journal was read, or a call with the wrong one could not be seen.
    """

    def judge(seen: Calls) -> Mismatch | None:
        calls = _calls(seen)
        used = {call.sha256 for call in calls}
        if used == {_sha256(key)}:
            return None
        wrong = never is not None and _sha256(never) in used
        return Mismatch("calls with the right secret only", "a call with the other secret" if wrong else _shown(calls))

    return judge


def embedded_texts(*texts: str) -> Judge[Calls]:
    """The provider was sent exactly these texts, in this order, however they were divided into calls."""

    def judge(seen: Calls) -> Mismatch | None:
        sent = [text for call in _calls(seen) for text in call.inputs]
        return None if sent == list(texts) else Mismatch(f"the texts {list(texts)}", f"the texts {sent}")

    return judge


def with_model(model: str) -> Judge[Calls]:
    """Every call named this model, and there was one."""
    return _each(f"calls with the model {model}", lambda call: call.model == model)


def with_dimensions(dimensions: int | None) -> Judge[Calls]:
    """Every call asked for this many dimensions, or for none in particular, and there was one."""
    promise = "calls without dimensions" if dimensions is None else f"calls with dimensions {dimensions}"
    return _each(promise, lambda call: call.parameters.get("dimensions") == dimensions)


def _each(promise: str, rule: Callable[[Call], bool]) -> Judge[Calls]:
    def judge(seen: Calls) -> Mismatch | None:
        calls = _calls(seen)
        return None if calls and all(map(rule, calls)) else Mismatch(promise, _shown(calls))

    return judge


def _calls(seen: Calls) -> tuple[Call, ...]:
    return seen.calls if isinstance(seen, Observed) else tuple(seen)


def _sha256(key: ProviderKey | str) -> str:
    secret = key if isinstance(key, str) else key.secret
    return hashlib.sha256(secret.encode()).hexdigest()


def _shown(calls: Iterable[Call]) -> str:
    told = [
        f"{len(call.inputs)} texts, model {call.model}, parameters {dict(sorted(call.parameters.items()))}, "
        f"status {call.status}"
        for call in calls
    ]
    return f"{len(told)} calls: " + "; ".join(told) if told else "no call"
