"""What the window remembers between runs: nothing secret, ever."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from ..core.language import LANGUAGES
from ..core.policy import Policy
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .i18n import system_language
from .settings_file import NO, YES, open_settings

if TYPE_CHECKING:
    from ..core.updates import Notice

MOST_ACCOUNTS = 20
"""As many as are remembered at most (`arm.memory.AT_MOST`); a larger number is a damaged file's."""

HISTORY_SIZES = (50, 100, 500, 1000)
HISTORY_SIZE = 500
"""Diagnoses that are kept, unless another number is chosen."""


_CHOICES = ("language", "appearance", "still", "history", "updates")
"""What is chosen in the settings, and taken back together."""


class Appearance(StrEnum):
    """Which colours the user wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class Settings(QObject):
    """Typed options over one ini file; a damaged value counts as absent."""

    changed = Signal()
    """Something was chosen that others show, too."""
    not_kept = Signal(Text)
    """The file cannot be written; said once, for everything that is chosen until the program ends."""

    def __init__(self, path: Path, parent: QObject | None = None, *, policy: Policy | None = None) -> None:
        """Read them.

        Args:
            policy: what the organisation has laid down: it holds whatever the file says.
        """
        super().__init__(parent)
        self.path = path
        self._told_not_kept = False
        self.policy = policy or Policy()
        self._file = open_settings(path, self)

    @property
    def language(self) -> str | None:
        """A language the user has chosen; None follows the system."""
        code = self._string("language")
        return code if code in LANGUAGES else None

    @language.setter
    def language(self, code: str | None) -> None:
        self._put("language", code or "")

    @property
    def usual_language(self) -> str:
        """The language while none has been chosen: the organisation's, else the system's."""
        return self.policy.language or system_language()

    @property
    def appearance(self) -> Appearance:
        """Light, dark, high contrast, or as the system says."""
        value = self._string("appearance")
        return Appearance(value) if value in list(Appearance) else Appearance.SYSTEM

    @appearance.setter
    def appearance(self, appearance: Appearance) -> None:
        self._put("appearance", appearance.value)

    @property
    def still(self) -> bool:
        """Whether nothing is to move, whatever the system says."""
        return self._string("still") == YES

    @still.setter
    def still(self, wanted: bool) -> None:
        self._put("still", YES if wanted else NO)

    @property
    def cloud(self) -> str:
        """Name of the cloud last signed in to."""
        return self._string("cloud")

    @cloud.setter
    def cloud(self, name: str) -> None:
        self._put("cloud", name)

    @property
    def endpoint(self) -> str:
        """URL of the custom cloud last signed in to."""
        return self._string("endpoint")

    @endpoint.setter
    def endpoint(self, url: str) -> None:
        self._put("endpoint", url)

    @property
    def method(self) -> str:
        """How one signed in last."""
        return self._string("method")

    @method.setter
    def method(self, name: str) -> None:
        self._put("method", name)

    @property
    def tenant(self) -> str:
        """Id or domain of the tenant last signed in to, as it was typed."""
        return self._string("tenant")

    @tenant.setter
    def tenant(self, words: str) -> None:
        self._put("tenant", words)

    @property
    def remember(self) -> bool:
        """Whether accounts are to be remembered; not unless it was wished once."""
        return self.policy.remembering and self._string("remember") == YES

    @remember.setter
    def remember(self, wanted: bool) -> None:
        self._put("remember", YES if wanted else NO)

    @property
    def accounts(self) -> int:
        """How many accounts were remembered, so that the page can keep their place free until they have been read."""
        value = self._string("accounts")
        return min(int(value), MOST_ACCOUNTS) if value.isascii() and value.isdecimal() else 0

    @accounts.setter
    def accounts(self, number: int) -> None:
        self._put("accounts", str(number))

    @property
    def geometry(self) -> QByteArray:
        """The window's size and place; empty on the first start."""
        value = self._file.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._put("geometry", geometry)

    @property
    def keeps_history(self) -> bool:
        """Whether finished diagnoses are kept on this computer."""
        return self.policy.history and self._string("history/keep") != NO

    @keeps_history.setter
    def keeps_history(self, wanted: bool) -> None:
        self._put("history/keep", YES if wanted else NO)

    @property
    def history_size(self) -> int:
        """How many diagnoses are kept; one of `HISTORY_SIZES`."""
        value = self._string("history/size")
        return int(value) if value in map(str, HISTORY_SIZES) else HISTORY_SIZE

    @history_size.setter
    def history_size(self, number: int) -> None:
        self._put("history/size", str(number))

    @property
    def checks_for_updates(self) -> bool:
        """Whether to ask for newer versions; not unless it was wished."""
        return self.policy.update_check and self._string("updates/check") == YES

    @checks_for_updates.setter
    def checks_for_updates(self, wanted: bool) -> None:
        self._put("updates/check", YES if wanted else NO)

    @property
    def update_asked(self) -> datetime | None:
        """When it was asked last, whatever came of it."""
        try:
            moment = datetime.fromisoformat(self._string("updates/asked"))
        except ValueError:
            return None
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)

    @update_asked.setter
    def update_asked(self, moment: datetime) -> None:
        self._put("updates/asked", moment.isoformat(timespec="seconds"))

    @property
    def update_failed(self) -> bool:
        """Whether the last question brought nothing."""
        return self._string("updates/failed") == YES

    @update_failed.setter
    def update_failed(self, failed: bool) -> None:
        self._put("updates/failed", YES if failed else NO)

    @property
    def update_notice(self) -> Notice | None:
        """The last notice, looked through as on the first day: the file may have been changed."""
        from ..core.updates import BadNotice, read_notice

        try:
            return read_notice(self._string("updates/notice").encode())
        except BadNotice:
            return None

    @update_notice.setter
    def update_notice(self, notice: Notice) -> None:
        self._put("updates/notice", notice.document())

    def told(self) -> dict[str, str]:
        """What a support bundle says of them: everything in words, so not where the window stood."""
        values = {key: self._file.value(key) for key in sorted(self._file.allKeys()) if key}  # "=x" is a line without one
        return {key: value for key, value in values.items() if isinstance(value, str)}

    def reset(self) -> None:
        """Take back everything that was chosen; what the program has remembered by itself (the last sign-in, the window's place) stays."""
        for key in _CHOICES:
            self._file.remove(key)
        self.save()
        self.changed.emit()

    def save(self) -> None:
        """Write now instead of at the next turn of the event loop."""
        self._file.sync()
        if self._file.status() is QSettings.Status.AccessError and not self._told_not_kept:
            self._told_not_kept = True
            text = translate("Settings", "The settings cannot be written to {file}. What you choose applies until the program ends.")
            self.not_kept.emit(text.format(file=str(self.path)))

    def _put(self, key: str, value: object) -> None:
        """Change a value, and write it at once: a crash costs nothing that was chosen."""
        if self._file.value(key) == value:
            return
        self._file.setValue(key, value)
        self.save()
        self.changed.emit()

    def _string(self, key: str) -> str:
        value = self._file.value(key, "")
        return value if isinstance(value, str) else ""
