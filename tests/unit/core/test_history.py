"""The history on disk: what is kept comes back whole, and what cannot be read is neither lost nor in the way."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backup_doctor.core.diagnosis import Diagnosis, Subject
from backup_doctor.core.files import CannotWrite
from backup_doctor.core.history import Fixed, History, HistoryEntry, Unreadable, entry_of, new_name
from backup_doctor.core.history.migrations import VERSION, migrated
from backup_doctor.core.history.store import MOST_BYTES, CannotForget
from backup_doctor.core.language import language
from backup_doctor.core.model import Verdict
from backup_doctor.core.report import BadReport, dumps, loads
from backup_doctor.core.resource_id import VmId
from tests.helpers.diagnoses import SUBSCRIPTION, VM, changed, sample

ENGLISH = language("en")


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "data" / "history")


def keep(history: History, diagnosis: Diagnosis, **options: Any) -> str:
    name = new_name(diagnosis)
    history.keep(diagnosis, name, ENGLISH, **options)
    return name


def later(days: int) -> Diagnosis:
    return replace(sample(), started=sample().started + timedelta(days=days), finished=sample().finished + timedelta(days=days))


def names(history: History) -> list[str]:
    return [entry.name for entry in history.entries()]


@pytest.mark.parametrize("made", [sample, changed])
def test_what_is_kept_comes_back_whole(history: History, made: Any) -> None:
    diagnosis: Diagnosis = made()
    assert history.read(keep(history, diagnosis)) == diagnosis


def test_the_file_is_the_same_document_as_a_saved_report(history: History) -> None:
    kept = (history.folder / keep(history, sample())).read_bytes()
    assert loads(kept) == sample()
    document = json.loads(kept)
    assert document["extra"].pop("history") == {"version": VERSION, "demo": False}
    assert document == json.loads(dumps(sample(), ENGLISH))


def test_the_list_tells_of_each_what_it_came_to_newest_first(history: History) -> None:
    old, new = keep(history, later(0)), keep(history, later(2), demo=True)
    first, second = history.entries()
    assert isinstance(first, HistoryEntry)
    assert isinstance(second, HistoryEntry)
    assert (first.name, second.name) == (new, old)
    assert (first.demo, second.demo) == (True, False)
    assert (first.vm, first.code, first.verdict, first.fixed) == (VM, sample().symptom.code, Verdict.CONFIRMED, Fixed.NO)
    assert first.at - second.at == timedelta(days=2)


def test_what_was_put_right_is_told_with_the_cause_that_had_stood() -> None:
    diagnosis = sample()
    found = entry_of(diagnosis, "a.json")
    assert diagnosis.root is not None
    assert (found.cause, found.fixed) == (diagnosis.root.title, Fixed.NO)
    nothing = entry_of(replace(diagnosis, root_cause=None, causes=()), "a.json")
    assert (nothing.cause, nothing.verdict, nothing.fixed) == (None, None, Fixed.NOTHING)


def test_the_same_run_is_written_in_its_place(history: History) -> None:
    name = keep(history, sample())
    ticked = replace(sample(), done_by_hand=frozenset({"resource-group-lock/delete-lock"}))
    history.keep(ticked, name, ENGLISH)
    assert names(history) == [name]
    assert history.read(name) == ticked


@pytest.mark.skipif(os.name == "nt", reason="there the profile's folder decides")
def test_nobody_else_can_read_it(history: History) -> None:
    file = history.folder / keep(history, sample())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(history.folder.stat().st_mode) == 0o700


def test_beyond_the_bound_the_oldest_go(history: History) -> None:
    kept = [keep(history, later(day), at_most=3) for day in range(5)]
    assert names(history) == kept[:1:-1]


def test_the_bound_deletes_nothing_that_cannot_be_read_or_that_was_put_there_by_hand(history: History) -> None:
    damaged = keep(history, later(0))
    (history.folder / damaged).write_bytes(b"{")
    (history.folder / "from-a-colleague.json").write_text(dumps(later(0), ENGLISH), "utf-8")
    newer = keep(history, later(1))
    rewrite(history.folder / newer, {"version": VERSION + 1})
    last = [keep(history, later(day), at_most=1) for day in (2, 3)][-1]
    assert set(names(history)) == {damaged, "from-a-colleague.json", newer, last}


def rewrite(file: Path, note: object) -> None:
    document = json.loads(file.read_bytes())
    document["extra"]["history"] = note
    file.write_text(json.dumps(document), "utf-8")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"schema": 1}', b'{"schema": 99}', b"[" * 100_000])
def test_a_damaged_file_is_listed_as_such_and_stays(history: History, content: bytes) -> None:
    name = keep(history, sample())
    (history.folder / name).write_bytes(content)
    good = keep(history, later(1))
    listed = {entry.name: entry for entry in history.entries()}
    assert isinstance(listed[good], HistoryEntry)
    assert isinstance(listed[name], Unreadable)
    with pytest.raises(BadReport):
        history.read(name)
    assert (history.folder / name).read_bytes() == content


@pytest.mark.parametrize("note", [[], {}, {"version": "1"}, {"version": True}, {"version": 0}, {"version": -1}])
def test_a_note_without_a_version_is_damage(history: History, note: object) -> None:
    name = keep(history, sample())
    rewrite(history.folder / name, note)
    assert isinstance(next(history.entries()), Unreadable)


def test_a_file_of_a_newer_version_says_so(history: History) -> None:
    name = keep(history, sample())
    rewrite(history.folder / name, {"version": VERSION + 6, "demo": False})
    (listed,) = history.entries()
    assert isinstance(listed, Unreadable)
    assert f"(version {VERSION + 6}; this one reads up to {VERSION})" in str(listed.text)


def test_a_report_that_was_saved_by_hand_is_brought_up_to_date(history: History) -> None:
    history.folder.mkdir(parents=True)
    (history.folder / "report.json").write_text(dumps(sample(), language("ru")), "utf-8")
    (listed,) = history.entries()
    assert isinstance(listed, HistoryEntry)
    assert history.read("report.json") == sample()


def test_every_step_is_taken_from_the_version_of_the_file_on() -> None:
    def second(document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "taken": [*document.get("taken", []), 2]}

    def third(document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "taken": [*document.get("taken", []), 3]}

    steps = (lambda document: document, second, third)
    assert [migrated({"schema": 1, "extra": {"history": {"version": version}}}, steps).get("taken") for version in (1, 2, 3)] == [[2, 3], [3], None]
    assert migrated({"schema": 1}, steps)["taken"] == [2, 3]


def test_a_crash_before_the_name_is_given_leaves_the_old_file_and_is_swept_up(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    name = keep(history, sample())

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as crash:
        crash.setattr(Path, "replace", die)
        crash.setattr(Path, "unlink", lambda *_, **__: None)  # a dead process tidies nothing up
        with pytest.raises(Killed):
            history.keep(later(1), name, ENGLISH)
    (left,) = history.folder.glob("*.part")
    assert names(history) == [name]
    assert history.read(name) == sample()
    keep(history, later(2))
    assert left.exists(), "it may be another window's, which is still writing"
    os.utime(left, (0, 0))
    keep(history, later(3))
    assert not left.exists()


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "history").write_text("a file", "utf-8")
    with pytest.raises(CannotWrite):
        keep(History(tmp_path / "history"), sample())


def test_an_empty_history_is_no_error(history: History) -> None:
    assert names(history) == []
    history.forget_all()
    with pytest.raises(BadReport):
        history.read("none.json")


def test_deleting_one_leaves_the_others(history: History) -> None:
    gone, stays = keep(history, later(0)), keep(history, later(1))
    history.forget([gone, gone])
    assert names(history) == [stays]


def test_deleting_all_leaves_nothing_behind(history: History) -> None:
    name = keep(history, sample())
    (history.folder / "damaged.json").write_bytes(b"{")
    (history.folder / f"{name}.123.part").write_bytes(b"half")
    history.forget_all()
    assert list(history.folder.iterdir()) == []


def test_what_cannot_be_deleted_is_told_and_the_rest_goes(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    held, other = keep(history, later(0)), keep(history, later(1))
    unlink = Path.unlink

    def refuse(file: Path, missing_ok: bool = False) -> None:
        if file.name == held:
            raise PermissionError(13, "in use")
        unlink(file, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(CannotForget, match="1 kept diagnosis"):
        history.forget([held, other])
    assert names(history) == [held]


@pytest.mark.parametrize("vm", ["../../etc/passwd", "web 01", "\u202egnp", "x" * 400, "веб"])
def test_no_name_of_a_machine_leads_out_of_the_folder(history: History, vm: str) -> None:
    hostile = replace(sample(), vm=Subject(VmId(SUBSCRIPTION, "rg", vm)))
    name = keep(history, hostile)
    assert (history.folder / name).is_file()
    assert "/" not in name
    assert names(history) == [name]


def test_half_a_surrogate_pair_does_not_cost_the_diagnosis(history: History) -> None:
    name = keep(history, replace(sample(), vm=Subject(VM, location="west\ud800europe")))
    assert history.read(name).vm.location == "west?europe"


def test_another_bound_holds_at_once(history: History) -> None:
    kept = [keep(history, later(days)) for days in range(4)]
    history.trim(2)
    assert names(history) == [kept[3], kept[2]]


def test_a_file_too_large_for_a_diagnosis_is_listed_and_not_read(history: History) -> None:
    name = keep(history, sample())
    with (history.folder / name).open("r+b") as file:
        file.truncate(MOST_BYTES + 1)
    (entry,) = history.entries()
    assert isinstance(entry, Unreadable)
    assert "too large" in str(entry.text)


def test_what_goes_while_the_list_is_read_is_in_no_list(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another window may delete one at any moment."""
    gone, stays = keep(history, later(0)), keep(history, later(1))
    read = Path.read_bytes

    def read_late(file: Path) -> bytes:
        if file.name == gone:
            file.unlink()
        return read(file)

    monkeypatch.setattr(Path, "read_bytes", read_late)
    assert names(history) == [stays]


def test_a_disk_that_does_not_give_a_file_back_is_told_in_its_line(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(history, sample())

    def broken(_file: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", broken)
    (entry,) = history.entries()
    assert isinstance(entry, Unreadable)
    assert "Input/output error" in str(entry.text)


def test_a_file_that_goes_before_its_age_is_asked_is_in_no_list(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    stays = keep(history, sample())
    (history.folder / "by-hand.json").write_bytes((history.folder / stays).read_bytes())
    is_file = Path.is_file

    def vanishing(file: Path) -> bool:
        there = is_file(file)
        if file.name == "by-hand.json":
            file.unlink()
        return there

    monkeypatch.setattr(Path, "is_file", vanishing)
    assert names(history) == [stays]
