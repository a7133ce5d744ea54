"""The command line's grammar."""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from .. import __version__
from ..core.language import LANGUAGES, Language, language
from ..core.plain import plain
from ..core.text import Text
from ..core.text import lazy_translate as translate
from . import connection
from .exits import Exit

COMMANDS = ("diagnose", "report", "lab", "self-test")

Say = Callable[[Text], str]


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence instead of printing the whole usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(Exit.USAGE, f"{self.prog}: {plain(message)}\n")


def users_language() -> Language:
    """Russian where the system's language is Russian, English otherwise."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return language("ru" if named.casefold().startswith("ru") else "en")


def parser(say: Say) -> argparse.ArgumentParser:
    """The whole grammar, with its help in one language."""
    top = _Parser(
        prog="backup-doctor",
        allow_abbrev=False,  # «--dem» must not pass for the window's --demo and then find no command
        description=say(translate("CommandLine", "Finds out why an Azure VM's backup failed. Without a command it opens the window.")),
    )
    top.add_argument("--version", action="version", version=f"backup-doctor {__version__}")
    top.add_argument("--demo", action="store_true", help=say(translate("CommandLine", "open the window on the built-in demo tenant")))
    top.add_argument(
        "--exit-after-paint", action="store_true", help=say(translate("CommandLine", "paint the window once, print how long that took, and exit"))
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    _diagnose(commands.add_parser("diagnose", help=say(translate("CommandLine", "examine one VM"))), say)
    _report(commands.add_parser("report", help=say(translate("CommandLine", "make a PDF of a saved diagnosis"))), say)
    _lab(commands.add_parser("lab", help=say(translate("CommandLine", "run the demo tenant as an ARM endpoint on this computer"))), say)
    commands.add_parser("self-test", help=say(translate("CommandLine", "see that this installation is complete")))
    return top


def _diagnose(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument("--vm", required=True, metavar="ID", help=say(translate("CommandLine", "the VM's resource id")))
    command.add_argument(
        "--code",
        metavar="CODE",
        help=say(
            translate(
                "CommandLine", "the error code, any text that contains one, or the id of a backup job; without it, the last failed job is asked"
            )
        ),
    )
    command.add_argument(
        "--guest", action="store_true", help=say(translate("CommandLine", "look inside the VM too, with a read-only script through Run Command"))
    )
    command.add_argument("--format", choices=["text", "json"], default="text", help=say(translate("CommandLine", "form of the result")))
    command.add_argument("--output", type=Path, metavar="F", help=say(translate("CommandLine", "write the result to a file")))
    command.add_argument("--pdf", type=Path, metavar="F", help=say(translate("CommandLine", "write a PDF summary too")))
    _language(command, say)
    connection.add_arguments(command, say)


def _report(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument("diagnosis", type=Path, metavar="DIAGNOSIS.json", help=say(translate("CommandLine", "a saved diagnosis")))
    command.add_argument("--pdf", type=Path, required=True, metavar="F", help=say(translate("CommandLine", "the PDF to write")))
    _language(command, say)
    command.add_argument("--redact", action="store_true", help=say(translate("CommandLine", "mask names, ids and addresses")))


def milliseconds(text: str) -> float:
    """A length of time; argparse shows this function's name when it is none.

    Raises:
        ValueError: not a number, negative or endless.
    """
    value = float(text)
    if not 0 <= value < math.inf:
        raise ValueError(text)
    return value


def _lab(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument("--port", type=int, default=0, metavar="N", help=say(translate("CommandLine", "port on 127.0.0.1; 0 takes a free one")))
    command.add_argument("--scenario", nargs="+", metavar="NAME", help=say(translate("CommandLine", "only these scenarios")))
    command.add_argument(
        "--latency", type=milliseconds, default=0.0, metavar="MS", help=say(translate("CommandLine", "milliseconds every answer takes"))
    )
    command.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="SPEC",
        help=say(translate("CommandLine", "a fault to play, KIND:PATHPART[:TIMES], such as 403:locks or 429/30:restorePoint:2")),
    )


def _language(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument("--lang", choices=list(LANGUAGES), help=say(translate("CommandLine", "language of the result")))
