"""Runs one command: parse, carry out, turn every foreseeable trouble into one sentence and the documented exit code."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from traceback import format_exception
from typing import Any

from ..core.language import LANGUAGES, Language, language
from ..core.policy import Policy
from ..core.policy_source import read_policy
from ..core.secret_masking import SecretMaskingFormatter, safe_lines
from ..core.text import lazy_translate as translate
from .exits import Exit, Stop
from .parser import parser, users_language
from .streams import abandon, open_missing, say, write

INTERRUPTED = 128 + signal.SIGINT
"""What a shell expects of an interrupted program."""

UNHEARD = 128 + 13
"""The same of one whose reader has gone (SIGPIPE, which Windows does not have)."""

THREADS = 32
"""Requests that may be under way at once: each takes a thread of the loop's executor."""

FAULT = translate("CommandLine", "The program itself has a fault. Please report it with the lines below; they tell where it lies.")


def run(arguments: Sequence[str], policy: Policy | None = None) -> int:
    """Carry out a command line (without the program's name).

    Args:
        policy: what the organisation has laid down; read from where it stands unless it is given.

    Returns:
        The exit code. Argument errors leave through SystemExit(2), as argparse does it.
    """
    open_missing()
    _start_log()
    policy = policy or read_policy()
    words = _first_language(arguments, policy)
    try:
        parsed = parser(words.render).parse_args(arguments)
        parsed.policy, parsed.lang = policy, getattr(parsed, "lang", None) or words.code
        words = language(parsed.lang)
        for problem in policy.problems:
            say(f"backup-doctor: {words.render(problem)}")
        return _carry_out(parsed, words)
    except Stop as stop:
        say(f"backup-doctor: {words.render(stop.text)}")
        return stop.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # «| head»: nothing more can be said, and nothing has gone wrong
        abandon(sys.stdout)
        return UNHEARD
    except Exception as error:
        say(f"backup-doctor: {words.render(FAULT)}")
        show_fault(error)
        return Exit.FAULT


def _first_language(arguments: Sequence[str], policy: Policy) -> Language:
    """The language of the help and of what is wrong with the arguments: --lang holds for them too, before they are understood."""
    asked = [given for option, given in pairwise(arguments) if option == "--lang"]
    asked += [given.removeprefix("--lang=") for given in arguments if given.startswith("--lang=")]
    named = next((given for given in asked if given in LANGUAGES), policy.language)
    return language(named) if named else users_language()


def _carry_out(parsed: argparse.Namespace, words: Language) -> Exit:
    """One command; each is loaded only when it is given."""
    match parsed.command:
        case "diagnose":
            from .diagnose import diagnose

            return _wait(diagnose(parsed, words))
        case "fix":
            from .fix import fix

            return _wait(fix(parsed, words))
        case "fleet":
            from .fleet import fleet

            return _wait(fleet(parsed, words))
        case "accounts":
            from .accounts import accounts

            return accounts(parsed, words)
        case "connection":
            from .connection_test import connection

            return _wait(connection(parsed, words))
        case "journal":
            from .journal import journal

            return _wait(journal(parsed, words))
        case "role":
            from .role import role

            return role(parsed)
        case "report":
            from .report import report

            return report(parsed, words)
        case "policy":
            from .policy import policy as show_policy

            return show_policy(parsed, words)
        case "lab":
            from .lab import lab

            return lab(parsed)
        case _:
            from .self_test import self_test

            return _wait(self_test())


def show_fault(error: BaseException) -> None:
    """The traceback, for whoever mends the program, with what looks like a secret masked."""
    write("\n".join([*safe_lines("".join(format_exception(error))), ""]), sys.stderr)


def _start_log() -> None:
    """To stderr. The Azure SDK is heard from WARNING on: below that it logs whole requests."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SecretMaskingFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)


def _wait(work: Coroutine[Any, Any, Exit]) -> Exit:
    told: list[int] = []
    with asyncio.Runner() as runner:
        runner.get_loop().set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="azure"))
        try:
            return runner.run(_until_told(work, told))
        except KeyboardInterrupt:
            # Threads that wait for Azure cannot be stopped, and the runner and the interpreter would both wait for them.
            os._exit(INTERRUPTED)
        except asyncio.CancelledError:
            os._exit(128 + told[0] if told else INTERRUPTED)


async def _until_told(work: Coroutine[Any, Any, Exit], told: list[int]) -> Exit:
    """The end of a session or of a pipeline's patience (SIGHUP, SIGTERM) is heeded as Ctrl+C is: what stands open is said."""
    task = asyncio.current_task()
    if sys.platform == "win32" or task is None or threading.current_thread() is not threading.main_thread():
        return await work

    def end(number: int) -> None:
        told.append(number)
        task.cancel()

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # «nohup» has its way
            asyncio.get_running_loop().add_signal_handler(number, end, number)
    return await work
