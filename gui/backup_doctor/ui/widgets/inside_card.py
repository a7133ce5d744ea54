"""The choice to look inside the VM, and the script that would be run there, to be read first."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from ...arm.probes import probe
from ...core.policy import NO_RUN_COMMAND
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .columns import Columns
from .part import Part
from .text import Prose
from .tick import words_left

PERMISSION = "Microsoft.Compute/virtualMachines/runCommand/action"


class InsideCard(Part):
    """Off until chosen: it runs something in the guest, though it only reads."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.box = QCheckBox()
        self.box.toggled.connect(kit.state.set_looks_inside)
        self.words = Prose("quiet")
        self.script = QPushButton()
        self.script.clicked.connect(self.show_script)
        head = Columns(self.box, self.script, stretch=(1, 0), ems=0)
        words = QVBoxLayout()
        words.setContentsMargins(words_left(self.box), 0, 0, 0)
        words.addWidget(self.words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(head)
        layout.addLayout(words)
        kit.state.vm_changed.connect(self.refresh)
        kit.state.symptom_changed.connect(self.refresh)  # comes with what is known of the agent
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        last = self.kit.state.last_job
        obstacle = None if last is None else last.no_way_inside
        if not self.kit.policy.run_command:
            obstacle = NO_RUN_COMMAND
        self.box.setEnabled(obstacle is None)
        self.box.setChecked(self.kit.state.looks_inside and obstacle is None)
        self.box.setText(self.say(translate("InsideCard", "&Look inside the VM")))
        words = translate(
            "InsideCard",
            "One script that only reads is run in the guest through Run Command: services, network, VSS. "
            "It needs a ready agent, half a minute and the permission {permission}.",
        )
        self.words.setPlainText(self.say(words.format(permission=PERMISSION) if obstacle is None else obstacle))
        self.dress(self.script, translate("InsideCard", "&Read the script…"))

    @Slot()
    def show_script(self) -> None:
        """Open the script of the VM's OS; of both where the OS is not known yet."""
        from ..dialogs.script import ScriptDialog  # not for the first picture

        row = self.kit.state.row
        systems = [row.os] if row is not None and row.os in ("Windows", "Linux") else ["Windows", "Linux"]
        dialog = ScriptDialog(self.kit, "\n\n".join(map(probe, systems)), self.window())
        dialog.open()
