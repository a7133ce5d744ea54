"""Signing in as Azure CLI: its real answers and complaints, from a program called ``az`` on the path."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.identity.open_session import SignInFailed, SignInNeeded, open_session
from backup_doctor.arm.signin import Session
from backup_doctor.lab.identity import TENANT_ID
from tests.helpers.fake_entra import OTHER_TENANT
from tests.unit.arm.identity.conftest import Place, ask_azure, wait_for_threads

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for az is a shell script")

Az = Callable[..., Path]


@pytest.fixture
def az(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Az:
    """Put an ``az`` on the path that answers this. The file it returns has a line per call."""
    calls = tmp_path / "calls"
    calls.write_text("")

    def put(out: str = "", err: str = "", code: int = 0, pause: float = 0) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        (tmp_path / "out").write_text(out)
        (tmp_path / "err").write_text(err)
        script = f'#!/bin/sh\necho "$@" >>"{calls}"\nsleep {pause}\ncat "{tmp_path}/out"\ncat "{tmp_path}/err" >&2\nexit {code}\n'
        (folder / "az").write_text(script)
        (folder / "az").chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
        return calls

    return put


def answer(token: str, *, expires: float | None = None, old: bool = False) -> str:
    """What ``az account get-access-token`` prints (2.7x); before 2.54 without ``expires_on``."""
    moment = time.time() + 3600 if expires is None else expires
    local = time.strftime("%Y-%m-%d %H:%M:%S.000000", time.localtime(moment))
    document = {"accessToken": token, "expiresOn": local, "subscription": "s", "tenant": TENANT_ID, "tokenType": "Bearer"}
    return json.dumps(document if old else {**document, "expires_on": int(moment)}, indent=2)


def token_for(place: Place) -> str:
    return place.entra.token_of({"tid": TENANT_ID, "oid": place.entra.person.object_id(TENANT_ID), "upn": place.entra.person.name})


@pytest.mark.parametrize("old", [False, True])
def test_it_lets_in_and_is_asked_once(place: Place, az: Az, old: bool) -> None:
    calls = az(answer(token_for(place), old=old))

    async def work(session: Session) -> str:
        await asyncio.gather(*(ask_azure(session) for _ in range(5)))
        return session.account.user

    assert place.with_session(place.order(Method.CLI), work) == "demo@contoso.example"
    assert calls.read_text().splitlines() == ["account get-access-token --output json --resource https://management.azure.com"]
    assert place.entra.asked == []


def test_the_tenant_is_passed_on(place: Place, az: Az) -> None:
    calls = az(answer(token_for(place)))
    place.open_session(place.order(Method.CLI, tenant=TENANT_ID))
    assert f"--tenant {TENANT_ID}" in calls.read_text()


def test_cancelling_ends_az_at_once(place: Place, az: Az) -> None:
    calls = az(answer(token_for(place)), pause=600)

    async def work() -> None:
        task = asyncio.ensure_future(open_session(place.order(Method.CLI), place.entra.wire(), place.somebody))
        while not calls.read_text():
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(work())
    wait_for_threads()  # which they would do after ten minutes, if az had not been ended


def test_without_azure_cli_it_is_said(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SignInFailed, match="was not found on this computer"):
        place.open_session(place.order(Method.CLI))


def test_an_azure_cli_that_cannot_be_started_is_told_with_the_reason(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "az").write_text("#!/nowhere/python\n")  # its interpreter has been uninstalled
    (tmp_path / "az").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SignInFailed, match="could not be started: No such file or directory"):
        place.open_session(place.order(Method.CLI))


def test_an_azure_cli_that_does_not_answer_is_ended(place: Place, az: Az, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backup_doctor.arm.identity.az.PATIENCE", 0.3)
    az(answer(token_for(place)), pause=600)
    with pytest.raises(SignInFailed, match="did not answer in time"):
        place.open_session(place.order(Method.CLI))
    wait_for_threads()  # which they would do after ten minutes, if az had not been ended


@pytest.mark.parametrize(
    ("err", "words"),
    [
        ("ERROR: Please run 'az login' to setup account.\n", "Run this in a terminal: az login --tenant"),
        ("ERROR: AADSTS70043: The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.", "AADSTS70043"),
        ("ERROR: AADSTS50076: Due to a configuration change … Trace ID: x\nInteractive authentication is needed. Run: az login", "AADSTS50076"),
        ("ERROR: Failed to connect to MSI.", "Azure CLI \\(az\\) says: ERROR: Failed to connect"),
    ],
)
def test_what_az_complains_of_is_told(place: Place, az: Az, err: str, words: str) -> None:
    az(err=err, code=1)
    with pytest.raises((SignInFailed, SignInNeeded), match=words):
        place.open_session(place.order(Method.CLI, tenant=TENANT_ID))


def test_an_answer_that_is_none_is_not_repeated(place: Place, az: Az) -> None:
    az('{"accessToken": "very-secret", "expires_on": "soon"}')
    with pytest.raises(SignInFailed, match="does not understand") as failed:
        place.open_session(place.order(Method.CLI))
    assert "very-secret" not in repr((failed.value, failed.value.__cause__, failed.value.__context__))


def test_a_login_that_has_ended_is_one_question_and_work_goes_on(place: Place, az: Az) -> None:
    az(answer(token_for(place)))

    async def work(session: Session) -> int:
        place.entra.revoke()
        az(answer(token_for(place)))  # somebody runs «az login» meanwhile
        return await ask_azure(session)

    assert place.with_session(place.order(Method.CLI), work) == 1
    [(why, _)] = place.somebody.questions
    assert "az login" in why
    assert "--claims-challenge ey" in why


def test_az_of_somebody_else_is_not_taken(place: Place, az: Az) -> None:
    az(answer(token_for(place)))
    stranger = {"tid": OTHER_TENANT, "oid": place.entra.person.object_id(OTHER_TENANT)}

    async def work(session: Session) -> None:
        place.entra.revoke()
        az(answer(place.entra.token_of(stranger)))
        with pytest.raises(SignInFailed, match="belongs to tenant"):
            await ask_azure(session)

    place.with_session(place.order(Method.CLI), work)
