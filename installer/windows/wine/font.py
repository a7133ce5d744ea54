"""Run by the Windows Python under Wine: gives menus and windows of Wine a font that is installed. Windows' own, Segoe UI, is not."""

from __future__ import annotations

import struct
import sys
import winreg  # type: ignore[import-not-found,unused-ignore]  # exists on Windows only

FACE = sys.argv[1]
LOGFONT = struct.pack("<5i8B", -12, 0, 0, 0, 400, 0, 0, 0, 1, 0, 0, 5, 0) + FACE.encode("utf-16le").ljust(64, b"\0")
KEY = winreg.CreateKey(winreg.HKEY_CURRENT_USER, r"Control Panel\Desktop\WindowMetrics")
for name in ("MessageFont", "MenuFont", "StatusFont", "CaptionFont", "SmCaptionFont", "IconFont"):
    winreg.SetValueEx(KEY, name, 0, winreg.REG_BINARY, LOGFONT)
