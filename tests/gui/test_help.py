"""The help in the window: about what is on screen, searched, in the window's language, and it fetches and opens nothing by itself."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from backup_doctor.catalogue.causes import cause
from backup_doctor.catalogue.codes import SYMPTOMS
from backup_doctor.core.diagnosis import Complaint, SymptomSource
from backup_doctor.core.help import Definition, Heading, HelpPage, Lines, Links, Paragraph, Section
from backup_doctor.core.text import verbatim
from backup_doctor.ui.dialogs.help import HelpDialog, HelpSheet
from backup_doctor.ui.dialogs.question import QuestionSheet, ask
from backup_doctor.ui.help import page_of, show_help
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.help_view import HelpView
from tests.helpers.qt_access import nameless
from tests.helpers.qt_wizard import PATIENCE, Wizard

AGENT = "windows-agent-unresponsive"
HOSTILE = '<img src="http://127.0.0.1:9/x.png"><b>bold</b>\u202e{gap} #read("x")'


def help_of(wizard: Wizard, page: str) -> HelpSheet:
    sheet = cast(HelpSheet, show_help(wizard.kit, page, wizard.window).sheet)
    wizard.qtbot.waitUntil(lambda: bool(sheet.pages), timeout=PATIENCE)
    return sheet


def dialogs(wizard: Wizard) -> list[HelpDialog]:
    return [dialog for dialog in wizard.window.findChildren(HelpDialog) if dialog.isVisible()]


def text_of(sheet: HelpSheet) -> str:
    return sheet.view.browser.toPlainText()


def listed(sheet: HelpSheet) -> list[str]:
    items = [sheet.list.item(row) for row in range(sheet.list.count())]
    return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.data(Qt.ItemDataRole.UserRole)]


def test_f1_opens_the_page_of_what_is_on_screen_and_turns_to_it_later(wizard: Wizard) -> None:
    wizard.press(Qt.Key.Key_F1)
    wizard.window.show_help()
    (dialog,) = dialogs(wizard)
    assert dialog.help.current == "wizard"
    dialog.close()


@pytest.mark.parametrize(
    ("step", "page"),
    [
        (Step(Kind.SIGN_IN), "wizard"),
        (Step(Kind.CAUSE, AGENT), f"cause/{AGENT}"),
        (Step(Kind.SYMPTOM), f"code/{SYMPTOMS[0].code}"),
        (Step(Kind.SUMMARY), "verdicts"),
    ],
)
def test_every_step_has_its_page(wizard: Wizard, step: Step, page: str) -> None:
    wizard.state.complaint = Complaint.of(SYMPTOMS[0], SymptomSource.GIVEN)
    assert page_of(wizard.kit, step) == page


def test_a_page_says_what_the_catalogue_says_in_the_language_of_the_window(wizard: Wizard) -> None:
    sheet = help_of(wizard, f"cause/{AGENT}")
    about = cause(AGENT)
    for code in ("en", "ru"):
        wizard.kit.words.use(code)
        QApplication.processEvents()
        shown = text_of(sheet)
        for text in (about.title, about.explanation, about.checks[0].why, about.remedies[0].what):
            assert wizard.kit.render(text) in shown
    assert about.learn_more in sheet.told_address
    sheet.closing.emit()


def test_the_help_is_searched(wizard: Wizard) -> None:
    sheet = help_of(wizard, "wizard")
    whole = listed(sheet)
    assert whole == list(sheet.pages)
    sheet.search.setText("Windows AGENT")
    found = listed(sheet)
    assert f"cause/{AGENT}" in found and len(found) < len(whole)
    sheet.search.returnPressed.emit()
    assert sheet.current == found[0]
    sheet.search.setText("qwertyuiop")
    assert listed(sheet) == []
    assert text_of(sheet), "the page stays"
    sheet.search.setText(AGENT + "\u202e(.*")
    sheet.closing.emit()


def test_links_lead_from_code_to_cause_and_back(wizard: Wizard) -> None:
    code = next(symptom for symptom in SYMPTOMS if AGENT in symptom.causes).code
    sheet = help_of(wizard, f"code/{code}")
    sheet.view.browser.anchorClicked.emit(QUrl(f"help:cause/{AGENT}"))
    assert sheet.current == f"cause/{AGENT}"
    assert wizard.kit.render(cause(AGENT).explanation) in text_of(sheet)
    sheet.back.click()
    assert sheet.current == f"code/{code}"
    assert not sheet.back.isEnabled()
    sheet.closing.emit()


def test_nothing_leaves_the_window_before_the_button_that_shows_where(wizard: Wizard, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toString()))
    sheet = help_of(wizard, f"cause/{AGENT}")
    sheet.view.browser.anchorClicked.emit(QUrl("https://example.com/"))
    assert (asked, sheet.current) == ([], f"cause/{AGENT}")
    sheet.copy_address.copy()
    assert QGuiApplication.clipboard().text() == cause(AGENT).learn_more
    assert cause(AGENT).learn_more in sheet.told_address
    sheet.open_address.click()
    assert asked == [cause(AGENT).learn_more]
    sheet.show_page("wizard")
    assert sheet.open_address.isHidden()
    sheet.closing.emit()


def test_hostile_words_stay_words(wizard: Wizard) -> None:
    words = verbatim(HOSTILE)
    blocks = (Heading(words), Paragraph(words), Definition(words, (words,)), Lines((HOSTILE,)), Links((("x", words),)))
    view = HelpView(wizard.kit, wizard.window)
    view.show_page(HelpPage("x", Section.TOPICS, words, blocks))
    shown = view.browser.toPlainText()
    assert shown.count('<img src="http://127.0.0.1:9/x.png"><b>bold</b>') == 7
    assert "\u202e" not in shown
    assert "<img" not in view.browser.toHtml()


def test_above_a_dialog_the_help_can_be_read_too(wizard: Wizard) -> None:
    words = verbatim("Really?")
    dialog = ask(wizard.window, QuestionSheet(wizard.kit, words, (words,), words, lambda: None))
    wizard.qtbot.waitUntil(dialog.isActiveWindow, timeout=PATIENCE)
    dialog.show_help()
    helping = dialog.findChild(HelpDialog)
    assert isinstance(helping, HelpDialog)
    assert helping.isVisible() and not helping.isModal()
    helping.close()
    dialog.close()


def test_the_menu_has_everything_by_name(wizard: Wizard) -> None:
    menu = wizard.window.header.help.menu()
    assert isinstance(menu, QMenu)
    names = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert names == ["Help for this page", "Keyboard shortcuts", "Open the log folder", "Support bundle…", "About Backup Doctor"]
    menu.actions()[1].trigger()
    (dialog,) = dialogs(wizard)
    assert dialog.help.current == "keyboard"
    wizard.qtbot.waitUntil(lambda: bool(dialog.help.pages), timeout=PATIENCE)
    assert nameless(dialog) == []
    dialog.close()
