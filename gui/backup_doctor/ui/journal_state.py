"""What the wizard knows of the journal of changes: what stands open in it, and what another window is working on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from ..core.text import Text
from ..core.text import lazy_translate as translate

if TYPE_CHECKING:
    from ..core.undertaking import Undertaking
    from .flow import Flow
    from .repair_errands import JournalNews
    from .state import State
    from .worker import Bridge


class JournalState(QObject):
    """Reads the journal, and closes what is to stay as it is."""

    open_items_changed = Signal()
    left = Signal(object)
    """The `Undertaking` that stays as it is."""
    could_not_leave = Signal(Text)

    def __init__(self, bridge: Bridge, state: State, flow: Flow, journal: Path, parent: QObject | None = None) -> None:
        """Make one.

        Args:
            journal: folder of the journal; that of the demo tenant is another one.
        """
        super().__init__(parent)
        self._bridge, self._state, self._flow = bridge, state, flow
        self._own_journal = journal
        self._demo_folder: Path | None = None
        self._news: JournalNews | None = None
        self.current: Undertaking | None = None
        """What is being worked on; None while nothing is, or before it has been written down."""
        bridge.at_close(self._remove_demo_folder)

    @property
    def open_items(self) -> list[Undertaking]:
        """What was begun and neither ended nor is being worked on, the youngest first."""
        return [] if self._news is None else list(self._news.open)

    @property
    def in_use(self) -> list[Undertaking]:
        """What another window is working on."""
        mine = None if self.current is None else self.current.id
        return [] if self._news is None else [item for item in self._news.in_use if item.id != mine]

    @property
    def damaged(self) -> list[Path]:
        """Files of the journal that cannot be read."""
        return [] if self._news is None else list(self._news.damaged)

    @property
    def journal(self) -> Path:
        """The folder that counts now: the demo tenant dies with the process, and so does what is written of it."""
        lab, session = self._flow.lab, self._state.session
        if lab is None or session is None or session.account.cloud.endpoint != lab.endpoint:
            return self._own_journal
        if self._demo_folder is None:
            import tempfile

            self._demo_folder = Path(tempfile.mkdtemp(prefix="backup-doctor-demo-"))
        return self._demo_folder / "journal"

    def leave(self, identity: str) -> None:
        """Let an undertaking stay as it is; it is no longer open."""
        from .repair_errands import leave

        journal = self.journal
        what = translate("Repairs", "Writing into the journal…")
        self._flow.begin(what, lambda _: leave(journal, identity), self._left, self.could_not_leave.emit, of_vm=False)

    def refresh_open_items(self) -> None:
        """Read the journal anew."""
        from .repair_errands import read_journal

        journal = self.journal
        job = self._bridge.submit(lambda _: read_journal(journal))
        job.done.connect(self._read)
        job.failed.connect(self._flow.fault)

    def _left(self, result: object) -> None:
        undertaking = cast("Undertaking", result)
        run = self._state.run
        if run is not None and undertaking.id in run.undertakings:
            run.undertakings[undertaking.id] = undertaking
        self.left.emit(undertaking)
        self.refresh_open_items()

    def _read(self, news: object) -> None:
        self._news = cast("JournalNews", news)
        self.open_items_changed.emit()

    async def _remove_demo_folder(self) -> None:
        if self._demo_folder is not None:
            import shutil

            shutil.rmtree(self._demo_folder, ignore_errors=True)
