"""Runs one command: parse, carry out, turn every foreseeable trouble into one sentence and the documented exit code."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from traceback import format_exception
from types import TracebackType
from typing import Any

from ..core.language import language
from ..core.plain import plain
from ..core.policy import Policy
from ..core.policy_source import read_policy
from ..core.secret_masking import SecretMaskingFormatter, mask_secrets
from .exits import Exit, Stop
from .parser import parser, users_language

INTERRUPTED = 128 + signal.SIGINT
"""What a shell expects of an interrupted program."""

UNHEARD = 128 + 13
"""The same of one whose reader has gone (SIGPIPE, which Windows does not have)."""

THREADS = 32
"""Requests that may be under way at once: each takes a thread of the loop's executor."""


def run(arguments: Sequence[str], policy: Policy | None = None) -> int:
    """Carry out a command line (without the program's name).

    Args:
        policy: what the organisation has laid down; read from where it stands unless it is given.

    Returns:
        The exit code. Argument errors leave through SystemExit(2), as argparse does it.
    """
    _start_log()
    policy = policy or read_policy()
    words = language(policy.language) if policy.language else users_language()
    parsed = parser(words.render).parse_args(arguments)
    parsed.policy, parsed.lang = policy, getattr(parsed, "lang", None) or words.code
    words = language(parsed.lang)
    for problem in policy.problems:
        print(f"backup-doctor: {plain(words.render(problem))}", file=sys.stderr)
    try:
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
    except Stop as stop:
        print(f"backup-doctor: {plain(words.render(stop.text))}", file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # «| head»: nothing more can be said, and nothing has gone wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNHEARD


def show_fault(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Takes the place of the interpreter's own hook: the same traceback, with what looks like a secret masked."""
    sys.stderr.write(mask_secrets("".join(format_exception(kind, error, traceback))))


def _start_log() -> None:
    """To stderr. The Azure SDK is heard from WARNING on: below that it logs whole requests."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SecretMaskingFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)


def _wait(work: Coroutine[Any, Any, Exit]) -> Exit:
    with asyncio.Runner() as runner:
        runner.get_loop().set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="azure"))
        try:
            return runner.run(work)
        except KeyboardInterrupt:
            # Threads that wait for Azure cannot be stopped, and the runner and the interpreter would both wait for them.
            os._exit(INTERRUPTED)
