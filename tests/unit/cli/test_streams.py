"""stdout and stderr that are closed, full or left early, and the signals of those who do not press Ctrl+C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backup_doctor.cli.main import run
from backup_doctor.cli.result import Result
from backup_doctor.core.language import language
from tests.helpers.commands import Command, user_journal
from tests.helpers.processes import command, ended_by, environment
from tests.helpers.worlds import scenario

EXTENSION = "backup-extension-load-failure/delete-extension"
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
posix = pytest.mark.skipif(os.name == "nt", reason="a shell closes the stream, or a signal is sent, as POSIX has it")


@needs_full
@pytest.mark.parametrize("arguments", [["policy"], ["role"], ["policy", "--format", "json"], ["--help"], ["lab"], ["self-test"]])
def test_a_full_disk_behind_stdout_is_one_sentence_and_not_the_code_of_a_cause(arguments: list[str]) -> None:
    with FULL.open("wb") as full:
        ended = subprocess.run(command(*arguments), env=environment(), stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert ended.stderr.startswith("backup-doctor: The result cannot be written to the standard output: ")


@posix
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_was_closed_before_is_not_missed(closed: str) -> None:
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh", *command("policy")]
    ended = subprocess.run(shell, env=environment(), capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


@posix
def test_a_repair_goes_on_to_its_end_when_nobody_hears_of_it_any_more() -> None:
    read, write = os.pipe()
    os.close(read)  # «2>&1 | head»
    with os.fdopen(write, "wb") as gone, scenario("extension-stuck") as lab:
        arguments = ("fix", "--vm", str(lab.vm), "--remedy", EXTENSION, "--apply", "--auth", "token", "--arm", lab.endpoint)
        surroundings = environment(BACKUP_DOCTOR_TOKEN=lab.token)
        ended = subprocess.run(command(*arguments), env=surroundings, stdout=subprocess.PIPE, stderr=gone, timeout=120, check=False)
    assert ended.returncode == 0
    assert "Result: carried out, and verified." in ended.stdout.decode()
    assert not user_journal().open_items()


@posix
@pytest.mark.usefixtures("heeded_signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_repair_that_is_ended_by_a_pipeline_or_a_lost_session_says_what_stands_open(number: signal.Signals) -> None:
    with scenario("extension-stuck", "slow/60:extensions/VMSnapshot:1") as lab:
        arguments = ("fix", "--vm", str(lab.vm), "--remedy", EXTENSION, "--apply", "--auth", "token", "--arm", lab.endpoint)
        code, _out, err = ended_by(number, arguments, lab, "DELETE")
    assert code == 128 + number
    assert "Interrupted. What Azure has already accepted continues there." in err
    assert "To finish it: backup-doctor journal --finish" in err


def test_an_interruption_while_the_program_still_loads_leaves_no_traceback() -> None:
    interrupted = """
import sys
class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == "backup_doctor.cli.main":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Pressed())
sys.argv = ["backup-doctor", "policy"]
from backup_doctor.__main__ import main
sys.exit(main())
"""
    ended = subprocess.run([sys.executable, "-c", interrupted], env=environment(), capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


def test_a_fault_of_the_program_has_a_code_that_means_nothing_else(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "backup_doctor.cli.policy", None)  # an installation that lacks a file
    assert run(["policy"]) == 70
    first, *rest = capsys.readouterr().err.splitlines()
    assert first == "backup-doctor: The program itself has a fault. Please report it with the lines below; they tell where it lies."
    assert "ModuleNotFoundError" in rest[-1]


def test_a_repair_is_not_begun_where_its_result_cannot_be_written(command: Command, tmp_path: Path) -> None:
    place = tmp_path / ("x" * 300)  # too long for any file system; a folder without permission stops everybody but root
    with scenario("extension-stuck") as lab:
        ended = command(lab, "fix", "--vm", str(lab.vm), "--remedy", EXTENSION, "--apply", "--output", str(place))
        assert not any(request.startswith("DELETE") for request in lab.seen)
    assert (ended.code, ended.out) == (2, "")
    assert "cannot be written" in ended.err


@needs_full
def test_the_result_of_a_repair_that_is_done_is_not_lost_with_its_file(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with Result("json", FULL, language("en")) as result:
        result.something_changed()
        result.document(lambda: '{"applied": true}\n')
    out, err = capsysbinary.readouterr()
    assert out == b'{"applied": true}\n'
    assert "“/dev/full” cannot be written" in err.decode()


def test_no_result_is_written_over_another(command: Command, tmp_path: Path) -> None:
    saved = tmp_path / "diagnosis.json"
    saved.write_text("{}")
    linked = tmp_path / "linked.json"
    linked.hardlink_to(saved)
    for told in (
        command("report", str(saved), "--pdf", str(linked)),
        command(
            "diagnose",
            "--vm",
            "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v",
            "--demo",
            "--output",
            str(tmp_path / "new"),
            "--pdf",
            str(tmp_path / ".." / tmp_path.name / "new"),
        ),
    ):
        assert told.code == 2
        assert "is named twice: one would be written over the other." in told.err
    assert saved.read_text() == "{}"


def test_a_dash_is_stdout_as_with_other_tools(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("policy", "--format", "json", "--output", "-").document["schema"] == 1
    assert list(tmp_path.iterdir()) == []
