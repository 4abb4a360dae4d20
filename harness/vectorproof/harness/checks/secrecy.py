"""A judge that a secret is nowhere in an answer, neither as it is nor in the encodings that leak most."""

import base64
from urllib.parse import quote

from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch
from vectorproof.harness.provider import ProviderKey


def absent(secret: ProviderKey | str) -> Judge[Exchange]:
    """The secret stands neither in the body nor in a header of the answer; the finding never shows it."""
    text = secret if isinstance(secret, str) else secret.secret
    forms = {text, quote(text, safe=""), base64.b64encode(text.encode()).decode()}

    def judge(seen: Exchange) -> Mismatch | None:
        whole = seen.raw.decode("utf-8", "replace") + "\n".join(seen.headers.values())
        leaked = any(form in whole for form in forms)
        return Mismatch("an answer without the secret", f"HTTP {seen.status} with the secret in it") if leaked else None

    return judge
