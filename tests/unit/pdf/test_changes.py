"""The printed account of what was done: repairs really carried out in the lab, half-way stops, locks, and whether it is fixed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from backup_doctor.core.diagnosis import Diagnosis
from backup_doctor.core.language import Language, language
from backup_doctor.core.redact import redact
from backup_doctor.core.report import dumps, loads
from backup_doctor.pdf import make_pdf
from tests.helpers.diagnoses import changed
from tests.helpers.repaired import BACK_UP, repaired

from .printed import read, squeezed
from .samples import confirmed

ENGLISH, RUSSIAN = language("en"), language("ru")
DELETE = "backup-extension-load-failure/delete-extension"
UNLOCK = "resource-group-lock/unlock-and-lock-again"
NO_BACKUP = "403:/backup?"
"""Azure refuses the backup, when the lock has already been lifted."""


@cache
def case(name: str) -> Diagnosis:
    """A repair carried out once for all tests that look at it."""
    with TemporaryDirectory() as folder:
        return _CASES[name](Path(folder))


_CASES: dict[str, Callable[[Path], Diagnosis]] = {
    "proved": lambda folder: repaired("extension-stuck", folder, DELETE, BACK_UP),
    "put right": lambda folder: repaired("extension-stuck", folder, DELETE),
    "unlocked": lambda folder: repaired("restore-points-locked", folder, UNLOCK),
    "half-way": lambda folder: repaired("restore-points-locked", folder, UNLOCK, faults=(NO_BACKUP,)),
    "undone": lambda folder: repaired("restore-points-locked", folder, UNLOCK, faults=(NO_BACKUP,), undone=True),
}


def printed(diagnosis: Diagnosis) -> str:
    return read(diagnosis).text


def told_of(name: str) -> str:
    """The text of a case."""
    return read(case(name)).text


def first_page(diagnosis: Diagnosis) -> str:
    return squeezed(read(diagnosis).pages[0])


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("proved", "Fixed Fixed: “Azure Backup's extension fails to update or load”"),
        ("put right", "Put right, not proved yet Put right: “Azure Backup's extension fails to update or load”"),
        ("unlocked", "Changes were made, and not all is put right"),
        ("half-way", "Changes were made, and not all is put right"),
        ("undone", "Changes were made, and not all is put right"),
    ],
)
def test_the_first_page_says_whether_it_is_fixed(name: str, answer: str) -> None:
    assert squeezed(answer) in first_page(case(name))


def test_the_first_page_says_nothing_of_changes_where_none_were_made() -> None:
    assert squeezed("Changes were made") not in first_page(confirmed())
    assert squeezed("Changes made None: this program has changed nothing.") in printed(confirmed())


@pytest.mark.parametrize("name", _CASES)
def test_every_request_stands_there_whole_with_its_answer_and_id(name: str) -> None:
    told = told_of(name)
    for action in case(name).actions:
        assert action.sent
        for sent in action.sent:
            assert squeezed(f"Answer: {sent.status} {sent.request_id} {sent.request}") in told, "whole in the appendix"
            end = "/".join(sent.path.split("/")[-3:])
            assert squeezed(f"{sent.method} …/{end} Answer: {sent.status} {sent.request_id}") in told, "in short beside its step"


@pytest.mark.parametrize("name", _CASES)
@pytest.mark.parametrize("words", [ENGLISH, RUSSIAN], ids=lambda words: words.code)
def test_it_all_stands_on_three_pages_before_the_appendices(name: str, words: Language) -> None:
    commands = [number for number, page in enumerate(read(case(name), words).pages, 1) if re.search("backup-doctor (diagnose|fix)", page)]
    assert commands
    assert max(commands) <= 3


@pytest.mark.parametrize("name", ["proved", "undone"])
def test_the_same_account_read_back_gives_the_same_bytes(name: str) -> None:
    saved = dumps(case(name), ENGLISH).encode()
    assert make_pdf(loads(saved), RUSSIAN) == read(case(name), RUSSIAN).data


def test_a_lock_that_is_missing_is_the_first_thing_to_do() -> None:
    page = first_page(case("half-way"))
    assert squeezed("Unfinished: “Unlock, clean up, and lock again”. Finish or undo it") in page
    assert squeezed("Lock no-delete was lifted and is not back.") in page
    assert squeezed("Can still be undone: “Lift lock no-delete") in told_of("half-way")


@pytest.mark.parametrize("name", ["unlocked", "undone"])
def test_a_lock_that_is_back_is_said_to_be_back(name: str) -> None:
    assert squeezed("Lock no-delete was lifted and is back.") in told_of(name)
    assert squeezed("Unfinished:") not in first_page(case(name))


def test_what_took_a_step_back_stands_beside_it() -> None:
    told, sent = told_of("undone"), case("undone").actions[0].sent
    assert sent[-1].method == "PUT"
    assert squeezed("Undone with: PUT …/Microsoft.Authorization/locks/no-delete Answer: 201") in told


def test_steps_that_were_never_sent_are_told_as_such() -> None:
    told = told_of("half-way")
    titles = "".join(str(step.title) for step in case("half-way").actions[0].steps[2:])
    assert squeezed(f"{titles} Not begun Nothing was sent.") in told


def test_checks_are_shown_before_and_after() -> None:
    told = told_of("proved")
    assert squeezed("Checks before and after Check Before After The backup extension is in order Failed") in told
    assert squeezed("came to what they had found before.") in told
    assert squeezed("Checks before and after") not in printed(confirmed())


def test_the_timeline_and_the_permissions_tell_of_the_changes() -> None:
    told = told_of("proved")
    assert squeezed("Begun: “Remove the backup extension”") in told
    assert squeezed("Carried out: “Back up now”") in told
    assert squeezed("Permissions for the changes Microsoft.Compute/virtualMachines/extensions/delete") in told
    assert squeezed("Permissions for the checks Enough for every check that was made.") in told


def test_what_can_be_repaired_comes_with_its_command() -> None:
    told = told_of("undone")
    assert "repairscanbedonebythisprogram" in told
    assert re.search(r'backup-doctorfix--vm"[^"]+"--demo--remedyresource-group-lock/unlock-and-lock-again', told)
    assert squeezed("it can name another: resource-group-lock/unlock-for-good") in told


def test_a_redacted_account_names_nobody() -> None:
    told = printed(redact(changed()))
    for name in ("rg-payroll", "web01", "Payroll", "10.20.30.40"):
        assert name.casefold() not in told.casefold()
    assert squeezed("Lock [lock-1] was lifted and is back.") in told


def test_one_reason_is_not_told_twice() -> None:
    given = case("half-way")
    reason = str(given.actions[0].steps[1].said)
    assert printed(given).count(squeezed(reason)) == 1
    bare = replace(given.actions[0], steps=())
    assert squeezed(reason) in printed(replace(given, actions=(bare,))), "without its steps only the outcome tells"
