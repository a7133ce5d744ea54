"""A tour of every page and dialog: nothing is cut off, and everything has a name and speaks the chosen language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.core.language import LANGUAGES, Language, language
from backup_doctor.ui.app import Parts
from backup_doctor.ui.i18n import Words
from tests.helpers.pseudo import Pseudo, unmarked
from tests.helpers.qt_access import nameless
from tests.helpers.qt_look import clipped, spoken
from tests.helpers.qt_repairs import Repairing, repairing
from tests.helpers.qt_tour import STUCK, settled, tour

SMALLEST = (900, 640)
NOT_OURS = {*LANGUAGES.values(), "Azure CLI", "PowerShell", "cmd", "bash", "Close"}
"""Names that are the same in every language, and a word of Qt's, which brings its own translations."""


def faults(wizard: Repairing, look: Callable[[QWidget], list[str]]) -> list[str]:
    return [f"{stop.name}: {fault}" for stop in tour(wizard) for fault in look(stop.shown)]


def speak(words: Words, spoken_language: Language) -> None:
    """As `Words.use` does it, for a language that is not shipped."""
    words._language = spoken_language
    application = QApplication.instance()
    assert application is not None
    QApplication.sendEvent(application, QEvent(QEvent.Type.LanguageChange))


def test_a_switch_of_the_language_reaches_every_word_and_longer_words_fit(qtbot: QtBot, parts: Parts) -> None:
    parts.window.resize(*SMALLEST)
    pseudo = Pseudo()

    def look(top: QWidget) -> list[str]:
        speak(parts.kit.words, pseudo)
        settled(top)
        left = [f"{where} says {words!r}" for where, words in spoken(top) if foreign(words, pseudo.values | known(wizard))]
        cut = clipped(top)
        speak(parts.kit.words, language("en"))
        settled(top)
        return left + cut

    with repairing(qtbot, parts, STUCK) as wizard:
        assert faults(wizard, look) == []


def foreign(words: str, values: set[str]) -> bool:
    """Whether something of it is neither ours nor a value. Numbers and paths are values."""
    left = unmarked(words).replace("\N{ZERO WIDTH SPACE}", "").strip()
    return left not in values | NOT_OURS and not left.startswith("/") and any(character.isalpha() for character in left)


def known(wizard: Repairing) -> set[str]:
    """What Azure calls things, and what says nothing."""
    session, job, vm = wizard.state.session, wizard.state.last_job, wizard.state.vm
    names = {""}
    if session is not None:
        names |= {session.account.user, session.account.tenant}
    if job is not None and job.job is not None:
        lines = job.job.words.value.splitlines()
        names |= {str(job.complaint.code), *lines, "\n".join(line for line in lines if line != job.complaint.code)}
    if vm is not None:
        names |= {vm.name, str(vm)}
    return names


def test_nothing_is_cut_off_in_russian_at_twice_the_text_size(qtbot: QtBot, qapp: QApplication, tmp_path: Path, large_text: None) -> None:
    made = Parts(qapp, tmp_path / "settings.ini", tmp_path / "log")
    try:
        made.kit.words.use("ru")
        made.window.resize(*SMALLEST)
        with repairing(qtbot, made, STUCK) as wizard:
            assert faults(wizard, lambda top: [*clipped(top), *nameless(top)]) == []
    finally:
        assert made.close()
