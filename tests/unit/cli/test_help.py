"""The help of each command: all of it in one language, on every terminal, with the exit codes a script goes by."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from backup_doctor.cli.exits import Exit
from backup_doctor.cli.grammar import complaint
from backup_doctor.cli.parser import parser
from backup_doctor.core.language import language
from tests.helpers.commands import Command
from tests.helpers.processes import command as process
from tests.helpers.processes import environment

COMMANDS = ("diagnose", "fix", "fleet", "journal", "accounts", "policy", "role", "report", "lab", "connection", "self-test")

ENGLISH = re.compile(r"(?<!-)\b(?:usage|options|arguments|commands|show|exit|help message|choose|default)\b")


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_the_help_in_russian_holds_no_english(name: str, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    shown = command(*filter(None, [name]), "--help")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("использование: backup-doctor")
    assert not ENGLISH.findall(shown.out)


def test_the_help_follows_the_language_that_was_asked_for(command: Command) -> None:
    assert command("diagnose", "--lang", "ru", "--help").out.startswith("использование: ")
    assert command("diagnose", "--lang", "en", "--help").out.startswith("usage: backup-doctor diagnose [-h] ")


@pytest.mark.parametrize("name", ["diagnose", "fix", "fleet", "journal"])
def test_the_help_names_the_exit_codes(name: str, command: Command) -> None:
    told = command(name, "--help").out.partition("Exit codes: ")[2]
    assert set(re.findall(r"(?:^|; )(\d)", " ".join(told.split()))) >= {str(int(code)) for code in (Exit.DONE, Exit.USAGE, Exit.NO_AZURE, 1)}


def test_the_help_is_utf_8_whatever_the_console_is() -> None:
    shown = subprocess.run(
        process("--help"), env=environment(PYTHONIOENCODING="ascii", LC_ALL="ru_RU.UTF-8"), capture_output=True, timeout=60, check=False
    )
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert "Выясняет" in shown.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="only there can a display be missing")
@pytest.mark.parametrize(("locale", "words"), [("ru_RU.UTF-8", "Нет дисплея"), ("C.UTF-8", "There is no display")])
def test_a_computer_without_a_display_is_told_so_in_the_users_language(locale: str, words: str) -> None:
    surroundings = environment(LC_ALL=locale, LANG=locale, LANGUAGE="")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        surroundings.pop(name, None)
    ended = subprocess.run(process(), env=surroundings, capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.decode("utf-8").startswith(f"backup-doctor: {words}")


def test_a_complaint_that_nobody_here_knows_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert complaint("something new") is None
    with pytest.raises(SystemExit):
        parser(language("ru").render).error("something new")
    assert capsys.readouterr().err == "backup-doctor: something new\n"


@pytest.mark.parametrize("quoted", ["'en', 'ru'", "en, ru"])
def test_a_complaint_is_understood_as_each_version_of_python_writes_it(quoted: str) -> None:
    assert str(complaint(f"argument --lang: invalid choice: 'de' (choose from {quoted})")) == "--lang cannot be “de”. It takes one of: en, ru."
