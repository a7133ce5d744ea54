"""Remembered accounts for tests."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.memory import RememberedAccount

NOW = datetime(2026, 11, 22, 3, 12, 45, tzinfo=UTC)
SECRET = "Zq8~not-a-real-client-secret-0123456789.ab"
RECORD = json.dumps(
    {
        "authority": "login.microsoftonline.com",
        "clientId": "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
        "homeAccountId": "11111111-2222-3333-4444-555555555555.66666666-7777-8888-9999-000000000000",
        "tenantId": "66666666-7777-8888-9999-000000000000",
        "username": "administrator@contoso.example",
        "version": "1.0",
    }
)


def account(key: str = "ada", method: Method = Method.BROWSER, *, age: int = 0, **more: str) -> RememberedAccount:
    """An account; its age is in hours."""
    plain = RememberedAccount(
        key, method, f"{key}@contoso.example", "66666666-7777-8888-9999-000000000000", "Contoso", last_used=NOW - timedelta(hours=age)
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # mypy takes every field for a text


def principal(key: str = "robot", *, age: int = 0, **more: str) -> RememberedAccount:
    """A service principal."""
    return replace(account(key, Method.SECRET, age=age, **more), user="", client_id="12121212-3434-5656-7878-909090909090")
