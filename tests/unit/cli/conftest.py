"""How the tests of the command line run it."""

from __future__ import annotations

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
