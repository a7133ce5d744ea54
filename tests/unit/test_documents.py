"""What the pages for administrators say is what the program does: policies, hosts and places are compared with the code."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import urlsplit

import pytest
from platformdirs.api import PlatformDirsABC
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from platformdirs.windows import Windows

from backup_doctor.arm.cloud import CLOUDS
from backup_doctor.arm.memory import password_store, token_cache
from backup_doctor.arm.update_notice import HEADERS
from backup_doctor.core import places
from backup_doctor.core.policy_settings import SETTINGS
from backup_doctor.core.policy_source import REGISTRY_KEY, SECTION, from_file
from backup_doctor.core.updates import LARGEST, read_notice
from backup_doctor.ui.logs import log_path
from backup_doctor.ui.settings_file import settings_path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/administrators.md").read_text(encoding="utf-8")


def rows(first: str) -> list[list[str]]:
    """The cells of the table whose head begins so, without the head."""
    lines = PAGE.split(f"\n| {first} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip().replace("`", "") for cell in line.strip("|").split(" | ")] for line in lines]


def test_every_policy_stands_in_the_table_as_the_program_has_it() -> None:
    assert rows("name") == [[setting.name, str(setting.takes), str(setting.meaning)] for setting in SETTINGS]


def test_the_hosts_are_those_of_the_clouds() -> None:
    hosts = [[cloud.name, urlsplit(cloud.authority).netloc, urlsplit(cloud.endpoint).netloc] for cloud in CLOUDS.values()]
    assert rows("cloud") == hosts


def test_the_places_of_a_policy_are_where_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    said = dict(rows("system"))
    assert rf"HKLM\{REGISTRY_KEY}" in said["Windows"]
    for system, platform in (("Linux", "linux"), ("macOS", "darwin")):
        monkeypatch.setattr("sys.platform", platform)
        assert said[system] == str(places.policy_file())
    assert f"[{SECTION}]" in PAGE


def test_an_example_of_a_policy_is_one(tmp_path: Path) -> None:
    file = tmp_path / "policy.ini"
    file.write_text(f"[{SECTION}]\nAllowRepairs = 0\n", encoding="utf-8")
    assert from_file(file).problems == ()


SYSTEMS: dict[str, type[PlatformDirsABC]] = {"Linux": Unix, "Windows": Windows, "macOS": MacOS}


@pytest.mark.parametrize(("column", "system"), [(1, "Linux"), (2, "Windows"), (3, "macOS")])
def test_data_lies_where_the_page_says(column: int, system: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each system's folders as platformdirs has them; what is in them as this program names it."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name)
    # Windows itself is asked for its folder, which no other system can answer.
    monkeypatch.setattr("platformdirs.windows.get_win_folder", {"CSIDL_LOCAL_APPDATA": str(home / "Local")}.__getitem__)
    said = {row[0]: row[column] for row in rows("what")}
    of_system = SYSTEMS[system]("backup-doctor", appauthor=False)
    found = {
        "settings": Path(of_system.user_config_dir) / settings_path().name,
        "history": Path(of_system.user_data_dir) / places.history_folder().name,
        "journal of repairs": Path(of_system.user_data_dir) / places.journal_folder().name,
        "log files from inside VMs": Path(of_system.user_data_dir) / places.guest_logs_folder().name,
        "log": Path(of_system.user_log_dir) / log_path().name,
    }
    assert set(said) == set(found)
    for what, place in found.items():
        assert bare(said[what]) == bare(shown(place, system, home)), what


def shown(place: Path, system: str, home: Path) -> str:
    if system != "Windows":
        return f"~/{place.relative_to(home)}"
    return rf"%LOCALAPPDATA%\{PureWindowsPath(str(place.relative_to(home / 'Local')))}"


def bare(place: str) -> PurePosixPath:
    """Without the stroke at its end, and whichever way the strokes lean."""
    return PurePosixPath(place.replace("\\", "/"))


def test_on_this_system_the_program_uses_just_these(home: Path) -> None:
    folders = {path.relative_to(home).parts[0] for path in (settings_path(), places.history_folder(), log_path())}
    assert folders <= {".config", ".local"}
    assert {row[0] for row in rows("what")} == {"settings", "history", "journal of repairs", "log files from inside VMs", "log"}


def test_the_names_in_the_password_store_and_of_the_token_caches() -> None:
    assert f"`{password_store.SERVICE}/…`" in PAGE
    for suffix in token_cache.SUFFIXES:
        assert suffix in PAGE
    assert f"{token_cache.PREFIX}KEY" in PAGE
    assert token_cache._folder().name in PAGE


def test_the_request_for_a_newer_version_is_the_one_that_is_sent() -> None:
    request = PAGE.split("```http\n", 1)[1].split("```", 1)[0]
    assert dict(line.split(": ", 1) for line in request.splitlines()[1:]) == HEADERS
    assert f"{LARGEST:,} bytes" in PAGE
    (example,) = re.findall(r"such as `(\{.*?\})`", PAGE)
    assert read_notice(example.encode()).version == "1.2.3"
