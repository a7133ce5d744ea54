"""The program as a process of its own: streams, signals, exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess

import pytest

from backup_doctor.cli.main import show_fault
from tests.helpers.processes import command, ended_by, environment
from tests.helpers.worlds import scenario

EXTENSION = "backup-extension-load-failure/delete-extension"


def test_a_lab_and_a_diagnosis_meet_over_http_and_the_lab_goes_when_told() -> None:
    with subprocess.Popen(
        command("lab", "--scenario", "windows-agent-stopped"), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as lab:
        assert lab.stdout is not None
        ready = json.loads(lab.stdout.readline())
        assert set(ready) == {"endpoint", "token", "subscription", "vms"}
        diagnosis = subprocess.run(
            command("diagnose", "--vm", ready["vms"][0]["id"], "--auth", "token", "--arm", ready["endpoint"], "--format", "json"),
            env=environment(BACKUP_DOCTOR_TOKEN=ready["token"]),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        lab.send_signal(signal.SIGTERM)
        out, err = lab.communicate(timeout=30)
    assert (diagnosis.returncode, diagnosis.stderr) == (1, "")
    assert json.loads(diagnosis.stdout)["root_cause"] == "windows-agent-unresponsive"
    assert ready["token"] not in diagnosis.stdout
    assert (lab.returncode, out, err) == (0, "", "")


def test_the_document_is_utf_8_and_alone_on_stdout_whatever_the_console_is() -> None:
    vm = "/subscriptions/559169b2-1dd1-5b96-9197-b06ab9c192b6/resourceGroups/rg-erp/providers/Microsoft.Compute/virtualMachines/erp-app"
    run = subprocess.run(
        command("diagnose", "--vm", vm, "--demo", "--format", "json", "--lang", "ru"),
        env=environment(PYTHONIOENCODING="ascii"),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (run.returncode, run.stderr) == (1, b"")
    assert json.loads(run.stdout.decode("utf-8"))["vm"]["name"] == "erp-app"


@pytest.mark.usefixtures("heeded_signals")
def test_an_interrupted_diagnosis_does_not_wait_for_azure() -> None:
    with scenario("healthy-windows", "slow/60:restorePoint") as lab:
        arguments = ("diagnose", "--vm", str(lab.vm), "--auth", "token", "--arm", lab.endpoint)
        assert ended_by(signal.SIGINT, arguments, lab, "restorePoint") == (130, "", "")


@pytest.mark.usefixtures("heeded_signals")
def test_an_interrupted_repair_says_what_stands_open_and_another_process_finishes_it() -> None:
    with scenario("extension-stuck", "slow/60:extensions/VMSnapshot:1") as lab:
        connection = ("--auth", "token", "--arm", lab.endpoint)
        arguments = ("fix", "--vm", str(lab.vm), "--remedy", EXTENSION, "--apply", "--format", "json", *connection)
        code, out, err = ended_by(signal.SIGINT, arguments, lab, "DELETE")
        said = err.splitlines()
        assert (code, out) == (130, "")
        assert "Interrupted. What Azure has already accepted continues there." in said
        assert "It is not known whether Azure has completed “Remove the extension VMSnapshot”." in said
        (way_on,) = [line.removeprefix("To finish it: backup-doctor ").split() for line in said if line.startswith("To finish it: ")]
        assert way_on[-4:] == list(connection)
        finished = subprocess.run(
            command(*way_on), env=environment(BACKUP_DOCTOR_TOKEN=lab.token), capture_output=True, text=True, timeout=120, check=False
        )
    assert finished.returncode == 0, finished.stderr
    assert "Result: carried out, and verified." in finished.stdout


@pytest.mark.usefixtures("heeded_signals")
def test_a_repair_interrupted_before_anything_was_sent_leaves_nothing_open() -> None:
    with scenario("extension-stuck", "slow/60:virtualMachines/sharepoint-01?") as lab:
        arguments = ("fix", "--vm", str(lab.vm), "--remedy", EXTENSION, "--apply", "--auth", "token", "--arm", lab.endpoint)
        ended = ended_by(signal.SIGINT, arguments, lab, "sharepoint-01?")
    listed = subprocess.run(command("journal"), env=environment(), capture_output=True, text=True, timeout=120, check=False)
    assert ended == (130, "", "")
    assert (listed.returncode, listed.stdout) == (0, "Nothing is unfinished.\n")


@pytest.mark.parametrize(
    ("arguments", "code"), [(["diagnose", "--vm", "x", "--demo"], 2), (["report", "/no/such.json", "--pdf", "x.pdf"], 2), (["dance"], 2)]
)
def test_a_failure_is_one_line_on_stderr(arguments: list[str], code: int) -> None:
    run = subprocess.run(command(*arguments), env=environment(), capture_output=True, text=True, timeout=120, check=False)
    assert (run.returncode, run.stdout) == (code, "")
    assert run.stderr.startswith("backup-doctor")
    assert run.stderr.count("\n") == 1


def test_the_self_test_passes() -> None:
    run = subprocess.run(command("self-test"), env=environment(), capture_output=True, text=True, timeout=120, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[-1] == "self-test passed"


def test_a_reader_who_leaves_early_is_no_fault() -> None:
    read, write = os.pipe()
    os.close(read)  # nobody listens
    with os.fdopen(write, "wb") as gone, scenario("healthy-windows") as lab:
        arguments = ("diagnose", "--vm", str(lab.vm), "--auth", "token", "--arm", lab.endpoint)
        surroundings = environment(BACKUP_DOCTOR_TOKEN=lab.token)
        run = subprocess.run(command(*arguments), env=surroundings, stdout=gone, stderr=subprocess.PIPE, timeout=120, check=False)
    assert (run.returncode, run.stderr) == (141, b"")


def test_a_crash_is_told_whole_but_for_what_looks_like_a_secret(capsys: pytest.CaptureFixture[str]) -> None:
    secret = "Zq8~hidden"
    try:
        raise RuntimeError(f"sent client_secret={secret} to nobody")
    except RuntimeError as error:
        show_fault(error)
    told = capsys.readouterr().err
    assert "Traceback" in told and "sent client_secret=" in told
    assert secret not in told
