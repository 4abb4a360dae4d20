"""The page of the fault catalogue, made from the catalogue: ``docs/faults.md`` is its text, and a test compares them.

``make pages`` writes it anew.
"""

from collections.abc import Iterable, Iterator

from vectorproof.mocks.faults.contract import Parameter
from vectorproof.mocks.jina.fault_kinds import FaultKind, catalogue

_INTRODUCTION = """# Faults of the provider

Made from the code by `make pages`; a test keeps the two equal.

A fault is put into the plan of the mock, whose address is `$JINA` here, and met by the calls that match:

```sh
curl -X POST $JINA/__mock__/faults -d '{"faults": [{"match": {"key": "key-1", "text_contains": "batch 2"},
  "times": 1, "fault": {"name": "rate-rpm", "retry_after_s": 3}}]}'
curl $JINA/__mock__/faults?key=key-1     # met, unmet, and the journal numbers of the calls that met it
curl -X DELETE $JINA/__mock__/faults/ID  # takes it back; calls that it holds go on
```

`match` may name any of these; a call meets the first entry that fits and is not used up. A plan holds 10,000 entries;
where it is full, the oldest that are used up make room.

| member | a call matches that |
|---|---|
| `key` | carries this key: its id, its text, or the SHA-256 of that in hex |
| `account` | is paid by the account of this name |
| `client` | calls itself so, in the header `X-Mock-Client` |
| `address` | comes from this address |
| `model` | asks for this model |
| `text_contains`, `text_matches` | has an input with this text in it, or with what this regular expression finds |
| `batch_size` | has exactly so many inputs |
| `nth` | is this one, counted from 1 among those that match the rest, or a later one |

`times`, 1 if missing, is how many calls meet it. `probability` lets a matching call meet it only where it is drawn;
`seed`, 0 if missing, and the number of the matching call decide that, so that the same calls in the same order always
meet the same. A fault is met only by a call that would have been answered: what the mock refuses of itself (a dead key,
a full minute, a malformed body) meets none.

The same list may be a file (`vectorproof serve --faults FILE`), TOML or JSON, or a list in Python
(`JinaServer(faults=[...])`). A mistake is named by file, line and place, with what would be right:
`faults.toml:7: faults[1].match.modle: unknown member, 'model' would be right`.

Answers that claim success, and everything that goes wrong on the wire only, are charged to the account; refusals are
not. `refused`, `bad-host` and `tls-error` are not answers: point the client at a closed port, an unknown name, or the
plain port by `https`.
"""

_CELL = 12
_SECTIONS = (
    (
        "answer",
        "Answers",
        "The whole difference is in status, headers and body; a parameter without a value is as the answer has it.",
    ),
    (
        "sequence",
        "Sequences",
        "Several calls in a row meet one step each; `first` says anew how many meet the first of them.",
    ),
    ("transport", "Transport", "The difference is in bytes and time; the answer, where one comes, is the right one."),
)


def page() -> str:
    """Write the page."""
    return "\n".join([_INTRODUCTION, *_sections()])


def _sections() -> Iterator[str]:
    for kind, title, remark in _SECTIONS:
        yield f"## {title}\n\n{remark}\n\n| id | what happens | parameters |\n|---|---|---|"
        yield from (_row(fault) for fault in catalogue().values() if fault.kind == kind)
        yield ""


def _row(fault: FaultKind) -> str:
    steps = ", ".join(f"{name} x {often}" for name, often in fault.steps)
    said = ", ".join(text for text in (steps, _parameters(fault.parameters)) if text)
    return f"| `{fault.id}` | {fault.summary} | {said or '-'} |"


def _parameters(parameters: Iterable[Parameter]) -> str:
    return ", ".join(f"`{one.name}={one.default}`" if _short(one.default) else f"`{one.name}`" for one in parameters)


def _short(default: object) -> bool:
    """Tell whether a default says something and fits a cell; 0 and nothing mean "as the kind of fault has it"."""
    return bool(default) and len(str(default)) <= _CELL
