"""The connection of a command: every way to sign in, one sentence and exit code 3 where it fails, and never a secret as an argument."""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backup_doctor.arm import wire
from backup_doctor.arm.cloud import PUBLIC
from backup_doctor.arm.identity.interaction import DeviceCode
from backup_doctor.arm.identity.method import Method, SignIn
from backup_doctor.arm.wire import Wire
from backup_doctor.cli.connection import options_of, sign_in_of
from backup_doctor.cli.exits import Stop
from backup_doctor.cli.parser import parser
from backup_doctor.cli.terminal import Terminal
from backup_doctor.core.language import language
from backup_doctor.core.policy import Policy
from backup_doctor.core.text import verbatim
from backup_doctor.lab.build import Site, linux
from backup_doctor.lab.identity import TENANT_ID
from backup_doctor.lab.running import RunningLab, start
from tests.helpers.commands import Command
from tests.helpers.fake_browser import FakeBrowser
from tests.helpers.fake_entra import OTHER_TENANT, PRINCIPAL, FakeEntra, Principal, fake_entra
from tests.helpers.principal_certificate import PASSWORD, certificate_files


@pytest.fixture
def entra(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEntra]:
    """A fake Entra that this process trusts, and no variables of the user's."""
    for name in ("CLIENT_ID", "CLIENT_SECRET", "TENANT_ID", "CLIENT_CERTIFICATE_PATH", "CLIENT_CERTIFICATE_PASSWORD"):
        monkeypatch.delenv(f"AZURE_{name}", raising=False)
    with fake_entra() as running:
        monkeypatch.setattr(wire, "Wire", lambda: Wire(ca_file=running.ca_file))
        yield running


@pytest.fixture
def lab(entra: FakeEntra) -> Iterator[RunningLab]:
    with start(["healthy-linux"]) as running:
        running.accept(entra, entra.authority)
        yield running


@pytest.fixture
def browser(entra: FakeEntra, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBrowser]:
    fake = FakeBrowser(entra)
    monkeypatch.setattr("webbrowser.open", fake.open)
    yield fake
    fake.close()


def diagnose(lab: RunningLab, *arguments: str) -> tuple[str, ...]:
    return ("diagnose", "--vm", lab.vms[0].id, "--arm", lab.endpoint, *arguments)


def test_by_browser(command: Command, lab: RunningLab, browser: FakeBrowser) -> None:
    assert command(*diagnose(lab, "--auth", "browser")).code == 0
    assert len(browser.opened) == 1


def test_by_device_code_which_goes_to_stderr(command: Command, lab: RunningLab, entra: FakeEntra) -> None:
    outcome = command(*diagnose(lab, "--auth", "device", "--tenant", TENANT_ID, "--format", "json"))
    assert outcome.code == 0
    assert "enter the code ABCD1234" in outcome.err
    assert "ABCD1234" not in outcome.out
    assert outcome.out.startswith("{")


def test_the_tenant_decides_which_machines_there_are(command: Command, lab: RunningLab, browser: FakeBrowser) -> None:
    lab.world.subscription("Fabrikam Production", lab.world.tenant("Fabrikam", "fabrikam.example"))
    mill = str(linux(lab.world, "mill-01", Site("rg-mill", subscription="Fabrikam Production")).id)
    there = ("diagnose", "--vm", mill, "--arm", lab.endpoint, "--auth", "browser")
    assert command(*there, "--tenant", "fabrikam.example").code == 0
    outcome = command(*there, "--tenant", TENANT_ID)
    assert (outcome.code, outcome.out) == (3, "")
    assert f"belongs to tenant {OTHER_TENANT}, and the sign-in is for another one" in outcome.err
    assert len(browser.opened) == 2, "one prompt for each command, and none for the refusal"


def test_by_secret_from_the_environment(command: Command, lab: RunningLab, entra: FakeEntra, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_TENANT_ID", TENANT_ID)
    monkeypatch.setenv("AZURE_CLIENT_ID", PRINCIPAL)
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "right-secret")
    assert command(*diagnose(lab, "--auth", "secret")).code == 0
    assert entra.kinds() == ["client_credentials"]


def test_by_secret_from_a_file(command: Command, lab: RunningLab, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("right-secret\n")
    outcome = command(*diagnose(lab, "--auth", "secret", "--tenant", TENANT_ID, "--client-id", PRINCIPAL, "--secret-file", str(tmp_path / "secret")))
    assert outcome.code == 0


def test_by_certificate(command: Command, lab: RunningLab, entra: FakeEntra, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = certificate_files(tmp_path)
    entra.principals[PRINCIPAL] = Principal(PRINCIPAL, TENANT_ID, certificate=files["public"].read_bytes())
    monkeypatch.setenv("AZURE_CLIENT_CERTIFICATE_PASSWORD", PASSWORD)
    given = ("--tenant", TENANT_ID, "--client-id", PRINCIPAL, "--certificate", str(files["pfx with password"]))
    assert command(*diagnose(lab, "--auth", "certificate", *given)).code == 0
    monkeypatch.setenv("AZURE_CLIENT_CERTIFICATE_PASSWORD", "wr0ng")
    outcome = command(*diagnose(lab, "--auth", "certificate", *given))
    assert (outcome.code, outcome.err.count("\n")) == (3, 1)
    assert "The password does not open the certificate" in outcome.err
    assert "wr0ng" not in outcome.err


def test_without_azure_cli(command: Command, lab: RunningLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = command(*diagnose(lab, "--auth", "cli"))
    assert (outcome.code, outcome.err.count("\n")) == (3, 1)
    assert "Azure CLI (az) was not found" in outcome.err


@pytest.mark.parametrize(
    ("secret", "words"), [("wrong-secret", "AADSTS7000215"), ("", "There is no secret: set AZURE_CLIENT_SECRET or name a file with --secret-file.")]
)
def test_a_secret_that_is_wrong_or_missing(command: Command, lab: RunningLab, monkeypatch: pytest.MonkeyPatch, secret: str, words: str) -> None:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", secret)
    outcome = command(*diagnose(lab, "--auth", "secret", "--tenant", TENANT_ID, "--client-id", PRINCIPAL))
    assert (outcome.code, outcome.err.count("\n")) == (3, 1)
    assert words in outcome.err
    assert "wrong-secret" not in outcome.err


def test_nobody_asks_a_script_anything(command: Command, lab: RunningLab, entra: FakeEntra, browser: FakeBrowser) -> None:
    """The refresh token is revoked in the middle; there is no terminal, so nothing is opened and the exit code says it."""
    knows, seen = entra.knows, []

    def counted(token: str) -> bool:
        seen.append(token)
        if len(seen) == 3:
            entra.revoke()
        return knows(token)

    entra.knows = counted  # type: ignore[method-assign]  # the lab asks it once per request
    outcome = command(*diagnose(lab, "--auth", "browser"))
    assert outcome.code == 3
    assert "revoked" in outcome.err
    assert len(browser.opened) == 1


def parsed(*arguments: str) -> argparse.Namespace:
    given = parser(lambda text: str(text)).parse_args(["diagnose", "--vm", "x", *arguments])
    given.policy = Policy()
    return given


def test_a_persons_sign_in_leaves_the_service_principals_variables_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_TENANT_ID", TENANT_ID)
    monkeypatch.setenv("AZURE_CLIENT_ID", PRINCIPAL)
    for method in ("browser", "device", "cli"):
        assert sign_in_of(parsed("--auth", method)) == SignIn(Method(method), PUBLIC)


def test_cloud_tenant_and_application_are_passed_on() -> None:
    order = sign_in_of(parsed("--auth", "browser", "--cloud", "usgov", "--tenant", "contoso.com", "--client-id", PRINCIPAL))
    assert (order.cloud.authority, order.tenant, order.client_id) == ("https://login.microsoftonline.us", "contoso.com", PRINCIPAL)


def test_a_secret_file_that_cannot_be_read() -> None:
    with pytest.raises(Stop, match="The secret file /no/such cannot be read"):
        sign_in_of(parsed("--auth", "secret", "--secret-file", "/no/such"))


def test_a_command_to_repeat_names_the_way_and_nothing_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "right-secret")
    given = ["--auth", "secret", "--tenant", "contoso.com", "--client-id", PRINCIPAL, "--secret-file", "a b", "--cloud", "china"]
    options = options_of(parsed(*given))
    assert options == f"--auth secret --tenant contoso.com --client-id {PRINCIPAL} --secret-file 'a b' --cloud china"
    assert options_of(parsed("--auth", "certificate", "--certificate", "p.pfx")) == "--auth certificate --certificate p.pfx"


@pytest.mark.parametrize("option", ["--secret", "--password", "--token", "--client-secret", "--certificate-password"])
def test_no_secret_can_be_an_argument(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed("--auth", "secret", option, "x")
    capsys.readouterr()


def terminal(new_token: str = "") -> Terminal:
    return Terminal(language("en"), lambda: new_token)


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


WHY = verbatim("Sign in again.")


def again(order: SignIn, new_token: str = "") -> SignIn | None:
    return asyncio.run(terminal(new_token).sign_in_again(WHY, order))


def test_a_newer_token_in_the_file_is_taken() -> None:
    order = SignIn(Method.TOKEN, PUBLIC, token="old")
    assert again(order, "new\n") == replace(order, token="new")
    assert again(order, "old\n") is None
    assert again(order) is None


@pytest.mark.parametrize(("line", "agreed"), [("\n", True), ("no\n", False), ("", False)])
@pytest.mark.parametrize("method", [Method.BROWSER, Method.DEVICE, Method.CLI])
def test_somebody_at_a_terminal_is_asked(
    method: Method, line: str, agreed: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Tty(line))
    err = Tty()
    monkeypatch.setattr(sys, "stderr", err)
    order = SignIn(method, PUBLIC)
    assert again(order) == (order if agreed else None)
    assert "Sign in again." in err.getvalue()


def test_a_service_principal_at_a_terminal_has_nothing_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Tty("\n"))
    monkeypatch.setattr(sys, "stderr", Tty())
    assert again(SignIn(Method.SECRET, PUBLIC)) is None


def test_what_the_terminal_says(capsys: pytest.CaptureFixture[str]) -> None:
    asked = terminal()
    asked.show_code(DeviceCode("https://login.example/device", "ABCD", datetime(2026, 11, 28, 8, 30, tzinfo=UTC)))
    asked.settled(None)
    asked.settled(verbatim("It failed."))
    out, err = capsys.readouterr()
    assert out == ""
    assert "open https://login.example/device in a browser" in err
    assert err.endswith("It failed.\n")
