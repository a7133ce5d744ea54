"""Where a policy is laid down: the registry on Windows, a file that only an administrator can write elsewhere. Read once, at the start.

Where there is none, nothing is loaded to read it: the window's first picture waits for this.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from .places import policy_file
from .policy import Policy, closed
from .text import Text
from .text import lazy_translate as translate

REGISTRY_KEY = r"Software\Policies\BackupDoctor"
"""In HKEY_LOCAL_MACHINE, then in HKEY_CURRENT_USER, whose branch for policies users cannot write in a domain."""

SECTION = "Policy"

LARGEST = 64 * 1024
"""Bytes of a file that are read."""


def read_policy() -> Policy:
    """What is laid down for this computer. Never fails: what cannot be read forbids."""
    if sys.platform == "win32":
        import winreg

        return from_registry(winreg)
    return from_file(policy_file())


def from_file(file: Path) -> Policy:
    """What an ini file says; a file that is not there says nothing."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except FileNotFoundError:
        return Policy()
    except OSError as error:
        return closed(str(file), error.strerror or type(error).__name__)
    if len(content) > LARGEST:
        return closed(str(file), translate("Policy", "it is too large"))
    from configparser import ConfigParser, Error

    from .policy_settings import judge

    ini = ConfigParser(default_section="", interpolation=None, delimiters=("=",), empty_lines_in_values=False)
    try:
        ini.read_string(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, Error) as error:
        return closed(str(file), _why(error))
    if ini.sections() != [SECTION]:
        return closed(str(file), translate("Policy", "it must have the one section [{section}]").format(section=SECTION))
    return judge(dict(ini[SECTION]), str(file))


def _why(error: Exception) -> Text:
    """In our words; those of the parser are English, and long."""
    line = getattr(error, "lineno", None) or next(iter(getattr(error, "errors", ())), (None,))[0]
    if line is None:
        return translate("Policy", "it is not a text file in UTF-8")
    return translate("Policy", "line {line} is not understood").format(line=str(line))


def from_registry(registry: Any) -> Policy:
    """What Windows' registry says; what stands in the machine's part goes before what stands in the user's.

    Args:
        registry: the module ``winreg``, or what stands for it.
    """
    values: dict[str, tuple[str, str]] = {}
    sources: list[str] = []
    for hive, short in ((registry.HKEY_CURRENT_USER, "HKCU"), (registry.HKEY_LOCAL_MACHINE, "HKLM")):
        try:
            found = _values(registry, hive)
        except FileNotFoundError:
            continue
        except OSError as error:
            return closed(rf"{short}\{REGISTRY_KEY}", error.strerror or type(error).__name__)
        sources.insert(0, rf"{short}\{REGISTRY_KEY}")
        values |= {name.casefold(): (name, value) for name, value in found.items()}
    if not sources:
        return Policy()
    from .policy_settings import judge

    return judge(dict(values.values()), ", ".join(sources))


def _values(registry: Any, hive: Any) -> dict[str, str]:
    # The 64-bit view, whatever this Python is: it is where group policy writes.
    with registry.OpenKey(hive, REGISTRY_KEY, 0, registry.KEY_READ | registry.KEY_WOW64_64KEY) as key:
        count = registry.QueryInfoKey(key)[1]
        found = [registry.EnumValue(key, number) for number in range(count)]
    return {name: _words(value) for name, value, _kind in found if name}  # the key's own default value has no name


def _words(value: object) -> str:
    match value:
        case int() | str():
            return str(value)
        case list():
            return ",".join(map(str, value))
        case _:  # binary: nothing that any policy takes
            return repr(value)
