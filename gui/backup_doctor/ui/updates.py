"""The check for a newer version in the window: off until switched on, once a day at most, and never more than a line that says so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from .. import __version__
from ..core.policy import NO_UPDATE_CHECK, Policy
from ..core.text import Text
from ..core.text import lazy_translate as translate

if TYPE_CHECKING:
    from ..core.updates import Notice
    from .flow import Flow
    from .settings import Settings
    from .worker import Bridge, Report


class Updates(QObject):
    """What is known of a newer version."""

    changed = Signal()

    def __init__(self, bridge: Bridge, settings: Settings, flow: Flow, policy: Policy, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._settings, self._flow, self._policy = bridge, settings, flow, policy
        self._address: str | None = None
        self._is_asking = False
        self._reason: Text | None = None
        """Why the last question of this session brought nothing."""

    @property
    def address(self) -> str:
        """Where to ask; empty where nobody has said."""
        if self._address is None:
            from ..core.updates import notice_address

            self._address = notice_address(self._policy)
        return self._address

    @property
    def is_on(self) -> bool:
        """Whether anything is asked."""
        return self._settings.checks_for_updates and bool(self.address)

    @property
    def newer(self) -> Notice | None:
        """A later version than this one, as far as the last notice says; None where there is none, and while nothing is asked."""
        notice = self._settings.update_notice if self.is_on else None
        return notice if notice is not None and notice.is_newer_than(__version__) else None

    @property
    def obstacle(self) -> Text | None:
        """Why it cannot be switched on; None where it can."""
        if not self._policy.update_check:
            return NO_UPDATE_CHECK
        if not self.address:
            return translate("Updates", "This installation has not been told where newer versions are announced, so there is nothing to ask.")
        return None

    @property
    def said(self) -> Text:
        """How it stands, in a sentence or two."""
        asked = self._settings.update_asked
        if self.obstacle is not None:
            return self.obstacle
        if self._is_asking:
            return translate("Updates", "Asking {address}…").format(address=self.address)
        if not self.is_on or asked is None:
            text = translate(
                "Updates",
                "Once a day at most {address} is asked for the number of the newest version. Nothing about you is sent, nothing is downloaded.",
            )
            return text.format(address=self.address)
        if self.newer is not None:
            return translate("Updates", "Last asked {moment}: version {version} is out.").format(moment=asked, version=self.newer.version)
        if self._settings.update_failed:
            reason = self._reason or translate("Updates", "the reason was said when it happened")
            return translate("Updates", "Last asked {moment}: could not find out, {reason}").format(moment=asked, reason=reason)
        return translate("Updates", "Last asked {moment}: this is the newest version.").format(moment=asked)

    def switch(self, wanted: bool) -> None:
        """Ask from now on, or no longer."""
        self._settings.checks_for_updates = wanted
        self.changed.emit()
        self.ask_if_due()

    def ask_if_due(self) -> None:
        """Ask in the background, if that is wanted and the last time is long enough ago."""
        if not self.is_on or self._is_asking:
            return
        from ..core.updates import is_due

        if not is_due(self._settings.update_asked, datetime.now(UTC)):
            return
        self._is_asking = True
        self._settings.update_asked = datetime.now(UTC)  # before it is sent: whatever becomes of it, the day has had its question
        address, wire = self.address, self._flow.wire

        async def work(_: Report) -> Notice | Text:
            import asyncio

            from ..arm.update_notice import CouldNotAsk, ask

            try:
                return await asyncio.to_thread(ask, address, wire)
            except CouldNotAsk as error:
                return error.text

        job = self._bridge.submit(work)
        job.done.connect(self._told)
        job.failed.connect(self._flow.fault)
        job.ended.connect(self._end)
        self.changed.emit()

    @Slot(object)
    def _told(self, answer: object) -> None:
        if isinstance(answer, Text):
            self._settings.update_failed, self._reason = True, answer
        else:
            self._settings.update_notice, self._settings.update_failed, self._reason = cast("Notice", answer), False, None

    @Slot()
    def _end(self) -> None:
        self._is_asking = False
        self.changed.emit()
