"""Bad input and bad luck: one sentence on stderr, the documented exit code, no traceback, no token."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from backup_doctor.cli.main import run
from tests.helpers.tokens import jwt
from tests.helpers.worlds import Lab, scenario

GUID = "0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10"
ELSEWHERE = f"/subscriptions/{GUID}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm"

Sentence = Callable[..., str]

VM = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v"


@pytest.fixture
def sentence(capsysbinary: pytest.CaptureFixture[bytes]) -> Sentence:
    """Run a command that has to fail with this exit code; returns the one sentence it leaves on stderr."""

    def fails(code: int, *arguments: str) -> str:
        try:
            found = run(arguments)
        except SystemExit as stop:  # argparse's own way out
            found = int(stop.code or 0)
        out, err = (stream.decode() for stream in capsysbinary.readouterr())
        assert (found, out) == (code, ""), err
        assert err.startswith("backup-doctor")
        assert err.count("\n") == 1
        assert "Traceback" not in err
        return err.rstrip("\n")

    return fails


def connected(lab: Lab, **changed: str) -> list[str]:
    arguments = {"vm": str(lab.vm), "auth": "token", "arm": lab.endpoint, **changed}
    return ["diagnose", *(word for name, value in arguments.items() for word in (f"--{name}", value))]


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> Lab:
    """A lab with a healthy VM, and its token in the environment. It is closed: nothing here gets as far as asking it."""
    with scenario("healthy-windows") as running:
        monkeypatch.setenv("BACKUP_DOCTOR_TOKEN", running.token)
        return running


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"code": "NoSuchCode"}, 2, "“NoSuchCode” contains no error code this version knows"),
        ({"code": ""}, 2, "Known codes: UserErrorGuestAgentStatusUnavailable"),
        ({"vm": "web01"}, 2, "“web01” is not the resource id of a virtual machine"),
        ({"vm": "two\nlines\x1b[2J"}, 2, "“two lines\\u001b[2J” is not"),
        ({"arm": "http://management.example.com"}, 2, "is not encrypted"),
        ({"arm": "management.example.com"}, 2, "is not the address of an ARM endpoint"),
        ({"arm": "https://127.0.0.1:port"}, 2, "is not the address of an ARM endpoint"),
        ({"output": "/no/such/folder/diagnosis.json"}, 2, "The folder of /no/such/folder/diagnosis.json does not exist."),
        ({"pdf": "/no/such/folder/summary.pdf"}, 2, "The folder of /no/such/folder/summary.pdf does not exist."),
        ({"output": "/"}, 2, "/ is a folder, not a file."),
        ({"token-file": "/no/such/token"}, 3, "The token file /no/such/token cannot be read"),
        ({"format": "xml"}, 2, "xml"),
        ({"lang": "de"}, 2, "de"),
    ],
)
def test_arguments_that_make_no_sense(changed: dict[str, str], code: int, words: str, lab: Lab, sentence: Sentence) -> None:
    assert words in sentence(code, *connected(lab, **changed))


@pytest.mark.parametrize(
    ("token", "words"),
    [
        (jwt(exp=int(time.time()) - 60), "The access token expired at"),
        ("two words", "This is not an access token"),
        ("tokén", "This is not an access token"),
        ("", "There is no access token: set BACKUP_DOCTOR_TOKEN"),
    ],
)
def test_tokens_that_are_none(token: str, words: str, lab: Lab, sentence: Sentence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_DOCTOR_TOKEN", token)
    said = sentence(3, *connected(lab))
    assert words in said
    assert not token or token not in said


def test_a_token_azure_does_not_accept(sentence: Sentence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_DOCTOR_TOKEN", "opaque-secret")
    with scenario("healthy-windows") as lab:
        said = sentence(3, *connected(lab))
    assert "Azure does not accept this sign-in (InvalidAuthenticationToken)" in said
    assert "opaque-secret" not in said


def test_a_token_in_a_file_and_of_another_tenant(sentence: Sentence, tmp_path: Path) -> None:
    with scenario("healthy-windows") as lab:
        (tmp_path / "token").write_text(lab.token + "\n", "utf-8")
        said = sentence(3, *connected(lab, **{"token-file": str(tmp_path / "token"), "tenant": GUID}))
    assert f"not to {GUID}" in said


def test_a_job_that_the_vm_does_not_have(sentence: Sentence, monkeypatch: pytest.MonkeyPatch) -> None:
    with scenario("healthy-windows") as lab:
        monkeypatch.setenv("BACKUP_DOCTOR_TOKEN", lab.token)
        said = sentence(2, *connected(lab, code=f"job {GUID}"))
    assert f"No vault that protects {lab.vm.name} has a backup job {GUID}" in said


def test_a_job_of_a_vm_that_does_not_exist(sentence: Sentence, monkeypatch: pytest.MonkeyPatch) -> None:
    with scenario("healthy-windows") as lab:
        monkeypatch.setenv("BACKUP_DOCTOR_TOKEN", lab.token)
        assert "There is no virtual machine" in sentence(3, *connected(lab, vm=f"{lab.vm}-2", code=GUID))


@pytest.mark.parametrize("vm", [ELSEWHERE, None], ids=["of another subscription", "of this group"])
def test_a_vm_that_does_not_exist(vm: str | None, sentence: Sentence, monkeypatch: pytest.MonkeyPatch) -> None:
    with scenario("healthy-windows") as lab:
        monkeypatch.setenv("BACKUP_DOCTOR_TOKEN", lab.token)
        said = sentence(3, *connected(lab, vm=vm or f"{lab.vm}-2"))
    assert "There is no virtual machine" in said


def test_an_endpoint_where_nobody_answers(lab: Lab, sentence: Sentence) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        said = sentence(3, *connected(lab, arm=f"http://127.0.0.1:{reserved.getsockname()[1]}"))
    assert (
        "Azure could not be reached: Connection refused (To test the connection step by step, run: backup-doctor connection --arm http://127.0.0.1:"
        in said
    )


@pytest.mark.parametrize("fault", ["html", "broken", "403", "500"])
def test_an_endpoint_that_does_not_let_us_in(fault: str, sentence: Sentence, monkeypatch: pytest.MonkeyPatch) -> None:
    with scenario("healthy-windows", f"{fault}:/subscriptions?") as lab:
        monkeypatch.setenv("BACKUP_DOCTOR_TOKEN", lab.token)
        sentence(3, *connected(lab))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        (b"", "not JSON"),
        (b"{}", "the field “schema” is missing"),
        (json.dumps({"schema": 7}).encode(), "schema 7"),
        (b'{"schema": 1, "vm": null}', "damaged"),
        (b'{"schema": 1}' + b" " * 100 + b"[", "not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_diagnosis_file_that_is_damaged(content: bytes | None, words: str, sentence: Sentence, tmp_path: Path) -> None:
    file = tmp_path / "diagnosis.json"
    if content is not None:
        file.write_bytes(content)
    said = sentence(2, "report", str(file), "--pdf", str(tmp_path / "summary.pdf"))
    assert words in said
    assert said.startswith(f"backup-doctor: {file} cannot be ")
    assert not (tmp_path / "summary.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["lab", "--scenario", "no-such"], "The lab has no scenario “no-such”"),
        (["lab", "--fault", "nonsense"], "“nonsense” is not a fault"),
        (["lab", "--port", "99999"], "“99999” is no port: give a number from 0 to 65535."),
        (["lab", "--port", "many"], "“many” is no port"),
        (["lab", "--latency", "-5"], "“-5” is no length of time: give milliseconds, 0 or more."),
        (["lab", "--latency", "nan"], "“nan” is no length of time"),
        (["lab", "--fleet", "some"], "“some” is no count of virtual machines: give a whole number, 1 or more."),
        (["fleet", "--demo", "--since", "0"], "“0” is no span to look back over: give hours, more than 0 and 336 at most."),
        (["fleet", "--demo", "--since", "inf"], "“inf” is no span to look back over"),
        (["diagnose", "--vm", ELSEWHERE], "One of these is needed: --demo --auth."),
        (["diagnose", "--vm", ELSEWHERE, "--demo", "--auth", "token"], "--auth cannot be used together with --demo."),
        (["diagnose", "--vm", ELSEWHERE, "--demo", "--output", ""], "The name of a file is empty."),
        (["diagnose", "--demo", "--vm", ELSEWHERE, "--vm", VM], "--vm is given twice: name one, and run the command again for the other."),
        (["fix", "--demo", "--vm", VM, "--remedy", "a/b", "--remedy", "c/d", "--apply"], "--remedy is given twice"),
        (["diagnose", "--demo", "--vm"], "--vm needs a value after it."),
        (["diagnose", "--demo=hunter2"], "--demo takes no value."),
        (["diagnose", "--demo"], "This is missing: --vm."),
        (
            ["diagnose", "--vm", ELSEWHERE, "--auth", "msi"],
            "--auth cannot be “msi”. It takes one of: cli, browser, device, secret, certificate, token.",
        ),
        (["lab", "--f", "x"], "--f is not clear. It could be one of: --fleet, --fault."),
        (["dance"], "There is no command “dance”. The commands are: diagnose, fix, fleet, "),
        ([], "This is missing: COMMAND."),
        (["--dem"], ""),
    ],
)
def test_commands_that_make_no_sense(arguments: list[str], words: str, sentence: Sentence) -> None:
    assert words in sentence(2, *arguments)


def test_the_sentence_is_in_the_users_language(sentence: Sentence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    assert "порт" in sentence(2, "lab", "--port", "99999").casefold()
    assert sentence(2, "diagnose", "--demo") == "backup-doctor diagnose: Не указано: --vm."


def test_the_language_that_was_asked_for_holds_for_what_is_wrong_with_the_arguments_too(sentence: Sentence) -> None:
    assert "Не указано: --vm" in sentence(2, "diagnose", "--demo", "--lang", "ru")
    assert "Не указано: --vm" in sentence(2, "diagnose", "--lang=ru", "--demo")


def test_a_port_that_is_taken(sentence: Sentence) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"Port {port} cannot be used" in sentence(2, "lab", "--port", port)


@pytest.mark.parametrize("option", ["--arm", "--cloud"])
def test_an_empty_address_is_no_address_and_no_token_is_sent_anywhere(
    option: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKUP_DOCTOR_TOKEN", "secret")
    vm = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v"
    assert run(["diagnose", "--vm", vm, "--auth", "token", option, ""]) == 2
    assert "the address of an ARM endpoint" in capsys.readouterr().err


def test_the_demo_takes_no_address(capsys: pytest.CaptureFixture[str]) -> None:
    vm = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v"
    assert run(["diagnose", "--vm", vm, "--demo", "--arm", "https://example.com"]) == 2
    assert "--demo has its own sign-in" in capsys.readouterr().err


def test_a_secret_behind_an_unknown_option_is_not_repeated(sentence: Sentence) -> None:
    said = sentence(2, "diagnose", "--vm", VM, "--auth", "secret", "--secret", "hunter2", "--password=hunter2")
    assert said.endswith("This is not known here: --secret … --password")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--auth", "secret", "--secret-file", "{file}"], "--tenant or in AZURE_TENANT_ID"),
        (["--auth", "secret", "--secret-file", "{file}", "--tenant", "contoso.com"], "--client-id or in AZURE_CLIENT_ID"),
        (["--auth", "certificate"], "--certificate or in AZURE_CLIENT_CERTIFICATE_PATH"),
        (["--auth", "certificate", "--certificate", "{file}"], "--tenant or in AZURE_TENANT_ID"),
    ],
)
def test_what_a_service_principal_lacks_is_told_with_the_option_that_gives_it(
    given: list[str], words: str, sentence: Sentence, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("content")
    assert words in sentence(3, "diagnose", "--vm", VM, *(word.format(file=file) for word in given))


@pytest.mark.parametrize("method", ["secret", "token"])
def test_an_empty_file_of_something_secret_is_named(method: str, sentence: Sentence, tmp_path: Path) -> None:
    file = tmp_path / "empty"
    file.write_text("\n")
    order = ["--auth", method, f"--{method}-file", str(file)]
    if method == "secret":
        order += ["--tenant", "contoso.com", "--client-id", GUID]
    assert sentence(3, "diagnose", "--vm", VM, *order) == f"backup-doctor: {file} is empty."


def test_a_repair_that_does_not_exist_is_told_with_those_of_its_cause(sentence: Sentence) -> None:
    said = sentence(2, "fix", "--demo", "--vm", VM, "--remedy", "resource-group-lock/unlock")
    assert said.endswith("Known repairs: resource-group-lock/unlock-and-lock-again, resource-group-lock/unlock-for-good.")
    assert "back-up-again/back-up-now" in sentence(2, "fix", "--demo", "--vm", VM, "--remedy", "unlock")


def test_an_unknown_cloud_is_told_with_those_that_are_known(sentence: Sentence) -> None:
    assert "public, usgov, china" in sentence(2, "diagnose", "--vm", VM, "--auth", "browser", "--cloud", "mars")


def test_a_bad_certificate_file_is_told_before_anybody_is_asked(sentence: Sentence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    file = tmp_path / "file.pem"
    file.write_text("-----BEGIN NOTHING-----")
    order = ["--tenant", "contoso.com", "--client-id", "11111111-1111-1111-1111-111111111111", "--certificate", str(file)]
    assert "holds no private key" in sentence(3, "diagnose", "--vm", VM, "--auth", "certificate", *order)
