"""The command line's grammar."""

from __future__ import annotations

import argparse
import os
import sys

from .. import __version__
from ..core.language import LANGUAGES, Language, language
from ..core.text import lazy_translate as translate
from . import connection
from .exit_words import EXIT_CODES
from .grammar import Once, Parser, Say, speaking
from .values import count, file_named, hours, milliseconds, port, result_named


def users_language() -> Language:
    """Russian where the system's language is Russian, English otherwise."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "") or _language_of_windows()
    return language("ru" if named.casefold().startswith("ru") else "en")


def _language_of_windows() -> str:
    """What the user chose for menus and windows; empty elsewhere, and where it is neither of ours. Windows sets none of the variables."""
    if sys.platform != "win32":
        return ""
    import ctypes

    russian = 0x19  # LANG_RUSSIAN (winnt.h): the primary language lies in the lower ten bits
    return "ru" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == russian else ""


def parser(say: Say) -> argparse.ArgumentParser:
    """The whole grammar, with its help in one language."""
    top = Parser(
        say,
        prog="backup-doctor",
        allow_abbrev=False,  # «--dem» must not pass for the window's --demo and then find no command
        description=say(translate("CommandLine", "Finds out why an Azure VM's backup failed. Without a command it opens the window.")),
    )
    top.add_argument(
        "--version", action="version", version=f"backup-doctor {__version__}", help=say(translate("CommandLine", "show the version and exit"))
    )
    top.add_argument("--demo", action="store_true", help=say(translate("CommandLine", "open the window on the built-in demo tenant")))
    top.add_argument(
        "--exit-after-paint", action="store_true", help=say(translate("CommandLine", "paint the window once, print how long that took, and exit"))
    )
    commands = top.add_subparsers(
        title=say(translate("CommandLine", "commands")), dest="command", metavar="COMMAND", required=True, parser_class=speaking(say)
    )
    _diagnose(commands.add_parser("diagnose", help=say(translate("CommandLine", "examine one VM"))), say)
    _fix(commands.add_parser("fix", help=say(translate("CommandLine", "show what a repair would do to one VM, and carry it out when told to"))), say)
    _fleet(commands.add_parser("fleet", help=say(translate("CommandLine", "show which backups failed recently, grouped by root cause"))), say)
    _journal(commands.add_parser("journal", help=say(translate("CommandLine", "list the unfinished repairs, and close them"))), say)
    _accounts(commands.add_parser("accounts", help=say(translate("CommandLine", "list the remembered accounts, and forget them"))), say)
    _policy(commands.add_parser("policy", help=say(translate("CommandLine", "show what the organisation has set for this computer"))), say)
    _role(commands.add_parser("role", help=say(translate("CommandLine", "write the custom role that allows just what is needed"))), say)
    _report(commands.add_parser("report", help=say(translate("CommandLine", "make a PDF of a saved diagnosis"))), say)
    _lab(commands.add_parser("lab", help=say(translate("CommandLine", "run the demo tenant as an ARM endpoint on this computer"))), say)
    _connection(
        commands.add_parser("connection", help=say(translate("CommandLine", "test the connection to Azure step by step, without signing in"))), say
    )
    commands.add_parser("self-test", help=say(translate("CommandLine", "check that this installation is complete")))
    for name, codes in EXIT_CODES.items():
        commands.choices[name].epilog = say(codes)
    return top


def _diagnose(command: argparse.ArgumentParser, say: Say) -> None:
    _examined(command, say)
    command.add_argument("--pdf", type=file_named, metavar="F", help=say(translate("CommandLine", "also write the report as a PDF")))
    _language(command, say)
    connection.add_arguments(command, say)


def _fix(command: argparse.ArgumentParser, say: Say) -> None:
    _examined(command, say)
    command.add_argument("--remedy", action=Once, required=True, metavar="CAUSE/REMEDY", help=say(translate("CommandLine", "id of the repair")))
    command.add_argument("--apply", action="store_true", help=say(translate("CommandLine", "carry the plan out; without it nothing is changed")))
    command.add_argument(
        "--confirm",
        metavar="VMNAME",
        help=say(translate("CommandLine", "the VM's name, where something is lost for good or for a last resort")),
    )
    _language(command, say)
    connection.add_arguments(command, say)


def _fleet(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument(
        "--since", type=hours, default=24.0, metavar="HOURS", help=say(translate("CommandLine", "how many hours to look back; 24 if not given"))
    )
    command.add_argument(
        "--limit",
        type=count,
        metavar="N",
        help=say(translate("CommandLine", "examine at most this many virtual machines, the latest failures first")),
    )
    _result(command, say, "csv")
    _language(command, say)
    connection.add_arguments(command, say)


def _connection(command: argparse.ArgumentParser, say: Say) -> None:
    connection.add_cloud(command, say)
    _result(command, say)
    _language(command, say)


def _journal(command: argparse.ArgumentParser, say: Say) -> None:
    what = command.add_mutually_exclusive_group()
    what.add_argument("--all", action="store_true", help=say(translate("CommandLine", "also list those that are closed")))
    what.add_argument("--finish", metavar="ID", help=say(translate("CommandLine", "do what is left of a repair; needs a connection")))
    what.add_argument("--undo", metavar="ID", help=say(translate("CommandLine", "undo a repair; needs a connection")))
    what.add_argument("--leave", metavar="ID", help=say(translate("CommandLine", "let a repair stay as it is")))
    command.add_argument("--confirm", metavar="VMNAME", help=say(translate("CommandLine", "with --finish: the VM's name, to allow a last resort")))
    _result(command, say)
    _language(command, say)
    connection.add_arguments(command, say, required=False)


def _accounts(command: argparse.ArgumentParser, say: Say) -> None:
    what = command.add_mutually_exclusive_group()
    what.add_argument("--forget", metavar="KEY", help=say(translate("CommandLine", "forget an account with its secret and its tokens")))
    what.add_argument("--forget-all", action="store_true", help=say(translate("CommandLine", "forget every account, and the password of the proxy")))
    _result(command, say)
    _language(command, say)


def _policy(command: argparse.ArgumentParser, say: Say) -> None:
    _result(command, say)
    _language(command, say)


def _role(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument(
        "--remedy",
        action="extend",
        nargs="+",
        default=[],
        metavar="CAUSE/REMEDY",
        help=say(translate("CommandLine", "ids of repairs; without them the role allows looking only")),
    )
    command.add_argument("--guest", action="store_true", help=say(translate("CommandLine", "also allow looking inside the VM through Run Command")))
    command.add_argument("--subscription", metavar="ID", help=say(translate("CommandLine", "id of the subscription in which the role is to be used")))
    command.add_argument("--output", type=result_named, metavar="F", help=say(translate("CommandLine", "write the result to a file")))


def _examined(command: argparse.ArgumentParser, say: Say) -> None:
    """Which VM, with which error, and where to with the result."""
    command.add_argument("--vm", action=Once, required=True, metavar="ID", help=say(translate("CommandLine", "the VM's resource id")))
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
        "--guest", action="store_true", help=say(translate("CommandLine", "also look inside the VM, with a read-only script through Run Command"))
    )
    _result(command, say)


def _result(command: argparse.ArgumentParser, say: Say, *more: str) -> None:
    command.add_argument("--format", choices=["text", "json", *more], default="text", help=say(translate("CommandLine", "format of the result")))
    command.add_argument("--output", type=result_named, metavar="F", help=say(translate("CommandLine", "write the result to a file")))


def _report(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument("diagnosis", type=file_named, metavar="DIAGNOSIS.json", help=say(translate("CommandLine", "a saved diagnosis")))
    command.add_argument("--pdf", type=file_named, required=True, metavar="F", help=say(translate("CommandLine", "the PDF to write")))
    _language(command, say)
    command.add_argument("--redact", action="store_true", help=say(translate("CommandLine", "mask names, ids and addresses")))


def _lab(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument("--port", type=port, default=0, metavar="N", help=say(translate("CommandLine", "port on 127.0.0.1; 0 takes a free one")))
    what = command.add_mutually_exclusive_group()
    what.add_argument("--scenario", nargs="+", metavar="NAME", help=say(translate("CommandLine", "only these scenarios")))
    what.add_argument(
        "--fleet",
        type=count,
        metavar="N",
        help=say(translate("CommandLine", "this many virtual machines over many subscriptions instead, such as 10000; at least 50")),
    )
    command.add_argument(
        "--latency", type=milliseconds, default=0.0, metavar="MS", help=say(translate("CommandLine", "milliseconds every answer takes"))
    )
    command.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="SPEC",
        help=say(translate("CommandLine", "a fault to inject, KIND:PATHPART[:TIMES], such as 403:locks or 429/30:restorePoint:2")),
    )


def _language(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument("--lang", choices=list(LANGUAGES), help=say(translate("CommandLine", "language of the result")))
