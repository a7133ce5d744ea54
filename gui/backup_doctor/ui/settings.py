"""What the window remembers between runs: nothing secret, ever."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSettings

from ..core.language import LANGUAGES

MOST_ACCOUNTS = 20
"""As many as are remembered at most (`arm.memory.AT_MOST`); a larger number is a damaged file's."""

VERSION = 1
"""Of the file's layout; an upgrade is a small function for each step."""


class Appearance(StrEnum):
    """Which colours the user wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def settings_path() -> Path:
    """The file in the user's profile."""
    from platformdirs import user_config_path

    return user_config_path("backup-doctor", appauthor=False) / "settings.ini"


class Settings(QObject):
    """Typed options over one ini file; a damaged value counts as absent."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = QSettings(str(path), QSettings.Format.IniFormat, self)
        self._file.setValue("version", VERSION)

    @property
    def language(self) -> str | None:
        """A language the user has chosen; None follows the system."""
        code = self._string("language")
        return code if code in LANGUAGES else None

    @language.setter
    def language(self, code: str) -> None:
        self._file.setValue("language", code)

    @property
    def appearance(self) -> Appearance:
        """Light, dark, or as the system says."""
        value = self._string("appearance")
        return Appearance(value) if value in list(Appearance) else Appearance.SYSTEM

    @appearance.setter
    def appearance(self, appearance: Appearance) -> None:
        self._file.setValue("appearance", appearance.value)

    @property
    def cloud(self) -> str:
        """Name of the cloud last signed in to."""
        return self._string("cloud")

    @cloud.setter
    def cloud(self, name: str) -> None:
        self._file.setValue("cloud", name)

    @property
    def endpoint(self) -> str:
        """URL of the custom cloud last signed in to."""
        return self._string("endpoint")

    @endpoint.setter
    def endpoint(self, url: str) -> None:
        self._file.setValue("endpoint", url)

    @property
    def method(self) -> str:
        """How one signed in last."""
        return self._string("method")

    @method.setter
    def method(self, name: str) -> None:
        self._file.setValue("method", name)

    @property
    def tenant(self) -> str:
        """Id or domain of the tenant last signed in to, as it was typed."""
        return self._string("tenant")

    @tenant.setter
    def tenant(self, words: str) -> None:
        self._file.setValue("tenant", words)

    @property
    def remember(self) -> bool:
        """Whether accounts are to be remembered; not unless it was wished once."""
        return self._string("remember") == "yes"

    @remember.setter
    def remember(self, wanted: bool) -> None:
        self._file.setValue("remember", "yes" if wanted else "no")

    @property
    def accounts(self) -> int:
        """How many accounts were remembered, so that the page can keep their place free until they have been read."""
        value = self._string("accounts")
        return min(int(value), MOST_ACCOUNTS) if value.isascii() and value.isdecimal() else 0

    @accounts.setter
    def accounts(self, number: int) -> None:
        self._file.setValue("accounts", str(number))

    @property
    def geometry(self) -> QByteArray:
        """The window's size and place; empty on the first start."""
        value = self._file.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._file.setValue("geometry", geometry)

    def save(self) -> None:
        """Write now instead of at the next turn of the event loop."""
        self._file.sync()

    def _string(self, key: str) -> str:
        value = self._file.value(key, "")
        return value if isinstance(value, str) else ""
