"""Files that another program, another person or a crash may have changed: diagnoses, history, journal, settings."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from backup_doctor.cli.journal import _listing
from backup_doctor.cli.plan_json import undertaking_to_json
from backup_doctor.cli.text import as_text
from backup_doctor.core.bundle import Contents, packed, pieces
from backup_doctor.core.comparison import compare
from backup_doctor.core.explanation import explanation
from backup_doctor.core.history.entry import entry_of
from backup_doctor.core.history.migrations import is_demo, migrated
from backup_doctor.core.history.store import new_name
from backup_doctor.core.journal import Journal
from backup_doctor.core.language import language
from backup_doctor.core.plan import Plan, Request, Risk, Step
from backup_doctor.core.policy import told, told_of_sign_in
from backup_doctor.core.policy_source import from_file
from backup_doctor.core.redact import redact
from backup_doctor.core.report import BadReport, diagnosis_from, dumps, loads, parsed
from backup_doctor.core.text import verbatim
from backup_doctor.core.undertaking import Outcome, Stage
from backup_doctor.core.updates import BadNotice, read_notice
from backup_doctor.pdf.render import make_pdf
from tests.fuzz.harness import harness
from tests.helpers.diagnoses import VM, changed, sample

EN, RU = language("en"), language("ru")


@cache
def scratch() -> Path:
    """A folder for the harnesses whose parser wants a file; it goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="backup-doctor-fuzz-"))
    atexit.register(shutil.rmtree, folder, True)
    return folder


def diagnoses() -> Iterator[bytes]:
    """Saved diagnoses, with repairs and without."""
    for made in (sample(), changed()):
        yield dumps(made, EN).encode()
        yield json.dumps(json.loads(dumps(made, RU))).encode()


@harness("a diagnosis file that somebody has sent", diagnoses, is_json=True)
def report(data: bytes) -> None:
    """Read, told, masked, compared and written again, or a sentence why not."""
    try:
        diagnosis = loads(data)
    except BadReport as error:
        str(error.text)
        return
    explanation(diagnosis)
    as_text(diagnosis, RU)
    compare(diagnosis, diagnosis)
    assert loads(dumps(diagnosis, RU).encode()) == loads(dumps(loads(dumps(diagnosis, RU).encode()), RU).encode())
    masked = redact(diagnosis)
    as_text(masked, EN)
    loads(dumps(masked, EN).encode())
    name = new_name(diagnosis)
    assert "/" not in name and "\\" not in name and len(name) < 120


@harness("a diagnosis file that somebody has sent", diagnoses, is_json=True, slow=True)
def pdf(data: bytes) -> None:
    """What can be read can be printed."""
    try:
        diagnosis = loads(data)
    except BadReport:
        return
    assert make_pdf(diagnosis, RU).startswith(b"%PDF")


@harness("a file of the history", diagnoses, is_json=True)
def history(data: bytes) -> None:
    """A line of the list, or a sentence why not."""
    try:
        document = migrated(parsed(data))
        entry_of(diagnosis_from(document), "name.json", demo=is_demo(document))
    except BadReport as error:
        str(error.text)


def undertakings() -> Iterator[bytes]:
    """A journal's file at every stage."""
    request = Request("DELETE", f"{VM.group_scope}/providers/Microsoft.Authorization/locks/keep", "2016-09-01")
    steps = (Step(verbatim("Lift"), request, undo=Request("PUT", request.path, "2016-09-01", {"properties": {}})), Step(verbatim("Look"), None))
    journal = Journal(scratch() / "seeds")
    with journal.begin(VM, "cause/remedy", verbatim("A remedy"), Plan(steps, Risk.SAFE, verbatim(""), verbatim(""), verbatim("")), "0") as entry:
        entry.note(entry.undertaking.steps[0], Stage.SENDING)
        entry.note(entry.undertaking.steps[0], Stage.DONE, status=200, request_id="x", said=verbatim("gone"))
        entry.close(Outcome.DONE)
        entry.begin_undo()
    (file,) = journal.folder.glob("*.jsonl")
    lines = file.read_bytes().splitlines(keepends=True)
    shutil.rmtree(journal.folder)
    yield from (b"".join(lines[:count]) for count in range(1, len(lines) + 1))


@harness("a file of the journal", undertakings)
def journal(data: bytes) -> None:
    """An undertaking that can be told and taken up, a damaged file that is named, or nothing at all; never two of these."""
    folder = scratch() / "journal"
    folder.mkdir(exist_ok=True)
    file = folder / "20261122T031245Z-0123456789ab.jsonl"
    file.write_bytes(data)
    kept = Journal(folder)
    found, damaged = kept.undertakings(), kept.damaged()
    assert len(found) + len(damaged) <= 1
    list(_listing([(item, False) for item in found], [str(path) for path in damaged], RU, ""))
    for item in found:
        json.dumps(undertaking_to_json(item, RU, in_use=False))
        with kept.resume(item.id) as entry:
            assert entry.undertaking.id == item.id


@harness("settings.ini, changed by hand or by another program", lambda: iter((b"[General]\nlanguage=ru\nversion=2\n[history]\nkeep=yes\nsize=50\n",)))
def settings(data: bytes) -> None:
    """Every option has a value that the program knows, whatever the file says."""
    from backup_doctor.core.language import LANGUAGES
    from backup_doctor.ui.settings import HISTORY_SIZES, MOST_ACCOUNTS, Settings

    file = scratch() / "settings.ini"
    file.write_bytes(data)
    kept = Settings(file)
    assert kept.language is None or kept.language in LANGUAGES
    assert 0 <= kept.accounts <= MOST_ACCOUNTS and kept.history_size in HISTORY_SIZES
    assert all(isinstance(value, (str, bool)) for value in (kept.appearance, kept.cloud, kept.endpoint, kept.method, kept.tenant, kept.still))
    _ = kept.geometry, kept.remember, kept.keeps_history, kept.told()
    kept.language = "ru"
    kept.save()
    assert Settings(file).language == "ru"


@harness("a log and a journal on their way into a support bundle", undertakings)
def bundle(data: bytes) -> None:
    """Laid out both ways and packed."""
    words, home = data.decode("utf-8", "replace"), str(Path("/", "home", "ada"))
    contents = Contents({"a": words}, {"endpoint": words}, {"x.log": words}, {"x.jsonl": words}, names=((words[:40], "account"),), home=home)
    for mask in (False, True):
        packed(pieces(contents, mask=mask))


POLICY = b"[Policy]\nAllowRepairs=0\nAllowHistory=1\nSignInMethods=browser,cli\nTenant=contoso.example\nCloud=public\nLanguage=ru\n"


@harness("the policy file of an administrator", lambda: iter((POLICY, b"[Policy]\n", b"[Policy\n")))
def policy(data: bytes) -> None:
    """Reading it never fails: what cannot be understood forbids, and says so."""
    file = scratch() / "policy.ini"
    file.write_bytes(data)
    read = from_file(file)
    for text in (*told(read), *told_of_sign_in(read)):
        RU.render(text)


NOTICE = b'{"version": "1.2.3", "page": "https://example.com/", "notes": {"en": "x"}}'


@harness("the update notice, or whoever answers in its place", lambda: iter((NOTICE,)), is_json=True)
def update_notice(data: bytes) -> None:
    """A notice, or a sentence why it is none."""
    try:
        read_notice(data)
    except BadNotice as error:
        str(error.text)
