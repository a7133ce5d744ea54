"""The settings: what can be chosen, and where everything lies. Each choice holds at once and is written at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...core.language import LANGUAGES
from ...core.places import guest_logs_folder
from ...core.policy import NO_HISTORY, NO_REMEMBERING, told
from ...core.text import Text, verbatim
from ...core.text import lazy_translate as translate
from ..folders import open_folder
from ..help import KEPT
from ..kit import Kit
from ..pages.page import card
from ..settings import HISTORY_SIZES, Appearance
from ..widgets.button_row import ButtonRow
from ..widgets.field import ChoiceField
from ..widgets.header import APPEARANCES
from ..widgets.part import Part, set_property
from ..widgets.text import Label, Prose, shorten
from ..widgets.tick import Tick
from ..widgets.update_choice import UpdateChoice
from .delete_history import ask_to_delete_all
from .dialog import Dialog, Sheet
from .question import QuestionSheet, ask

_SYSTEM = "system"
"""Stands for the system's language."""


class SettingsSheet(Sheet):
    """A card for each matter."""

    help_page = KEPT

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.language = ChoiceField(kit, translate("Settings", "&Language"))
        self.appearance = ChoiceField(kit, translate("Settings", "A&ppearance"))
        self.still = Tick()
        self.keep = Tick()
        self.number = ChoiceField(kit, translate("Settings", "&Keep at most"))
        self.updates = UpdateChoice(kit)
        self.delete_all, self.forget_all, self.reset = QPushButton(), QPushButton(), QPushButton()
        self._kept, self._accounts, self._policy = Label("subtitle"), Label("subtitle"), Prose("quiet")
        self.places = [Place(kit, name, place) for name, place in self._places()]
        self._titles: list[tuple[Label, Text]] = []
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("Settings", "Settings")

    def first_field(self) -> QWidget:
        return self.language.box

    def refresh(self) -> None:
        self.show_heading()
        for label, text in self._titles:
            label.setText(self.say(text))
        self._fill()
        self.dress(self.still, translate("Settings", "&Without animation"))
        self.dress(self.keep, translate("Settings", "Keep &finished diagnoses on this computer"))
        self.dress(self.delete_all, translate("Settings", "&Delete the history…"), "forget", "dim")
        self.dress(self.forget_all, translate("Settings", "Forget &all accounts…"), "forget", "dim")
        self.dress(self.reset, translate("Settings", "&Reset to defaults…"))
        self._show_history()
        self._show_accounts()
        self._policy.setPlainText("\n".join(self.say(sentence) for sentence in self._told()))
        for place in self.places:
            place.refresh()

    def _fill(self) -> None:
        settings = self.kit.settings
        system = translate("Settings", "Same as the system ({language})").format(language=LANGUAGES[settings.usual_language])
        if settings.policy.language:
            system = translate("Settings", "As your organisation has set ({language})").format(language=LANGUAGES[settings.usual_language])
        languages = [(_SYSTEM, system), *((code, verbatim(name)) for code, name in LANGUAGES.items())]
        self._offer(self.language, languages, settings.language or _SYSTEM)
        self._offer(self.appearance, [(value.value, text) for value, text in APPEARANCES.items()], settings.appearance.value)
        sizes = [(str(size), translate("Settings", "%n diagnosis(es)", "", 0).counted(size)) for size in HISTORY_SIZES]
        self._offer(self.number, sizes, str(settings.history_size))
        for box, checked in ((self.still, settings.still), (self.keep, settings.keeps_history)):
            with QSignalBlocker(box):
                box.setChecked(checked)
        self.keep.setEnabled(settings.policy.history)
        self.number.setEnabled(settings.keeps_history)

    def _offer(self, field: ChoiceField, choices: list[tuple[str, Text]], chosen: str) -> None:
        with QSignalBlocker(field.box):
            field.box.clear()
            for value, text in choices:
                field.box.addItem(self.say(text), value)
            field.box.setCurrentIndex(field.box.findData(chosen))
        field.refresh()

    def _show_history(self) -> None:
        words = translate(
            "Settings",
            "The newest are kept, the oldest beyond that number are deleted. The files name VMs, resource groups and subscriptions, "
            "hold no secret, and can be read by your user account only.",
        )
        if not self.kit.settings.keeps_history:
            words = translate("Settings", "Nothing new is kept. What is there already stays until you delete it.")
        if not self.kit.policy.history:
            words = NO_HISTORY
        self._kept.setText(self.say(words))

    @Slot()
    def _show_accounts(self) -> None:
        accounts = self.kit.flow.access.accounts
        number = len(accounts or ())
        if accounts is None:
            words = translate("Settings", "The remembered accounts have not been read yet.")
        elif not number:
            words = translate("Settings", "No account is remembered. To remember one, tick “Remember me on this computer” on the Sign in page.")
        else:
            words = translate(
                "Settings", "%n account(s) are remembered, in the password store of this computer. Each can be forgotten on the Sign in page.", "", 0
            ).counted(number)
        if not self.kit.policy.remembering:
            words = NO_REMEMBERING
        self._accounts.setText(self.say(words))
        # Without an account too: the password of the proxy may be kept, and accounts of before, when it was allowed.
        self.forget_all.setEnabled(accounts is not None or not self.kit.policy.remembering)

    def _told(self) -> Iterator[Text]:
        """What the organisation has laid down, where, and what of it cannot be understood."""
        policy = self.kit.policy
        yield translate("Settings", "Set in {source}; only an administrator can change it.").format(source=policy.source)
        yield from (*told(policy), *policy.problems)

    def _places(self) -> list[tuple[Text, Path]]:
        kit = self.kit
        return [
            (translate("Settings", "Settings"), kit.settings.path),
            (translate("Settings", "Kept diagnoses"), kit.history.folder),
            (translate("Settings", "Journal of changes"), kit.repairs.journal),
            (translate("Settings", "Log files from inside VMs"), guest_logs_folder()),
            (translate("Settings", "Log of the program"), kit.log_file),
        ]

    def _lay_out(self) -> None:
        self._section(translate("Settings", "Language and look"), self.language, self.appearance, self.still)
        self._section(translate("Settings", "History"), self.keep, self.number, self._kept, ButtonRow(self.delete_all))
        self._section(translate("Settings", "Remembered accounts"), self._accounts, ButtonRow(self.forget_all))
        self._section(translate("Updates", "Newer versions"), self.updates)
        if self.kit.policy.source:
            self._section(translate("Settings", "Set by your organisation"), self._policy)
        self._section(translate("Settings", "Where everything is kept"), *self.places)
        self.body.addStretch(1)
        self.bar.addWidget(self.reset)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)

    def _section(self, title: Text, *widgets: QWidget) -> None:
        frame, layout = card(spacing=10)
        label = Label("section")
        label.setFont(self.kit.theme.font(1.15, bold=True))
        self._titles.append((label, title))
        for widget in (label, *widgets):
            layout.addWidget(widget)
        self.body.addWidget(frame)

    def _connect(self) -> None:
        self.language.changed.connect(self._use_language)
        self.appearance.changed.connect(self._use_appearance)
        self.still.toggled.connect(self._keep_still)
        self.keep.toggled.connect(self._keep_history)
        self.number.changed.connect(self._use_size)
        self.delete_all.clicked.connect(self._ask_to_delete)
        self.forget_all.clicked.connect(self._ask_to_forget)
        self.reset.clicked.connect(self._ask_to_reset)
        self.kit.flow.access.changed.connect(self._show_accounts)
        self.kit.flow.access.failed.connect(self.closing)  # its page says what went wrong

    @Slot()
    def _use_language(self) -> None:
        code = self.language.value
        self.kit.settings.language = None if code == _SYSTEM else code
        self.kit.words.use(self.kit.settings.usual_language if code == _SYSTEM else code)

    @Slot()
    def _use_appearance(self) -> None:
        appearance = Appearance(self.appearance.value)
        self.kit.settings.appearance = appearance
        self.kit.theme.use(appearance)

    @Slot(bool)
    def _keep_still(self, wanted: bool) -> None:
        self.kit.settings.still = wanted
        self.kit.theme.keep_still(wanted)

    @Slot(bool)
    def _keep_history(self, wanted: bool) -> None:
        self.kit.settings.keeps_history = wanted
        self.number.setEnabled(wanted)
        self._show_history()

    @Slot()
    def _use_size(self) -> None:
        self.kit.settings.history_size = int(self.number.value)
        self.kit.history.trim()

    @Slot()
    def _ask_to_delete(self) -> None:
        ask_to_delete_all(self.kit, self.window())

    @Slot()
    def _ask_to_forget(self) -> None:
        words = (
            translate("Settings", "Removed from this computer: every remembered account with its tokens and secrets, and the password of the proxy."),
            translate("Settings", "Nothing changes in Azure. If you are signed in with a remembered account, you are signed out."),
        )
        yes, title = translate("Settings", "&Forget all"), translate("Settings", "Forget all accounts?")
        ask(self.window(), QuestionSheet(self.kit, title, words, yes, self.kit.flow.access.forget_all))

    @Slot()
    def _ask_to_reset(self) -> None:
        words = (
            translate("Settings", "Language, appearance and history become what they were at the first start. This takes effect at once."),
            translate(
                "Settings", "Kept diagnoses, remembered accounts and the journal of changes stay. Beyond the usual number the oldest diagnoses go."
            ),
        )
        yes, title = translate("Settings", "&Reset"), translate("Settings", "Reset the settings to their defaults?")
        ask(self.window(), QuestionSheet(self.kit, title, words, yes, self.take_back))

    def take_back(self) -> None:
        """Choose everything as on the first day."""
        kit = self.kit
        kit.settings.reset()
        kit.theme.use(kit.settings.appearance)
        kit.theme.keep_still(kit.settings.still)
        kit.words.use(kit.settings.language or kit.settings.usual_language)
        kit.history.trim()
        self.refresh()


class Place(Part):
    """What lies where, and a button that shows it."""

    def __init__(self, kit: Kit, name: Text, place: Path) -> None:
        super().__init__(kit)
        self._name, self.place = name, place
        self._label, self._path = QLabel(), Prose("quiet", anywhere=True)
        self.open = QPushButton()
        set_property(self.open, "kind", "quiet")
        self.open.clicked.connect(self._open)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._label)
        column.addWidget(self._path)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(column, 1)
        layout.addWidget(self.open)
        self.refresh()

    @property
    def folder(self) -> Path:
        """What is opened: a file's folder."""
        return self.place.parent if self.place.suffix else self.place

    def refresh(self) -> None:
        self._label.setText(self.say(self._name))
        self._path.setPlainText(shorten(str(self.place)))
        self.dress(self.open, translate("Settings", "Open"), "folder", "dim")
        self.open.setAccessibleName(self.say(translate("Settings", "Open the folder: {name}").format(name=self._name)))

    @Slot()
    def _open(self) -> None:
        open_folder(self.folder)


def open_settings(kit: Kit, parent: QWidget) -> Dialog:
    """Show them above a window."""
    dialog = Dialog(kit, SettingsSheet(kit), parent)
    dialog.open()
    return dialog
