"""How the tests of the command line run it."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from backup_doctor.cli.main import run
from backup_doctor.core.policy import Policy
from tests.helpers.commands import Command, Outcome
from tests.helpers.worlds import Lab


@pytest.fixture
def command(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command line in this process."""

    def ran(*arguments: object) -> Outcome:
        words = [word for word in arguments if isinstance(word, str)]
        for lab in arguments:
            if isinstance(lab, Lab):
                monkeypatch.setenv("BACKUP_DOCTOR_TOKEN", lab.token)
                words += ["--auth", "token", "--arm", lab.endpoint]
        try:
            code = run(words, next((given for given in arguments if isinstance(given, Policy)), None))
        except SystemExit as stop:  # argparse's own way out
            code = int(stop.code or 0)
        out, err = capsysbinary.readouterr()
        return Outcome(code, out.decode(), err.decode())

    return ran


@pytest.fixture
def heeded_signals() -> Iterator[None]:
    """A command started now heeds them. It would inherit that nobody here does: SIGHUP under ``nohup``, SIGINT in the background of a shell."""
    numbers = [number for name in ("SIGINT", "SIGHUP") if (number := getattr(signal, name, None)) is not None]
    ignored = [number for number in numbers if signal.getsignal(number) is signal.SIG_IGN]
    for number in ignored:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)
