"""Records to test with: a small one, a realistic one, and one whose every text is hostile."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from vectorproof.reports.evidence import ExchangeRecord
from vectorproof.reports.record import (
    Attestation,
    CaseLine,
    Environment,
    Examples,
    FindingRecord,
    KnownFailure,
    Record,
    RequirementResult,
    RunFooter,
    RunHeader,
    Step,
    TargetInfo,
    Tool,
    Writer,
    read,
)
from vectorproof.reports.verdict import Owner, Verdict
from vectorproof.specs.requirements import Requirement, requirements

HOSTILE: Final = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> \"'`${7*7}{{7*7}}{% raw %} ]]> <![CDATA[ --> & &amp;"
    "\x1b[31mred\x1b]8;;http://evil.invalid\x07link\x00\x08\x7f\x9b [bold]markup[/bold] [/] "
    "\u202egnp.exe\u2066\ufeff\ufffe\U0001f9a0"
    "\ud800 \udfff \r\n\t end"
)

HEADER: Final = RunHeader(
    tool=Tool("vectorproof", "0.1.0"),
    catalogue="2026-08",
    target=TargetInfo(
        name="simulator",
        kind="simulator",
        url="http://127.0.0.1:43117",
        capabilities=("data-api", "devops", "key-control", "fresh-databases", "provider-control", "provider-journal"),
    ),
    profile="quick",
    seed=20260824,
    started="2026-08-24T09:14:03Z",
    environment=Environment("3.11.9", "Linux-6.8 x86_64"),
    selection={"suite": (), "requirement": ()},
)

STEPS: Final = (
    Step(
        "Create a collection bound to the key",
        'curl -sS -X POST "$DATA_API/v1/default_keyspace" \\\n  -H "Token: $VECTORPROOF_TOKEN" \\\n'
        '  -d \'{"createCollection":{"name":"vp_k7","options":{"vector":{"service":{"provider":"jinaAI",'
        '"modelName":"jina-embeddings-v2-base-en","authentication":{"providerKey":"k1"}}}}}}\'',
        '200 {"status":{"ok":1}}',
    ),
    Step(
        "Remove the key, then insert a text",
        'curl -sS -X POST "$DATA_API/v1/default_keyspace/vp_k7" \\\n  -H "Token: $VECTORPROOF_TOKEN" \\\n'
        '  -d \'{"insertOne":{"document":{"$vectorize":"blue whale"}}}\'',
        '200 {"status":{"insertedIds":["0b6c1f2e-5a1e-4a53-8e0b-27c4d2a3a1ff"]}}',
    ),
)

EXCHANGES: Final = (
    ExchangeRecord(
        title="lease a world",
        method="POST",
        url="$CONTROL/control/worlds",
        headers={"Authorization": "Bearer $VECTORPROOF_TOKEN", "Content-Type": "application/json"},
        body='{"databases":[{"vector":true}]}',
        status=201,
        answer_headers={"content-type": "application/json"},
        answer='{"token":"$WORLD_TOKEN","databases":[{"id":"$DATABASE_1"}]}',
        seconds=0.004,
    ),
    ExchangeRecord(
        title="insertOne on vp_k7",
        method="POST",
        url="$DATA_API/v1/default_keyspace/vp_k7",
        headers={"Token": "$WORLD_TOKEN", "X-Sim-Database": "$DATABASE_1", "Content-Type": "application/json"},
        body='{"insertOne":{"document":{"$vectorize":"it\'s a blue whale"}}}',
        status=200,
        answer_headers={"content-type": "application/json"},
        answer='{"status":{"insertedIds":["<uuid>"]}}',
        seconds=0.012,
    ),
)

CASE: Final = CaseLine(
    case="key/names/length",
    area="key",
    verdict=Verdict.PASS,
    requirements=(RequirementResult("KEY-007", Verdict.PASS, 24),),
    started="2026-08-24T09:14:05Z",
    seconds=0.412,
    worker="gw0",
    examples=Examples(24, ("longest allowed", "one too long")),
    checks=24,
    exchanges=48,
)


def record(*cases: CaseLine, footer: bool = True, header: RunHeader = HEADER, interrupted: bool = False) -> Record:
    """Make a record in memory; its footer counts nothing and its digest is of nothing."""
    end = RunFooter({}, {}, 0, {"unmet": 0}, "0" * 64, 1.0, "2026-08-24T09:14:31Z", interrupted)
    return Record(header, cases, end if footer else None)


def written(
    path: Path, cases: Iterable[CaseLine], *, header: RunHeader = HEADER, secrets: Iterable[str] = ()
) -> Record:
    """Write cases to a file and read them back."""
    with Writer(path, header, secrets=secrets) as writer:
        for case in cases:
            writer.case(case)
        writer.finish(seconds=27.9, ended="2026-08-24T09:14:31Z")
    return read(path)


def failing(requirement: str = "REMOVE-002", **changes: object) -> CaseLine:
    """Make a case with one finding of one requirement."""
    finding = FindingRecord(
        requirement=requirement,
        owner=Owner.TARGET,
        expected="an error whose errorCode is VECTORIZE_CREDENTIAL_INVALID, and no document stored",
        found="HTTP 200 with one insertedId; the document is there",
        source="seed:329",
        steps=STEPS,
    )
    area = requirement.partition("-")[0].lower()
    case = CaseLine(
        case=f"{area}/effect/at_once_{requirement[-3:]}",
        area=area,
        verdict=Verdict.FAIL,
        requirements=(RequirementResult(requirement, Verdict.FAIL, 9),),
        started="2026-08-24T09:14:20Z",
        seconds=1.9,
        worker="gw1",
        owner=Owner.TARGET,
        examples=Examples(21, ("shortest name",)),
        checks=9,
        exchanges=63,
        findings=(finding,),
    )
    return replace(case, **changes)  # type: ignore[arg-type]  # tests name members of CaseLine


def skipped(requirement: str, reason: str, case: str | None = None) -> CaseLine:
    """Make a case that could not be run on this target."""
    area = requirement.partition("-")[0].lower()
    return CaseLine(
        case=case or f"{area}/portal/{requirement.lower()}",
        area=area,
        verdict=Verdict.SKIPPED,
        requirements=(RequirementResult(requirement, Verdict.SKIPPED, 0),),
        started="2026-08-24T09:14:20Z",
        seconds=0.0,
        reason=reason,
    )


def hostile(text: str = HOSTILE) -> tuple[CaseLine, ...]:
    """Make one case of each verdict with a text from outside in every member that takes one."""
    finding = FindingRecord("KEY-007", Owner.PROVIDER, text, text, text, (Step(text, text, text),))
    cases = (
        CaseLine(
            case=f"key/hostile/{verdict}{text}",
            area="key" if verdict is Verdict.PASS else f"key{text}",
            verdict=verdict,
            requirements=(
                RequirementResult("KEY-007", verdict, 3),
                RequirementResult(f"X-{text}", verdict, 1),
            ),
            started=text,
            seconds=0.1,
            worker=text,
            owner=Owner.PROVIDER,
            reason=text,
            examples=Examples(3, (text,)),
            checks=4,
            findings=() if verdict is Verdict.PASS else (finding, replace(finding, requirement=f"Y-{text}")),
            known_failure=KnownFailure(text, text, text) if verdict is Verdict.XFAIL else None,
        )
        for verdict in Verdict
    )
    return tuple(cases)


def hostile_header(text: str = HOSTILE) -> RunHeader:
    """Make a header with a text from outside in every member that takes one."""
    return replace(
        HEADER,
        tool=Tool(text, text),
        catalogue=text,
        target=TargetInfo(text, text, text, (text,)),
        profile=text,
        started=text,
        environment=Environment(text, text),
        selection={text: (text,)},
        attested=(Attestation(text, text),),
    )


def realistic() -> tuple[CaseLine, ...]:
    """Make the cases of a plausible run: every requirement, 110 cases, a few findings, skips by capability."""
    catalogue = tuple(requirements().values())
    testable = [entry for entry in catalogue if entry.untested is None]
    return tuple(_unique(_case(number, entry) for number, entry in enumerate(testable[:110])))


# What a plausible run finds, by the place of the requirement in the catalogue.
_FAILS: Final = frozenset({6, 47, 88})
_SPECIAL: Final[Mapping[int, Verdict]] = {
    33: Verdict.INCONCLUSIVE,
    52: Verdict.FLAKY,
    70: Verdict.ERROR,
    93: Verdict.XFAIL,
}
_REASONS: Final = {
    Verdict.INCONCLUSIVE: "a scripted fault was never met: rate-rpm on the second batch",
    Verdict.FLAKY: "failed once in three runs of the same example",
    Verdict.ERROR: "ConnectionResetError after 12 exchanges; the target was gone for 3 s",
}


def _case(number: int, entry: Requirement) -> CaseLine:
    if number in _FAILS:
        return failing(entry.id)
    if number in _SPECIAL:
        return _special(_SPECIAL[number], entry)
    if number % 9 == 4:
        lacking = ("key-control", "provider-journal")[number % 2]
        return skipped(entry.id, f"the target lacks the capability {lacking}")
    return _passing(number, entry)


def _special(verdict: Verdict, entry: Requirement) -> CaseLine:
    known = KnownFailure("the page says 50, the server has always allowed 48", "docs team", "2026-12-31")
    return failing(
        entry.id,
        verdict=verdict,
        requirements=(RequirementResult(entry.id, verdict, 4),),
        reason=_REASONS.get(verdict),
        findings=failing(entry.id).findings if verdict is Verdict.XFAIL else (),
        known_failure=known if verdict is Verdict.XFAIL else None,
        owner=Owner.DOCUMENT if verdict is Verdict.XFAIL else Owner.ENVIRONMENT,
    )


def _passing(number: int, entry: Requirement) -> CaseLine:
    examples = 20 + number * 7 % 60
    return CaseLine(
        case=f"{entry.area.lower()}/rules/{entry.id.lower().replace('-', '_')}",
        area=entry.area.lower(),
        verdict=Verdict.PASS,
        requirements=(RequirementResult(entry.id, Verdict.PASS, examples),),
        started="2026-08-24T09:14:09Z",
        seconds=0.02 * (number % 40) + 0.05,
        worker=f"gw{number % 2}",
        examples=Examples(examples, ("longest allowed", "one too long") if number % 2 else ()),
        checks=examples,
        exchanges=examples * 3,
    )


def _unique(cases: Iterable[CaseLine]) -> Iterable[CaseLine]:
    seen: dict[str, CaseLine] = {}
    for case in cases:
        assert case.case not in seen
        seen[case.case] = case
    return seen.values()
