"""The journal on a real disk: read back as it was written, wary of files that were changed, and one worker at a time."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backup_doctor.core.files import CannotWrite
from backup_doctor.core.journal import InUse, Journal, reading
from backup_doctor.core.plan import Request
from backup_doctor.core.text import lazy_translate as translate
from backup_doctor.core.text import verbatim
from backup_doctor.core.undertaking import Outcome, Stage, Undertaking
from tests.helpers.diagnoses import VM
from tests.helpers.fake_azure import plan, request, stages, step

STEPS = (
    step(
        "PUT rule",
        undo=request("DELETE", "rule"),
        tries=3,
        keeps="properties.jobId",
        saves="guest.log",
        watch="job-ends",
        limit=timedelta(hours=4),
        tolerant=True,
        only_if="still-full",
        asks=translate("Repair", "Delete {what}?").format(what=verbatim("it")),
    ),
    step("POST restart", repeatable=False),
    step("PUT lock", restores=0),
    step(""),
)


def journal_in(folder: Path) -> Journal:
    return Journal(folder / "journal")


def begun(folder: Path) -> Undertaking:
    """One that is written down and let go."""
    with journal_in(folder).begin(VM, "cause/remedy", translate("Repair", "Undone."), plan(*STEPS), "1.2") as entry:
        return entry.undertaking


def file_of(folder: Path, undertaking: Undertaking) -> Path:
    return journal_in(folder).folder / f"{undertaking.id}.jsonl"


def test_a_plan_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    written = begun(tmp_path)
    assert journal_in(tmp_path).undertakings() == [written]
    assert journal_in(tmp_path).open_items() == [written]


def test_every_event_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with journal_in(tmp_path).begin(VM, "cause/remedy", verbatim("A remedy"), plan(*STEPS), "1.2") as entry:
        first, second, third, _ = entry.undertaking.steps
        entry.note(first, Stage.SENDING, began=now, accepted=None, said=None, doubtful=True)
        entry.note(first, Stage.FOLLOWING, accepted=now, status=202, request_id="id", status_url="https://a/b", result_url="https://a/c")
        entry.note(first, Stage.DONE, kept="job", said=translate("Repair", "Last seen: {last}").format(last=now - now))
        entry.note(second, Stage.UNKNOWN)
        entry.note(third, Stage.DONE)
        assert journal_in(tmp_path).undertakings() == [entry.undertaking]
        assert stages(entry.undertaking) == ["undone", "unknown", "done", "planned"]
        entry.begin_undo()
        entry.note(first, Stage.UNDOING, undo_status=409, undo_request_id="other")
        assert journal_in(tmp_path).undertakings() == [entry.undertaking]
        entry.close(Outcome.LEFT)
    assert journal_in(tmp_path).undertakings() == [entry.undertaking]
    assert journal_in(tmp_path).open_items() == []


def test_the_youngest_comes_first(tmp_path: Path) -> None:
    ids = [begun(tmp_path).id for _ in range(3)]
    assert [item.id for item in journal_in(tmp_path).undertakings()] == ids[::-1]


def test_without_a_folder_there_is_nothing(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    assert (journal.undertakings(), journal.open_items(), journal.damaged()) == ([], [], [])
    assert not journal.folder.exists(), "looking makes nothing"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folders private by itself")
def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        begun(tmp_path)
    finally:
        os.umask(old)
    folder = journal_in(tmp_path).folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


class TestOneAtATime:
    def test_what_is_worked_on_is_not_open(self, tmp_path: Path) -> None:
        journal = journal_in(tmp_path)
        with journal.begin(VM, "a/b", verbatim("A remedy"), plan(*STEPS), "1.2") as entry:
            assert journal.is_in_use(entry.undertaking.id)
            assert journal.open_items() == []
            with pytest.raises(InUse):
                journal_in(tmp_path).resume(entry.undertaking.id)
        assert not journal.is_in_use(entry.undertaking.id)
        assert [item.id for item in journal.open_items()] == [entry.undertaking.id]

    def test_one_that_has_been_looked_at_in_vain_can_be_taken_up(self, tmp_path: Path) -> None:
        identity = begun(tmp_path).id
        file = journal_in(tmp_path).folder / f"{identity}.jsonl"
        whole = file.read_bytes()
        file.write_text("rubbish\n")
        with pytest.raises(KeyError):
            journal_in(tmp_path).resume(identity)
        file.write_bytes(whole)
        with journal_in(tmp_path).resume(identity) as entry:
            assert entry.undertaking.id == identity

    def test_a_dead_process_holds_nothing(self, tmp_path: Path) -> None:
        program = """
import os, signal, sys
from pathlib import Path
from backup_doctor.core.journal import Journal
entry = Journal(Path(sys.argv[1])).resume(sys.argv[2])
os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
"""
        identity = begun(tmp_path).id
        folder = journal_in(tmp_path).folder
        killed = subprocess.run([sys.executable, "-c", program, folder, identity], env=_with_source(), check=False, timeout=60)
        assert killed.returncode != 0
        with journal_in(tmp_path).resume(identity) as entry:
            assert entry.undertaking.is_open

    def test_two_processes_at_once_each_get_their_own_and_spoil_nothing(self, tmp_path: Path) -> None:
        """Each begins undertakings, tries to grab the other's, and writes; what both hold is counted at the end."""
        program = """
import sys
from pathlib import Path
from backup_doctor.core.journal import InUse, Journal
from backup_doctor.core.undertaking import Stage
from tests.helpers.diagnoses import VM
from tests.helpers.fake_azure import plan, step
from backup_doctor.core.text import verbatim
journal, taken = Journal(Path(sys.argv[1])), 0
sys.stdin.read(1)
for _ in range(8):
    journal.begin(VM, "a/b", verbatim("A remedy"), plan(step("DELETE x")), sys.argv[2]).release()
    for item in journal.open_items():
        try:
            entry = journal.resume(item.id)
        except InUse:
            continue
        with entry:
            number = entry.undertaking.steps[0].status + 1
            entry.note(entry.undertaking.steps[0], Stage.SENDING, status=number, request_id=sys.argv[2])
            taken += 1
print(taken)
"""
        folder = journal_in(tmp_path).folder
        command = [sys.executable, "-c", program, str(folder)]
        both = [subprocess.Popen([*command, name], env=_with_source(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for name in "ab"]
        taken = [int(process.communicate("!", timeout=120)[0]) for process in both]
        journal = Journal(folder)
        assert [process.returncode for process in both] == [0, 0]
        assert journal.damaged() == []
        assert len(journal.undertakings()) == 16
        assert sum(item.steps[0].status for item in journal.undertakings()) == sum(taken), "a note was lost or written twice"
        assert len(journal.open_items()) == 16


def _with_source() -> dict[str, str]:
    root = Path(__file__).parents[3]
    return {**os.environ, "PYTHONPATH": f"{root / 'gui'}{os.pathsep}{root}"}


class TestTornLines:
    def test_every_cut_leaves_what_was_whole(self, tmp_path: Path) -> None:
        journal = journal_in(tmp_path)
        with journal.begin(VM, "a/b", verbatim("A remedy"), plan(*STEPS), "1.2") as entry:
            for stage in (Stage.SENDING, Stage.FOLLOWING, Stage.DONE):
                entry.note(entry.undertaking.steps[0], stage, said=verbatim("…"))
        file = file_of(tmp_path, entry.undertaking)
        whole = file.read_bytes()
        ends = [place for place, byte in enumerate(whole) if byte == ord("\n")]
        states = ["planned", "sending", "following", "done"]
        for cut in (*range(ends[0] - 3, len(whole) + 1, 7), *ends, *(end + 1 for end in ends)):
            file.write_bytes(whole[:cut])
            found = [stages(item)[0] for item in journal.undertakings()]
            lines = sum(end < cut for end in ends)
            assert found == ([] if not lines else [states[lines - 1]]), cut
            assert journal.damaged() == []

    def test_what_comes_after_a_torn_line_is_not_glued_to_it(self, tmp_path: Path) -> None:
        undertaking = begun(tmp_path)
        with file_of(tmp_path, undertaking).open("ab") as file:
            file.write(b'{"event": "step", "st')
        with journal_in(tmp_path).resume(undertaking.id) as entry:
            entry.note(entry.undertaking.steps[1], Stage.SKIPPED)
        assert stages(journal_in(tmp_path).undertakings()[0])[1] == "skipped"

    @pytest.mark.parametrize("left", [b"", b'{"event": "beg', b"\0" * 4096])
    def test_where_not_even_the_first_line_is_whole_nothing_was_done_and_nothing_is_said(self, tmp_path: Path, left: bytes) -> None:
        undertaking = begun(tmp_path)
        file_of(tmp_path, undertaking).write_bytes(left)
        journal = journal_in(tmp_path)
        assert (journal.undertakings(), journal.open_items(), journal.damaged()) == ([], [], [])
        with pytest.raises(KeyError):
            journal.resume(undertaking.id)

    def test_zeros_after_a_power_cut_are_torn_too(self, tmp_path: Path) -> None:
        undertaking = begun(tmp_path)
        with file_of(tmp_path, undertaking).open("ab") as file:
            file.write(b"\0" * 4096)
        assert journal_in(tmp_path).undertakings() == [undertaking]


Change = Callable[[dict[str, Any]], object]


def _set(path: str, value: object) -> Change:
    def change(document: dict[str, Any]) -> None:
        *way, last = path.split(".")
        place: Any = document
        for name in way:
            place = place[int(name)] if isinstance(place, list) else place[name]
        place[last] = value

    return change


FIRST = [
    ("schema", 2),
    ("schema", "1"),
    ("event", "step"),
    ("at", None),
    ("at", 7),
    ("at", "2026-11-22T12:00:00"),
    ("at", "9999-12-31T23:59:59+00:00"),
    ("vm", 5),
    ("vm", "/subscriptions/x"),
    ("remedy", ["a"]),
    ("version", None),
    ("title", "words"),
    ("title", {"context": "a", "source": "{x.__class__}"}),
    ("risk", "harmless"),
    ("steps", {}),
    ("steps", [5]),
    ("steps.0.request", "DELETE"),
    ("steps.0.request.method", "GET"),
    ("steps.0.request.method", 5),
    ("steps.0.request.path", "//evil.example/x"),
    ("steps.0.request.path", "/subscriptions/a/../b"),
    ("steps.0.request.path", "/subscriptions/a?x=y"),
    ("steps.0.request.path", "subscriptions/a"),
    ("steps.0.request.path", None),
    ("steps.0.request.api_version", "1\r\nX: y"),
    ("steps.0.request.if_match", "1\r\nX: y"),
    ("steps.0.request.body", [1]),
    ("steps.0.request.body", "text"),
    ("steps.0.restores", 0),
    ("steps.2.restores", -1),
    ("steps.2.restores", 2),
    ("steps.2.restores", True),
    ("steps.0.repeatable", "no"),
    ("steps.0.tries", 0),
    ("steps.0.tries", 1.5),
    ("steps.0.saves", "../../.profile"),
    ("steps.0.saves", ".."),
    ("steps.0.saves", "C:\\x"),
    ("steps.0.watch", 5),
    ("steps.0.limit", float("inf")),
    ("steps.0.limit", float("nan")),
    ("steps.0.limit", 1e300),
    ("steps.0.limit", -1),
    ("steps.0.limit", "10"),
    ("steps.0.asks", 5),
]


@pytest.mark.parametrize(("path", "value"), FIRST)
def test_a_plan_that_was_changed_is_damaged_and_never_carried_out(tmp_path: Path, path: str, value: object) -> None:
    _doctored(tmp_path, 0, _set(path, value))


SECOND = [
    ("event", "explosion"),
    ("event", None),
    ("step", -1),
    ("step", 99),
    ("step", True),
    ("step", "0"),
    ("stage", "finished"),
    ("began", "yesterday"),
    ("accepted", 5),
    ("status", "202"),
    ("status", True),
    ("request_id", 5),
    ("status_url", {"a": 1}),
    ("result_url", None),
    ("kept", ["x"]),
    ("doubtful", 1),
    ("said", "words"),
    ("undo_status", "x"),
    ("undo_request_id", 1),
]


@pytest.mark.parametrize(("path", "value"), SECOND)
def test_an_event_that_was_changed_damages_the_file(tmp_path: Path, path: str, value: object) -> None:
    _doctored(tmp_path, 1, _set(path, value))


def _doctored(folder: Path, line: int, change: Change) -> None:
    good = begun(folder)
    with journal_in(folder).begin(VM, "a/b", verbatim("A remedy"), plan(*STEPS), "1.2") as entry:
        entry.note(entry.undertaking.steps[0], Stage.SENDING, status=0)
    file = file_of(folder, entry.undertaking)
    lines = [json.loads(text) for text in file.read_text().splitlines()]
    change(lines[line])
    file.write_text("".join(json.dumps(event) + "\n" for event in lines))
    journal = journal_in(folder)
    assert journal.undertakings() == [good]
    assert journal.damaged() == [file]
    with pytest.raises(KeyError):
        journal.resume(entry.undertaking.id)


@pytest.mark.parametrize("content", [b"rubbish\n", b"[" * 100_000 + b"\n", b"\xff\xfe\n", b"5\n", b"null\n", b"{}\n", b"\n", b'{"event": "begun"}\n'])
def test_a_file_that_is_none_of_ours_is_told_of(tmp_path: Path, content: bytes) -> None:
    undertaking = begun(tmp_path)
    file_of(tmp_path, undertaking).write_bytes(content)
    assert journal_in(tmp_path).undertakings() == []
    assert journal_in(tmp_path).damaged() == [file_of(tmp_path, undertaking)]


def test_what_is_no_file_or_too_large_for_one_is_told_of_and_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    undertaking = begun(tmp_path)
    folder = journal_in(tmp_path).folder
    (folder / "20261122T120000Z-000000000000.jsonl").mkdir()
    strangers = [folder / "20261122T120000Z-000000000000.jsonl"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "20261122T120000Z-000000000001.jsonl")  # reading it would wait for ever
        strangers.append(folder / "20261122T120000Z-000000000001.jsonl")
    assert journal_in(tmp_path).damaged() == strangers
    monkeypatch.setattr(reading, "LARGEST", 10)
    assert journal_in(tmp_path).undertakings() == []
    assert file_of(tmp_path, undertaking) in journal_in(tmp_path).damaged()


@pytest.mark.parametrize("identity", ["", "..", "../../etc/passwd", "20261122T120000Z-00000000000g", "20261122T120000Z-000000000000"])
def test_a_name_leads_nowhere_else(tmp_path: Path, identity: str) -> None:
    begun(tmp_path)
    with pytest.raises(KeyError):
        journal_in(tmp_path).resume(identity)


def test_where_nothing_can_be_written_nothing_is_begun_and_nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    begun(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(CannotWrite):
            begun(tmp_path)
    assert len(journal_in(tmp_path).undertakings()) == 1
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        Journal(tmp_path / "file" / "journal").begin(VM, "a/b", verbatim("A remedy"), plan(*STEPS), "1.2")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(body=st.none() | st.dictionaries(st.text(st.characters()), JSON, max_size=4), etag=st.sampled_from(["", 'W/"5d0c"']))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_document_is_kept_to_the_letter(tmp_path: Path, body: dict[str, object] | None, etag: str) -> None:
    sent = Request("PUT", f"{VM}/things/имя (1);x", "2024-07-01", body, etag)
    only = step("")
    with journal_in(tmp_path).begin(VM, "a/b", verbatim("A remedy"), plan(type(only)(only.title, sent, undo=sent)), "1") as entry:
        told = journal_in(tmp_path).undertakings()[0].steps[0].step
    assert (told.request, told.undo) == (sent, sent)
    assert json.dumps(told.request.body if told.request else None) == json.dumps(body)
    file_of(tmp_path, entry.undertaking).unlink()


def test_a_file_whose_first_line_is_torn_tells_of_nothing_done(tmp_path: Path) -> None:
    undertaking = begun(tmp_path)
    file_of(tmp_path, undertaking).write_bytes(b'{"event": "beg')
    journal = journal_in(tmp_path)
    assert (journal.undertakings(), journal.damaged()) == ([], [])
    with pytest.raises(KeyError):
        journal.resume(undertaking.id)


def test_a_lock_that_cannot_be_taken_is_told_and_keeps_nobody_out(tmp_path: Path) -> None:
    undertaking = begun(tmp_path)
    lock = file_of(tmp_path, undertaking).with_suffix(".lock")
    lock.unlink(missing_ok=True)
    lock.mkdir()
    journal = journal_in(tmp_path)
    assert not journal.is_in_use(undertaking.id)
    with pytest.raises(CannotWrite):
        journal.resume(undertaking.id)


def test_a_disk_that_fails_while_a_file_is_opened_leaves_it_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(io.FileIO):
        def truncate(self, size: int | None = None) -> int:
            raise OSError(5, "Input/output error")

    undertaking = begun(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(os, "fdopen", lambda descriptor, *_, **__: Failing(descriptor, "r+"))
        with pytest.raises(CannotWrite):
            begun(tmp_path)
        with pytest.raises(CannotWrite):
            journal_in(tmp_path).resume(undertaking.id)
    with journal_in(tmp_path).resume(undertaking.id) as entry:
        assert entry.undertaking.id == undertaking.id


def test_a_folder_that_cannot_be_listed_shows_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_folder: Path, _pattern: str) -> list[Path]:
        raise OSError(5, "Input/output error")

    begun(tmp_path)
    monkeypatch.setattr(Path, "glob", broken)
    assert journal_in(tmp_path).undertakings() == []


def test_a_file_that_is_gone_by_the_time_it_is_read_tells_of_nothing(tmp_path: Path) -> None:
    assert reading.read(tmp_path / "20261122T120000Z-000000000000.jsonl") is None
