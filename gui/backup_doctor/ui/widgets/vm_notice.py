"""The notice above the list of VMs, and the count below it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..theme import Tone
from ..vm_list import VmList
from .banner import Banner
from .part import announce
from .text import Label
from .vm_choice import Pasted
from .vm_model import VmModel
from .vm_remarks import Remark, count_of, notice_of


class VmNotice(Banner):
    """Says what stands in the way of the list, or of what was pasted."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._remark: Remark | None = None
        self.switch = QPushButton()
        self.add(self.switch)

    def follow(self, pasted: Pasted | None) -> None:
        """The list has changed, or what was pasted."""
        remark = notice_of(self.kit.state, pasted)
        if remark == self._remark:  # as with nearly every slice of rows
            return
        self._remark = remark
        if remark is None:
            self.clear()
        else:
            if remark.tone is Tone.ERROR:
                self.show_error(remark.text, remark.heading)
            else:
                self.show_text(remark.text, remark.tone, remark.heading)
            self.switch.setVisible(remark.elsewhere)
            self.copy.setHidden(remark.elsewhere)  # its room is needed: beside two buttons, the words would take half the list's

    def refresh(self) -> None:
        super().refresh()
        self.dress(self.switch, translate("VmPage", "Change &tenant or account"))


class VmCount(Label):
    """How many VMs there are, and how many are shown."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__("quiet", parent)
        self._kit = kit
        self._told: VmList | None = None
        """The list whose end screen readers have been told of."""

    def follow(self, model: VmModel, *, taking_in: bool) -> None:
        """The list has changed, or what is shown of it."""
        state = self._kit.state
        self.setText(self._kit.render(count_of(state, model)) if state.vms else "")
        told = state.vm_list if state.vms_complete and not taking_in else None
        if told is not self._told:
            self._told = told
            if told is not None:
                announce(self, self.text())
