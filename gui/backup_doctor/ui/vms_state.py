"""What the wizard knows of the list of VMs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from . import collector
from .vm_list import VmList

if TYPE_CHECKING:
    from ..arm.vm_list.news import Backup, VmRow, Waits
    from ..core.text import Text


class VmsState(QObject):
    """The rows as they arrive, and how far the reading is."""

    vms_changed = Signal()
    """Anything about the list of VMs: it begins anew, grows, waits, or ends."""
    vms_joined = Signal(list)
    """Numbers of the rows whose backups have come after them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.vm_list = VmList()
        self.vms_error: Text | None = None
        self.vms_wait: Waits | None = None
        """What Azure asked for last; None while it does not ask to wait."""

    @property
    def vms(self) -> list[VmRow]:
        """The VMs read so far, in the order they came."""
        return self.vm_list.rows

    @property
    def vms_complete(self) -> bool:
        """Whether the list was read to its end."""
        return self.vm_list.complete

    def forget_vms(self) -> None:
        """Before the list is read anew."""
        self.vm_list, self.vms_error, self.vms_wait = VmList(), None, None
        collector.reclaim()
        self.vms_changed.emit()

    def add_vms(self, rows: Sequence[VmRow]) -> None:
        """A page of the list has come."""
        self.vm_list.add(rows)
        self.vms_wait = None
        self.vms_changed.emit()
        collector.spare()

    def join_backups(self, backups: Sequence[Backup]) -> None:
        """Last backups have come, before their VMs or after them."""
        self.vms_joined.emit(self.vm_list.join(backups))
        self.vms_wait = None
        self.vms_changed.emit()

    def wait_for_vms(self, wait: Waits) -> None:
        """Azure asks to wait; the reading goes on by itself."""
        self.vms_wait = wait
        self.vms_changed.emit()

    def note_vms(self, notice: Text) -> None:
        """Something of the list was read another way than it should be, or left out."""
        self.vm_list.notices.append(notice)
        self.vms_changed.emit()

    def end_vms(self, error: Text | None = None) -> None:
        """The list was read to its end, or could not be."""
        self.vms_error, self.vm_list.complete, self.vms_wait = error, error is None, None
        self.vms_changed.emit()
