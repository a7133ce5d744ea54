"""What the frozen program is made of: what it imports by name, the files it reads, and what of Qt is left out."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "gui"))

from backup_doctor.catalogue import causes  # noqa: E402  the path to it is set on the line above
from backup_doctor.lab import scenarios  # noqa: E402  the same

PACKAGE = "backup_doctor"
LANGUAGES = ("en", "ru")

EXCLUDED = ["PySide6.QtQml", "PySide6.QtQuick", "lib2to3", "numpy", "pip", "pydoc_data", "setuptools", "tkinter", "unittest"]
"""Modules that something imports in passing and nothing of ours needs."""

PLUGINS = {
    "iconengines": None,
    "imageformats": ("qsvg", "qico", "qjpeg", "qgif"),
    "platforminputcontexts": ("composeplatforminputcontext", "ibusplatforminputcontext"),
    "platforms": ("qwindows", "qoffscreen", "qwayland", "qxcb"),
    "platformthemes": ("qxdgdesktopportal",),
    "tls": ("qschannelbackend",),
    "wayland-decoration-client": None,
    "wayland-shell-integration": ("xdg-shell",),
    "xcbglintegrations": None,
}
"""The kinds of Qt's plugins that are shipped, and which of each; None: all of them."""

UNUSED_LIBRARIES = (
    "opengl32sw",
    *(f"{start}{name}" for start in ("qt6", "libqt6") for name in ("opengl", "pdf", "qml", "quick", "virtualkeyboard", "eglfs")),
    # what GTK's platform theme, which is left out, needs
    *("libatk", "libatspi", "libcairo", "libdatrie", "libepoxy", "libfribidi", "libgdk", "libgraphite2", "libgtk-3", "libharfbuzz", "libpango"),
    *("libpixman", "libthai", "libxcomposite", "libxcursor", "libxdamage", "libxinerama", "libxrandr"),
)
"""Beginnings of the names of libraries that only what is left out needs."""


def imported_by_name() -> list[str]:
    """Modules that no import statement names: the same lists that the program itself reads."""
    return [*causes.module_names(), *scenarios.module_names()]


def data() -> list[tuple[str, str]]:
    """Files that the program reads, each with its folder: beside the package, where `core.resources` looks in a wheel, too."""
    words = [(str(ROOT / "translations" / f"{PACKAGE}_{code}.ts"), f"{PACKAGE}/translations") for code in LANGUAGES]
    return [(str(ROOT / "resources"), f"{PACKAGE}/resources"), *words]


def wanted(destination: str) -> bool:
    """Whether a file that PyInstaller has found is shipped."""
    path = PurePosixPath(destination.replace("\\", "/"))
    name = path.name.casefold()
    if "translations" in path.parts and path.suffix == ".qm":
        return name in {f"qtbase_{code}.qm" for code in LANGUAGES}
    if "plugins" in path.parts and "PySide6" in path.parts:
        kind = path.parts[path.parts.index("plugins") + 1]
        stem = name.removeprefix("lib")
        chosen = PLUGINS.get(kind, ())
        return chosen is None or stem.startswith(chosen)
    return not name.startswith(UNUSED_LIBRARIES)


def of_the_system(source: str) -> bool:
    """Whether a library was found in the Linux it is built on. The package depends on it instead, so that security updates reach the program."""
    return sys.platform == "linux" and source.startswith(("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")) and "python" not in source
