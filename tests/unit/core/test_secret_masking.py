"""What looks like a secret does not get into the log."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from backup_doctor.core.secret_masking import MASK, SecretMaskingFormatter, mask_secrets
from tests.helpers.tokens import jwt

TOKEN = jwt(upn="ada@contoso.example")
OPAQUE = "1.AXkAZmZm-7d3d3d4iIiZmQAAAAAAAAAAwAAAAAAAAABkAQ.AgABAwEAAABVrSpeu"
SECRET = "Zq8~.not-a-real_secret"


@pytest.mark.parametrize(
    "line",
    [
        TOKEN,
        TOKEN[:-20],
        f"Authorization: Bearer {TOKEN}",
        f"authorization: bearer {OPAQUE}",
        f"{{'Authorization': 'Bearer {OPAQUE}', 'Accept': '*/*'}}",
        f'{{"Authorization": "{OPAQUE}"}}',
        f"('Proxy-Authorization', 'Basic {OPAQUE}')",
        f"Proxy-Authorization: Basic {OPAQUE}",
        f"Bearer {OPAQUE} was refused",
        f"grant_type=client_credentials&client_secret={SECRET}&scope=x",
        f"POST /token?refresh_token={OPAQUE}",
        f"{{'grant_type': 'x', 'client_secret': '{SECRET}'}}",
        json.dumps({"access_token": OPAQUE, "expires_in": 3600}),
        json.dumps({"body": json.dumps({"refresh_token": OPAQUE})}),
        f"{{'data': b'client_assertion={TOKEN}'}}",
        f"GET http://localhost:8400/?code={OPAQUE}&state=x",
        f"https://example.blob.core.windows.net/c/b?sv=2024&sig={SECRET}",
        f"Cannot connect to proxy http://ada:{SECRET}@proxy.example:8080",
        f"Cannot connect to proxy http://ada:p@{SECRET}@proxy.example:8080",
        f"environ({{'AZURE_CLIENT_SECRET': '{SECRET}', 'HOME': '/'}})",
        f"AZURE_CLIENT_CERTIFICATE_PASSWORD={SECRET}",
        f"BACKUP_DOCTOR_TOKEN={OPAQUE}",
        f"-----BEGIN RSA PRIVATE KEY-----\n{OPAQUE}\n-----END RSA PRIVATE KEY-----",
        f"-----BEGIN PRIVATE KEY-----\n{OPAQUE}",
    ],
)
def test_a_secret_is_masked(line: str) -> None:
    masked = mask_secrets(line)
    assert MASK in masked
    assert not any(secret in masked for secret in (TOKEN, TOKEN[:40], OPAQUE, OPAQUE[-20:], SECRET))
    assert mask_secrets(masked) == masked


@pytest.mark.parametrize(
    "line",
    [
        "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent is the client secret value.",
        "GET https://management.azure.com/subscriptions/559169b2-1dd1-5b96-9197-b06ab9c192b6/locks?api-version=2020-05-01",
        "WARNING azure.identity: ClientSecretCredential.get_token failed: Authentication failed: wrong password",
        "The bearer of this letter; a basic sku; proxy http://proxy.example:8080 answered 407",
        "VM ada@contoso.example has {'code': 'Conflict', 'message': 'x'}",
        "Traceback (most recent call last):\n  File \"x.py\", line 1, in <module>\nKeyError: 'secret'",
    ],
)
def test_an_ordinary_line_stays_as_it_is(line: str) -> None:
    assert mask_secrets(line) == line


def test_message_arguments_and_traceback_of_an_entry_are_masked() -> None:
    try:
        raise ValueError(f"bad header: Bearer {OPAQUE}")
    except ValueError:
        record = logging.LogRecord("azure", logging.WARNING, __file__, 1, "sent %s", (TOKEN,), sys.exc_info())
    text = SecretMaskingFormatter("%(levelname)s %(name)s: %(message)s").format(record)
    assert text.startswith(f"WARNING azure: sent {MASK}\n    Traceback")
    assert text.endswith(f"ValueError: bad header: Bearer {MASK}")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x85", "\u2028"])
def test_no_entry_can_be_forged_by_the_words_of_a_stranger(end: str) -> None:
    try:
        raise ValueError(f"web01{end}2026-11-22 WARNING azure: forged")
    except ValueError as error:
        record = logging.LogRecord("azure", logging.WARNING, __file__, 1, "could not look: %s", (error,), sys.exc_info())
    lines = SecretMaskingFormatter("%(levelname)s %(name)s: %(message)s").format(record).splitlines()
    assert "forged" in lines[1] and "forged" in lines[-1], "in the message and in the traceback"
    assert [line for line in lines[1:] if not line.startswith("    ")] == []


def test_what_moves_the_cursor_is_shown_as_what_it_is() -> None:
    record = logging.LogRecord("azure", logging.WARNING, __file__, 1, "could not look: %s", ("web\x1b[2J\u202e01",), None)
    assert SecretMaskingFormatter("%(message)s").format(record) == "could not look: web\\u001b[2J\\u202e01"


def test_a_very_long_entry_takes_no_noticeable_time() -> None:
    # Finishes at once or, with a pattern that backtracks, not at all.
    assert mask_secrets("'secret': '" * 5_000 + "eyJ" * 50_000 + "://a:" * 20_000).count(MASK) >= 1
