"""No secret survives redaction, and two runs leave the same words."""

import string
import subprocess

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.exchange import Request
from vectorproof.harness.redaction import Redactor, Secret
from vectorproof.harness.transcript import curl

SECRETS = st.text(string.ascii_letters + string.digits + ":+/=_-", min_size=12, max_size=60)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@given(secret=SECRETS, before=WORDS, after=WORDS)
def test_a_known_secret_never_survives(secret: str, before: str, after: str) -> None:
    redactor = Redactor([(secret, "$TOKEN")])
    assert secret not in redactor.apply(before + secret + after)


@given(secrets=st.lists(SECRETS, min_size=1, max_size=5, unique=True))
def test_a_secret_inside_another_does_not_uncover_the_rest(secrets: list[str]) -> None:
    redactor = Redactor()
    whole = secrets[0] + "tail"
    for secret in (*secrets, whole):
        redactor.number(secret, "$KEY")
    assert "tail" not in redactor.apply(f"({whole})")


def test_placeholders_are_numbered_in_order_and_stay() -> None:
    redactor = Redactor()
    assert [redactor.number(text, "$KEY") for text in ("first-secret", "second-secret", "first-secret")] == [
        "$KEY_1",
        "$KEY_2",
        "$KEY_1",
    ]


def test_quoted_form_is_known_too() -> None:
    assert Redactor([("AstraCS:a:b", "$T")]).apply("?t=AstraCS%3Aa%3Ab") == "?t=$T"


def test_passing_ids_times_and_ports_are_replaced() -> None:
    text = "id 3f9c1a52-0000-4000-8000-123456789abc at 2026-08-01T12:00:00.123Z on 127.0.0.1:34567"
    assert Redactor().apply(text) == "id <uuid> at <time> on localhost"


def test_a_time_that_was_sent_stays_for_a_database_is_as_old_as_it_says() -> None:
    body = b'{"databases":[{"creationTime":"2024-06-23T00:00:00Z"}]}'
    sent = Request("POST", "http://h", "/control/worlds", {}, body, "lease a world")

    assert '"creationTime":"2024-06-23T00:00:00Z"' in curl(sent, Redactor())


def test_a_secret_hides_in_every_representation() -> None:
    secret = Secret("do-not-show")
    assert "do-not-show" not in f"{secret!r} {secret} {[secret]}"
    assert secret.reveal() == "do-not-show"


def shell(command: str, **environment: str) -> list[str]:
    """Let a real shell split the command and fill in the variables; gives the words after ``curl``."""
    script = 'curl() { for word in "$@"; do printf "%s\\0" "$word"; done; }\n' + command
    done = subprocess.run(["sh", "-c", script], env=environment, capture_output=True, check=True)
    return done.stdout.decode().split("\0")[:-1]


@given(body=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_a_shell_gives_back_what_was_sent(body: str) -> None:
    secret = "s3cret-value-of-the-token"
    redactor = Redactor([(secret, "$VECTORPROOF_TOKEN"), ("http://127.0.0.1:1234", "$DATA_API")])
    raw = f'{{"key":"{secret}","text":"{body}","$vectorize":"x"}}'
    sent = Request("POST", "http://127.0.0.1:1234", "/v1/ks", {"Token": secret}, raw.encode(), "insertOne")

    command = curl(sent, redactor)
    words = shell(command, VECTORPROOF_TOKEN=secret, DATA_API="http://127.0.0.1:1234")

    assert secret not in command
    assert words == ["-sS", "http://127.0.0.1:1234/v1/ks", "-H", f"Token: {secret}", "--data-raw", raw]


def test_the_method_is_named_where_curl_would_choose_another() -> None:
    sent = Request("DELETE", "http://h", "/keys/k?confirm=k", {}, None, "remove key")
    assert curl(sent, Redactor()) == "curl -sS -X DELETE 'http://h/keys/k?confirm=k'"
