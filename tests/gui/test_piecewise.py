"""Pages make themselves piece by piece, and the window turns to its events in between: counted in turns of the event loop, by no clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from backup_doctor.ui.pages.cause import CausePage
from backup_doctor.ui.pages.summary import SummaryPage
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.evidence import EvidenceView
from backup_doctor.ui.widgets.manual_row import ManualRow
from backup_doctor.ui.widgets.piecewise import Piecewise
from backup_doctor.ui.widgets.remedy_card import RemedyCard
from backup_doctor.ui.widgets.section import Section
from backup_doctor.ui.widgets.text import Prose
from tests.helpers.qt_wizard import Wizard

SCENARIO = "windows-agent-stopped"
TURNS = 1000
PATH = "/subscriptions/559169b2/resourceGroups/rg-erp/providers/Microsoft.Compute/virtualMachines/erp-app?$expand=instanceView"


def growth(count: Callable[[], int], expected: int) -> list[int]:
    """What each turn of the event loop adds, until all that is expected is there."""
    added, before = [], count()
    for _ in range(TURNS):
        time.sleep(0.002)  # pieces keep apart
        QApplication.processEvents()
        added.append(count() - before)
        before = count()
        if before == expected:
            return added
    raise AssertionError(f"{before} of {expected} after {TURNS} turns")


def test_each_turn_makes_one_piece(qtbot: QtBot) -> None:
    owner, made = QObject(), list[int]()
    pieces = Piecewise(owner)
    pieces.plan(partial(made.append, number) for number in range(5))
    assert growth(lambda: len(made), 0) == [0], "not begun"
    pieces.start()
    assert max(growth(lambda: len(made), 5)) == 1
    pieces.plan(partial(made.append, number) for number in range(5, 9))
    pieces.complete()
    assert made == list(range(9))


def test_of_several_parts_one_makes_a_piece_in_a_turn_and_the_youngest_comes_first(qtbot: QtBot) -> None:
    owner, made = QObject(), list[str]()
    for name in "abc":
        part = Piecewise(owner)
        part.plan([partial(made.append, name)] * 4)
        part.start()
    assert max(growth(lambda: len(made), 12)) == 1
    assert "".join(made) == "ccccbbbbaaaa"


def test_whoever_joins_again_and_again_holds_nobody_up(qtbot: QtBot) -> None:
    owner, made = QObject(), list[int]()
    part = Piecewise(owner)
    part.plan(partial(made.append, number) for number in range(3))
    for _ in range(TURNS):
        part.start()
        time.sleep(0.001)
        QApplication.processEvents()
    assert made == [0, 1, 2]


def test_a_part_that_goes_or_fails_keeps_nobody_waiting(qtbot: QtBot) -> None:
    made: list[str] = []
    staying, going, failing = QObject(), QObject(), QObject()
    for owner, piece in ((staying, partial(made.append, "made")), (going, partial(made.append, "gone")), (failing, partial(int, "nine"))):
        part = Piecewise(owner)
        part.plan([piece, partial(made.append, "another")])
        part.start()
    delete(going)
    with qtbot.captureExceptions() as faults:
        qtbot.waitUntil(lambda: len(made) == 3)
    assert made == ["another", "made", "another"]
    assert [kind for kind, _error, _traceback in faults] == [ValueError]


def test_a_row_with_much_evidence_makes_one_piece_of_it_in_a_turn(wizard: Wizard) -> None:
    run = wizard.diagnose(SCENARIO)
    cause = next(cause for cause in run.causes if any(len(run.findings[check.id].evidence) >= 4 for check in cause.checks))
    row = next(row for row in wizard.cause_page(cause.id).rows if row.finding is not None and len(row.finding.evidence) >= 4)
    assert row.finding is not None
    row.opener.click()
    assert not row.findChildren(EvidenceView)
    assert max(growth(lambda: len(row.findChildren(EvidenceView)), len(row.finding.evidence))) == 1
    assert [view.evidence for view in row.findChildren(EvidenceView)] == list(row.finding.evidence)


def test_a_cause_page_makes_one_remedy_or_step_in_a_turn(wizard: Wizard) -> None:
    run = wizard.diagnose(SCENARIO)
    cause = max(run.causes, key=lambda cause: len(cause.remedies) + len(cause.manual_steps))
    wizard.window.go(Step(Kind.CAUSE, cause.id))
    page = wizard.window.page
    assert isinstance(page, CausePage)
    expected = len(cause.remedies) + len(cause.manual_steps)
    assert expected > 3
    assert max(growth(lambda: len(page.findChildren(RemedyCard)) + len(page.findChildren(ManualRow)), expected), default=0) <= 1


def test_the_summary_fills_one_card_in_a_turn(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)
    wizard.window.go(Step(Kind.SUMMARY))
    page = wizard.window.page
    assert isinstance(page, SummaryPage)
    assert shown(page) == 2, "what to do next, and the report"
    assert max(growth(lambda: shown(page), 6)) == 1


def test_words_get_an_editor_only_while_the_mouse_is_there(qtbot: QtBot) -> None:
    prose = Prose(anywhere=True)
    qtbot.addWidget(prose)
    prose.setPlainText(PATH)
    prose.resize(200, prose.heightForWidth(200))
    prose.show()
    assert prose.findChildren(QPlainTextEdit) == []
    enter(prose)
    (reader,) = prose.findChildren(QPlainTextEdit)
    assert (reader.toPlainText(), reader.isReadOnly(), reader.geometry()) == (PATH, True, prose.contentsRect())
    document = reader.document().size().height()
    assert document * reader.fontMetrics().height() <= prose.height(), "nothing of it is cut"
    reader.selectAll()
    leave(prose)
    assert prose.findChildren(QPlainTextEdit) == [reader], "what is selected stays so"
    reader.setTextCursor(reader.cursorForPosition(reader.rect().topLeft()))
    leave(prose)
    assert prose.findChildren(QPlainTextEdit) == []


def test_words_under_a_mouse_that_rests_get_one_editor(qtbot: QtBot) -> None:
    window, prose = QWidget(), Prose()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(prose)
    prose.setPlainText(PATH)
    window.resize(400, 200)
    with qtbot.waitExposed(window):
        window.show()
    before = QCursor.pos()
    QCursor.setPos(prose.mapToGlobal(prose.rect().center()))
    qtbot.waitUntil(lambda: len(prose.findChildren(QPlainTextEdit)) == 1)
    prose.setPlainText("Other words.")
    (reader,) = prose.findChildren(QPlainTextEdit)
    assert reader.toPlainText() == reader.accessibleName() == "Other words."
    QCursor.setPos(window.mapToGlobal(window.rect().bottomRight() * 2))
    qtbot.waitUntil(lambda: prose.findChildren(QPlainTextEdit) == [])
    QCursor.setPos(before)


def shown(page: SummaryPage) -> int:
    return sum(card.isVisible() for card in page.findChildren(Section))


def enter(prose: Prose) -> None:
    QApplication.sendEvent(prose, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))


def leave(prose: Prose) -> None:
    QApplication.sendEvent(prose, QEvent(QEvent.Type.Leave))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
