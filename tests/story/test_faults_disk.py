"""No room on the disk, and a home that takes nothing: said where it happens, and nothing is lost that was there or that was done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.ui.app import Parts, make_application
from tests.helpers.fault_stories import Dealer, Theatre, complaints
from tests.helpers.fault_table import TABLE
from tests.helpers.logfail import LogWatch
from tests.helpers.qt_wizard import Wizard

resource = pytest.importorskip("resource", reason="Windows has no limit for the size of a file")

FULL = "the disk is full: of every file only the first bytes find room"


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """The system takes no more bytes than this of any file; as on a full disk it takes a part of the last write."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def theatre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theatre:
    return Theatre(tmp_path, monkeypatch)


def test_a_repair_whose_journal_finds_no_room(theatre: Theatre) -> None:
    """At every line of the journal and in the middle of it."""
    with theatre.stage(Dealer()) as scene:
        calm = scene.play("repair")
        (file,) = scene.journal.folder.glob("*.jsonl")
        sizes = [len(line) for line in file.read_bytes().splitlines(keepends=True)]
    ends = [sum(sizes[:count]) for count in range(len(sizes) + 1)]
    for size in sorted({*ends[:-1], *(end - 7 for end in ends[1:])}):
        with theatre.stage(Dealer()) as scene:
            with room_for(size):
                ending = scene.told("fix", "--vm", str(scene.lab.vm), "--remedy", "vm-no-internet-access/allow-storage", "--apply", to_file=False)
            found = list(complaints("repair", scene, ending, calm))
        TABLE.add(FULL, "repair", str(int(ending.code)), found)
        assert found == [], size
        assert "cannot be written" in ending.err


def test_a_report_that_finds_no_room_leaves_the_old_one(theatre: Theatre, tmp_path: Path) -> None:
    with theatre.stage(Dealer()) as scene:
        (scene.home / "report.pdf").write_bytes(b"the old one")
        with room_for(2000):
            ending = scene.told("diagnose", "--vm", str(scene.lab.vm), "--pdf", str(scene.home / "report.pdf"), to_file=False)
        kept, parts = (scene.home / "report.pdf").read_bytes(), list(scene.home.rglob("*.part"))
    TABLE.add(FULL, "diagnose --pdf", str(int(ending.code)), [] if kept == b"the old one" and not parts else ["the old report is gone"])
    assert (ending.code, kept, parts) == (2, b"the old one", [])
    assert "report.pdf" in ending.err and "cannot be written" in ending.err


def test_the_window_says_what_found_no_room(wizard: Wizard, qtbot: QtBot, tmp_path: Path, log_watch: LogWatch) -> None:
    """Settings, history, PDF and JSON; afterwards there is room again, and everything goes on."""
    fault = wizard.window.banners.fault
    wizard.reach_symptom("windows-agent-stopped")
    with room_for(0):
        wizard.kit.settings.language = "ru"
        wizard.kit.settings.language = "en"
        assert "settings cannot be written" in fault.plain()
        fault.clear()
        wizard.window.bar.primary.click()
        wizard.finish()
        qtbot.waitUntil(lambda: "could not be kept in the history" in fault.plain())
        page = wizard.summary_page()
        page.save_json(tmp_path / "window.json")
        assert "cannot be written" in page.outcome.plain()
        with qtbot.waitSignal(page.pdf_failed, timeout=20_000):
            page.export_pdf(tmp_path / "window.pdf")
        assert "cannot be written" in page.outcome.plain()
    assert not list(tmp_path.rglob("*.part")) and not (tmp_path / "window.json").exists()
    page.save_json(tmp_path / "window.json")
    assert (tmp_path / "window.json").stat().st_size > 10_000
    TABLE.add(FULL, "window: settings, history, JSON, PDF", "told each time, and saved when there was room", [])


@pytest.mark.skipif(sys.platform == "win32", reason="a profile there is of another kind")
def test_a_home_that_takes_nothing(theatre: Theatre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a place for the journal nothing is changed in Azure, and it is said why."""
    (tmp_path / "no-folder").write_bytes(b"")
    for story, code in (("diagnose", 1), ("repair", 5), ("back up", 5)):
        with theatre.stage(Dealer()) as scene:
            monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "no-folder"))
            ending = scene.play(story)
            changes = [line for line in scene.lab.seen if line.startswith(("PUT", "DELETE")) or line.partition("?")[0].endswith("/backup")]
        TABLE.add("the home takes nothing", story, str(int(ending.code)), changes)
        assert (ending.code, changes) == (code, []), ending.err
        assert story == "diagnose" or "cannot be written" in ending.err


def test_the_window_before_a_home_that_takes_nothing(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_bytes(b"")
    make_application()
    parts = Parts(qapp, tmp_path / "no-folder" / "settings.ini", tmp_path / "backup-doctor.log")
    try:
        parts.kit.settings.language = "ru"
        assert "settings cannot be written" in parts.window.banners.fault.plain()
        assert parts.kit.settings.language == "ru"
    finally:
        assert parts.close()
    TABLE.add("the home takes nothing", "window: settings", "told, and the choice holds until the end", [])
