"""What the account lacks for a remedy: to be copied, or saved as a role for whoever grants it."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...core.files import CannotWrite, write_whole
from ...core.offer import Offer
from ...core.permission import Permission
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .part import Part, announce, set_property
from .text import Prose, shorten
from .well import Well


class MissingPermissions(Part):
    """Hidden where nothing is missing."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._offer: Offer | None = None
        self.well = Well(kit, translate("MissingPermissions", "Copy the missing permissions"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.well)
        self.save = QPushButton()
        set_property(self.save, "kind", "quiet")
        self.save.clicked.connect(self._ask)
        self.saved = Prose("quiet")
        self.saved.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self.save)
        buttons.addStretch()
        layout.addLayout(buttons)
        layout.addWidget(self.saved)
        self.hide()

    def show_offer(self, offer: Offer | None) -> None:
        """Draw what an offer lacks."""
        self._offer = offer
        self.refresh()

    def refresh(self) -> None:
        missing = () if self._offer is None else self._offer.missing
        self.setVisible(bool(missing))
        self.dress(self.save, translate("MissingPermissions", "Save role…"), "save", "dim")
        self.save.setToolTip(self.say(translate("MissingPermissions", "A custom role for this repair, for whoever may grant it to you")))
        self.well.show_text("\n".join(self._words(need) for need in missing))

    def _words(self, need: Permission) -> str:
        return self.say(translate("MissingPermissions", "{action} at scope {scope}").format(action=need.action, scope=need.scope))

    def save_role(self, path: Path) -> None:
        """Write the custom role for this remedy, assignable in the VM's subscription: vault and restore points may lie in other groups."""
        from ...core.role import custom_role

        offer, run = self._offer, self.kit.state.run
        if offer is None or run is None:
            return
        role = custom_role([offer.remedy], f"/subscriptions/{run.subject.id.subscription}")
        try:
            write_whole(path, (json.dumps(role, indent=2) + "\n").encode())
        except CannotWrite as error:
            self._tell(error.text)
        else:
            self._tell(translate("MissingPermissions", "Saved: {path}").format(path=str(path)))

    def _tell(self, text: Text) -> None:
        self.saved.setPlainText(shorten(self.say(text)))
        self.saved.show()
        announce(self, self.saved.toPlainText())

    @Slot()
    def _ask(self) -> None:
        if self._offer is None:
            return
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        name = f"backup-doctor-role-{self._offer.remedy.id.partition('/')[2]}.json"
        dialog = QFileDialog(self, self.say(translate("MissingPermissions", "Save role")), str(folder / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.setNameFilter("*.json")
        dialog.fileSelected.connect(lambda chosen: self.save_role(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
