"""One thing to fill in: its name, the field, and where it helps a hint."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .part import Part
from .text import Label


class Field(Part):
    """A name above an editor."""

    changed = Signal()

    def __init__(self, kit: Kit, name: Text, editor: QWidget, hint: Text | None = None, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.name, self.editor, self._hint = name, editor, hint
        self._label = QLabel()
        self._label.setBuddy(editor)
        self._hint_label: Label | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(self._label)
        self.column.addWidget(editor)
        if hint is not None:
            self._hint_label = Label("fieldHint")
            self.column.addWidget(self._hint_label)

    def refresh(self) -> None:
        name = self.say(self.name)
        self._label.setText(name)
        self.editor.setAccessibleName(name.replace("&", ""))
        if self._hint is not None and self._hint_label is not None:
            self._hint_label.setText(self.say(self._hint))
            self.editor.setAccessibleDescription(self._hint_label.text())


class ChoiceField(Field):
    """One of several."""

    def __init__(self, kit: Kit, name: Text, parent: QWidget | None = None) -> None:
        self.box = QComboBox()
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)  # long names must not widen the page
        self.box.setMinimumContentsLength(12)
        super().__init__(kit, name, self.box, parent=parent)
        self.box.currentIndexChanged.connect(self._chosen)
        self.refresh()

    @property
    def value(self) -> str:
        """What stands behind the chosen line."""
        return str(self.box.currentData() or "")

    @Slot()
    def _chosen(self) -> None:
        self.box.setToolTip(self.box.currentText())
        self.changed.emit()


class LineField(Field):
    """One line of text."""

    def __init__(self, kit: Kit, name: Text, hint: Text | None = None, example: Text | None = None, parent: QWidget | None = None) -> None:
        """Make an empty one.

        Args:
            example: shown while nothing is typed.
        """
        self.line = QLineEdit()
        self._example = example
        super().__init__(kit, name, self.line, hint, parent)
        self.line.textChanged.connect(self.changed)
        self._finish()

    def _finish(self) -> None:
        self.refresh()

    @property
    def value(self) -> str:
        """What is typed, without the spaces around it."""
        return self.line.text().strip()

    def refresh(self) -> None:
        super().refresh()
        if self._example is not None:
            self.line.setPlaceholderText(self.say(self._example))
            self.line.setToolTip(self.line.placeholderText())


class SecretField(LineField):
    """Typed unseen; can be looked at, and pasted with one press."""

    def _finish(self) -> None:
        from .glyph_line import let_glyphs_grow  # not for the first picture

        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        let_glyphs_grow(self.line)
        self.look, self.paste = QAction(self), QAction(self)
        self.look.triggered.connect(self._toggle)
        self.look.setShortcut(QKeySequence("Alt+F8"))  # as in browsers; the glyphs in the field are out of reach for Tab
        self.look.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.paste.triggered.connect(self._paste)
        for action in (self.paste, self.look):
            self.line.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
        self.refresh()

    def hide_words(self) -> None:
        """Typed unseen again."""
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes back to the page later, perhaps with somebody looking on, has not asked to see it."""
        super().hideEvent(event)
        self.hide_words()

    def refresh(self) -> None:
        super().refresh()
        seen = self.line.echoMode() is QLineEdit.EchoMode.Normal
        self._dress(self.look, "eye-off" if seen else "eye", translate("Field", "Hide") if seen else translate("Field", "Show"))
        tip = translate("Field", "{action} (Alt+F8)").format(action=self.look.text())
        self.look.setToolTip(self.say(tip))
        self._dress(self.paste, "paste", translate("Field", "Paste"))
        for button in self.line.findChildren(QWidget):
            action = getattr(button, "defaultAction", lambda: None)()
            if isinstance(action, QAction):
                button.setAccessibleName(action.text())

    def _dress(self, action: QAction, icon: str, name: Text) -> None:
        text = translate("Field", "{action}: {field}").format(action=name, field=self.say(self.name).replace("&", ""))
        action.setIcon(self.kit.theme.icon(icon, "dim"))
        action.setText(self.say(text))
        action.setToolTip(action.text())

    @Slot()
    def _toggle(self) -> None:
        seen = self.line.echoMode() is QLineEdit.EchoMode.Normal
        self.line.setEchoMode(QLineEdit.EchoMode.Password if seen else QLineEdit.EchoMode.Normal)
        self.refresh()

    @Slot()
    def _paste(self) -> None:
        self.line.setText(QGuiApplication.clipboard().text().strip())


class FileField(LineField):
    """The path of a file, typed or chosen."""

    def _finish(self) -> None:
        self.browse = QPushButton()
        self.browse.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.column.removeWidget(self.line)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)
        self.column.insertLayout(1, row)
        self.refresh()

    def refresh(self) -> None:
        super().refresh()
        self.dress(self.browse, translate("Field", "&Browse…"), "folder", "dim")

    @Slot()
    def _choose(self) -> None:
        from PySide6.QtWidgets import QFileDialog  # not for the first picture

        dialog = QFileDialog(self.window(), self.say(self.name).replace("&", ""))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        filters = (
            translate("Field", "Certificates with their key (*.pem *.pfx *.p12)"),
            translate("Field", "All files (*)"),
        )
        dialog.setNameFilters([self.say(words) for words in filters])
        dialog.fileSelected.connect(self.line.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
