"""Where the keyboard is can be seen in every look: each kind of control changes enough of its picture by 3 : 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QTextBrowser,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from backup_doctor.ui.app import Parts, make_application
from backup_doctor.ui.theme import palette, style_sheet
from backup_doctor.ui.tokens import TOKENS
from backup_doctor.ui.widgets.part import named
from backup_doctor.ui.widgets.primary_button import PrimaryButton
from tests.helpers.qt_focus import look


def _button(kind: str = "") -> QWidget:
    button = QPushButton("Words")
    button.setProperty("kind", kind)
    return button


def _tool(name: str = "") -> QWidget:
    button = named(QToolButton(), name)
    button.setText("Words")
    return button


def _list(name: str) -> QWidget:
    made = named(QListWidget(), name)
    made.addItems(["One", "Two"])
    made.setCurrentRow(0)
    return made


def _primary() -> QWidget:
    button = PrimaryButton()
    button.setText("Words")
    return button


def _tabs() -> QWidget:
    tabs = QTabBar()
    for words in ("One", "Two"):
        tabs.addTab(words)
    return tabs


def _tree() -> QWidget:
    model = QStandardItemModel()
    model.appendRow(QStandardItem("One"))
    tree = QTreeView()
    model.setParent(tree)
    tree.setModel(model)
    tree.setCurrentIndex(model.index(0, 0))
    return tree


MADE: dict[str, Callable[[], QWidget]] = {
    "button": _button,
    "primary button": _primary,
    "quiet button": lambda: _button("quiet"),
    "link": lambda: _button("link"),
    "entry": lambda: _button("entry"),
    "tool": _tool,
    "head of a row": lambda: _tool("rowHead"),
    "line": QLineEdit,
    "box": lambda: named(QPlainTextEdit(), "input"),
    "reader": lambda: named(QPlainTextEdit(), "reader"),
    "help": lambda: named(QTextBrowser(), "reader"),
    "choice": QComboBox,
    "radio button": lambda: QRadioButton("Words"),
    "check box": lambda: QCheckBox("Words"),
    "list of files": lambda: _list("files"),
    "list of choices": lambda: _list("choices"),
    "tabs": _tabs,
    "tree": _tree,
}
"""What the style sheet draws; the keys are for whoever reads a failure."""


@pytest.fixture(params=TOKENS)
def stage(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Iterator[QFrame]:
    """A card in one of the looks, with a button that has the keyboard at first."""
    make_application()
    usual = qapp.palette(), qapp.styleSheet()
    qapp.setPalette(palette(TOKENS[request.param]))
    qapp.setStyleSheet(style_sheet(request.param))
    card = named(QFrame(), "card")
    QVBoxLayout(card).addWidget(QPushButton("Other"))
    qtbot.addWidget(card)
    yield card
    card.close()
    qapp.setPalette(usual[0])
    qapp.setStyleSheet(usual[1])


def test_every_kind_of_control_shows_that_it_has_the_keyboard(stage: QFrame, qtbot: QtBot) -> None:
    layout, other = stage.layout(), stage.findChild(QPushButton)
    assert layout is not None and isinstance(other, QPushButton)
    made = {name: make() for name, make in MADE.items()}
    for control in made.values():
        layout.addWidget(control)
        if isinstance(control, QAbstractItemView | QPlainTextEdit | QTextBrowser):
            control.setFixedHeight(80)
    with qtbot.waitActive(stage):
        stage.show()
        stage.activateWindow()
    seen = {name: look(stage, control, other) for name, control in made.items()}
    assert {name: how for name, how in seen.items() if not how.is_enough} == {}


@pytest.mark.parametrize("mode", TOKENS)
def test_what_is_painted_by_hand_does_so_too(mode: str, parts: Parts, qapp: QApplication, qtbot: QtBot) -> None:
    window, theme = parts.window, parts.kit.theme
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    theme.mode = mode
    qapp.setPalette(palette(TOKENS[mode]))
    qapp.setStyleSheet(style_sheet(mode))
    theme.changed.emit()
    window.header.repairs.setEnabled(True)
    for control in (window.header.repairs, window.rail):
        assert look(window, control, window.header.help).is_enough, control
