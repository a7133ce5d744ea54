"""What a report says of the way to Azure: who named it, and nothing where that can no longer be told."""

from __future__ import annotations

import asyncio

import pytest

from backup_doctor.arm.cloud import PUBLIC
from backup_doctor.arm.environment import environment_of
from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.signin import Account, Session, token_credential


@pytest.mark.parametrize(("setting", "origin"), [("http://proxy.contoso.com:3128", "environment"), ("socks5://proxy.contoso.com:1080", "")])
def test_a_setting_that_names_no_proxy_any_more_is_left_out(setting: str, origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", setting)

    async def work() -> str:
        gateway = Gateway(PUBLIC, token_credential("opaque"))
        try:
            return environment_of(Session(gateway, Account("ada", "1", "Contoso", PUBLIC, ())), "2026.11").proxy
        finally:
            await gateway.close()

    assert asyncio.run(work()) == origin
