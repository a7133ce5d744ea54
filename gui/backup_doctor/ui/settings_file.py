"""The file that keeps the settings: found, made private, put aside where it is damaged, and brought up to date."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSettings

from ..core.files import make_private_folder, open_private

log = logging.getLogger(__name__)

YES, NO = "yes", "no"

Upgrade = Callable[[QSettings], None]


def _number_it(file: QSettings) -> None:
    """Version 0 is a file without a number: made by hand, or half lost. Its values have the names of version 1."""


def _keep_history(file: QSettings) -> None:
    """Version 2 knows a history. It is kept unless that was declined, and the file says so in plain sight."""
    if not file.contains("history/keep"):
        file.setValue("history/keep", YES)


UPGRADES: Sequence[Upgrade] = (_number_it, _keep_history)
"""From each version to the next. Steps are never changed, only added at the end."""

VERSION = len(UPGRADES)
"""Of the file's layout."""


def settings_path() -> Path:
    """The file in the user's profile."""
    from platformdirs import user_config_path

    return user_config_path("backup-doctor", appauthor=False) / "settings.ini"


def open_settings(path: Path, owner: QObject) -> QSettings:
    """Open the file, or make it, in the layout of today. A newer one is read as far as it is understood, and keeps its number."""
    _make_private(path)
    file = _open(path, owner)
    if _version(file) < VERSION:
        for upgrade in UPGRADES[_version(file) :]:
            upgrade(file)
        file.setValue("version", str(VERSION))  # as it is read: Qt keeps what is not written yet as it was given
    return file


def _make_private(path: Path) -> None:
    """Make the file, empty, before Qt does: Qt would let everybody on this computer read it. Qt keeps the permissions that it finds."""
    if path.exists():
        return
    try:
        make_private_folder(path.parent)
        with open(path, "ab", opener=open_private):
            pass
    except OSError as error:  # then nothing will be written there either
        log.info("%s cannot be made: %s", path.name, error)


def _open(path: Path, owner: QObject) -> QSettings:
    file = QSettings(str(path), QSettings.Format.IniFormat, owner)
    if file.status() is not QSettings.Status.FormatError:
        return file
    # Qt would never write such a file again: what is chosen from now on would be lost at the end. Nothing of the user's is thrown away.
    log.warning("%s is damaged and was put aside", path.name)
    try:
        path.replace(path.with_name(f"{path.name}.damaged"))
    except OSError:
        log.warning("it could not be put aside", exc_info=True)
    file.deleteLater()
    return QSettings(str(path), QSettings.Format.IniFormat, owner)


def _version(file: QSettings) -> int:
    value = file.value("version", "")
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 6 else 0
