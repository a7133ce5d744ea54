"""The version resource of a program, as the properties of the file show it on Windows."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from backup_doctor import __version__

PRODUCT = "Backup Doctor for Azure VMs"
PUBLISHER = "Backup Doctor contributors"


def version_resource(name: str) -> Any:
    """For PyInstaller's EXE.

    Args:
        name: of the program, without its ending.
    """
    parts: Any = import_module("PyInstaller.utils.win32.versioninfo")  # which is there only where a program is frozen
    numbers = (*(int(number) for number in __version__.split(".")), 0)
    words = {
        "CompanyName": PUBLISHER,
        "FileDescription": PRODUCT,
        "FileVersion": ".".join(map(str, numbers)),
        "InternalName": name,
        "LegalCopyright": f"© {PUBLISHER}, MIT",
        "OriginalFilename": f"{name}.exe",
        "ProductName": PRODUCT,
        "ProductVersion": __version__,
    }
    table = parts.StringTable("040904B0", [parts.StringStruct(key, value) for key, value in words.items()])
    return parts.VSVersionInfo(
        ffi=parts.FixedFileInfo(filevers=numbers, prodvers=numbers, mask=0x3F, OS=0x40004, fileType=0x1),
        kids=[parts.StringFileInfo([table]), parts.VarFileInfo([parts.VarStruct("Translation", [0x0409, 1200])])],
    )
