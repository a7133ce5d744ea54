"""From the plan to what came of it, in one dialog."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ...core.offer import Offer
from ...core.undertaking import Undertaking
from ..kit import Kit
from .dialog import Dialog, Sheet
from .plan import PlanSheet
from .progress import ProgressSheet


class RepairDialog(Dialog):
    """First the plan; once it is confirmed, its progress in the same place."""

    back_up_wanted = Signal()

    def __init__(self, kit: Kit, sheet: Sheet, parent: QWidget) -> None:
        super().__init__(kit, sheet, parent)
        self.resize(self.size().expandedTo(self.minimumSize()))

    @classmethod
    def of_offer(cls, kit: Kit, offer: Offer, parent: QWidget) -> RepairDialog | None:
        """The plan of an offer; None where it has none."""
        if offer.plan is None:
            return None
        sheet = PlanSheet(kit, offer, offer.plan)
        dialog = cls(kit, sheet, parent)
        sheet.confirmed.connect(dialog._begin)
        return dialog

    @classmethod
    def of_undertaking(cls, kit: Kit, undertaking: Undertaking, parent: QWidget) -> RepairDialog:
        """The progress of what is being worked on."""
        dialog = cls(kit, _progress(kit, undertaking), parent)
        dialog._follow_on()
        return dialog

    @Slot()
    def _begin(self) -> None:
        sheet = self.sheet
        assert isinstance(sheet, PlanSheet)
        self.kit.repairs.begin(sheet.offer)
        if self.kit.repairs.is_busy:
            self.show_sheet(ProgressSheet(self.kit, sheet.offer.remedy.title, sheet.offer.remedy.id, sheet.plan.steps))
            self._follow_on()

    def _follow_on(self) -> None:
        if isinstance(self.sheet, ProgressSheet):
            self.sheet.back_up_wanted.connect(self._back_up)

    @Slot()
    def _back_up(self) -> None:
        self.back_up_wanted.emit()
        self.close()


def _progress(kit: Kit, undertaking: Undertaking) -> ProgressSheet:
    steps = [record.step for record in undertaking.steps]
    return ProgressSheet(kit, undertaking.title, undertaking.remedy, steps, undertaking)
