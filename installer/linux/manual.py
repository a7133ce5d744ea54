"""Writes the manual page from the command line's own grammar: ``manual.py en|ru`` prints it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "gui"))

from backup_doctor import __version__  # noqa: E402  the path to it is set on the line above
from backup_doctor.cli.parser import parser  # noqa: E402  the same
from backup_doctor.core.language import language  # noqa: E402  the same

WORDS = {
    "en": {
        "NAME": "NAME",
        "SYNOPSIS": "SYNOPSIS",
        "DESCRIPTION": "DESCRIPTION",
        "OPTIONS": "OPTIONS",
        "COMMANDS": "COMMANDS",
        "EXIT": "EXIT STATUS",
        "FILES": "FILES",
        "what": "find out why the backup of an Azure virtual machine failed",
        "rest": "It looks first, and changes nothing until repairs are allowed and a plan that names every request is confirmed.",
        "codes": "What each command means by its codes stands at its end; where nothing does, 0 is done and 2 wrong usage. "
        "For all: 130 interrupted, 70 a fault of the program itself.",
        "settings": "settings",
        "data": "journal of repairs, kept diagnoses, collected log files",
        "log": "log",
    },
    "ru": {
        "NAME": "ИМЯ",
        "SYNOPSIS": "ОБЗОР",
        "DESCRIPTION": "ОПИСАНИЕ",
        "OPTIONS": "ПАРАМЕТРЫ",
        "COMMANDS": "КОМАНДЫ",
        "EXIT": "КОД ЗАВЕРШЕНИЯ",
        "FILES": "ФАЙЛЫ",
        "what": "выяснить, почему не удалось резервное копирование виртуальной машины Azure",
        "rest": "Сначала только смотрит и ничего не меняет, пока не разрешены исправления и не подтверждён план, где назван каждый запрос.",
        "codes": "Что означают коды каждой команды, сказано в конце её описания; если не сказано, 0 — выполнено, 2 — неверный вызов. "
        "Для всех: 130 — прервано, 70 — ошибка в самой программе.",
        "settings": "настройки",
        "data": "журнал исправлений, сохранённые диагнозы, собранные журналы",
        "log": "журнал программы",
    },
}
FILES = (("~/.config/backup-doctor/", "settings"), ("~/.local/share/backup-doctor/", "data"), ("~/.local/state/backup-doctor/log/", "log"))


def manual(code: str) -> Iterator[str]:
    """The page's lines, as ``man`` reads them."""
    words, top = WORDS[code], parser(language(code).render)
    commands = next(action for action in top._actions if isinstance(action, argparse._SubParsersAction))
    yield f'.TH BACKUP-DOCTOR 1 "" "backup-doctor {__version__}" ""'
    yield from (f".SH {words['NAME']}", f"backup-doctor \\- {_plain(words['what'])}")
    yield from (f".SH {words['SYNOPSIS']}", ".B backup-doctor", r"[\fB\-\-demo\fR]", ".br", ".B backup-doctor", r"\fICOMMAND\fR [\fIOPTIONS\fR]")
    yield from (f".SH {words['DESCRIPTION']}", _plain(top.description or ""), _plain(words["rest"]))
    yield f".SH {words['OPTIONS']}"
    yield from _options(top)
    yield f".SH {words['COMMANDS']}"
    for told in commands._choices_actions:
        yield from (f".SS {_plain(told.dest)}", _plain(told.help or ""))
        command = commands.choices[told.dest]
        yield from _options(command)
        if command.epilog is not None:
            yield from (".PP", _plain(command.epilog))
    yield from (f".SH {words['EXIT']}", _plain(words["codes"]), f".SH {words['FILES']}")
    for path, name in FILES:
        yield from (".TP", f".I {_plain(path)}", _plain(words[name]))


def _options(command: argparse.ArgumentParser) -> Iterator[str]:
    """Every option of one command but ``--help``, which they all have."""
    for action in command._actions:
        if action.option_strings == ["-h", "--help"] or isinstance(action, argparse._SubParsersAction):
            continue
        names = action.option_strings or [str(action.metavar or action.dest)]
        yield from (".TP", ", ".join(rf"\fB{_plain(name)}\fR" for name in names) + _value(action), _plain(action.help or ""))


def _value(action: argparse.Action) -> str:
    if not action.option_strings or action.nargs == 0:
        return ""
    choices = "|".join(map(str, action.choices)) if action.choices else str(action.metavar or action.dest.upper())
    return rf" \fI{_plain(choices)}\fR"


def _plain(words: str) -> str:
    """Words as troff shows them letter for letter."""
    shown = words.replace("%%", "%").replace("\\", r"\e").replace("-", r"\-").replace("\n", " ")
    return rf"\&{shown}" if shown.startswith((".", "'")) else shown


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # it is a TextIOWrapper here
    sys.stdout.writelines(f"{line}\n" for line in manual(sys.argv[1]))
