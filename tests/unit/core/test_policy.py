"""What an organisation lays down: read to the letter, and where it cannot be understood, the strictest reading holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backup_doctor.arm.cloud import CLOUDS
from backup_doctor.arm.identity.method import Method
from backup_doctor.core import policy_settings
from backup_doctor.core.places import policy_file
from backup_doctor.core.plan import Request
from backup_doctor.core.policy import NO_REPAIRS, NO_RUN_COMMAND, Policy, against, told
from backup_doctor.core.policy_settings import SETTINGS, judge
from backup_doctor.core.policy_source import REGISTRY_KEY, from_file, from_registry, read_policy
from backup_doctor.core.scripts import run_script
from tests.helpers.diagnoses import VM

TENANT = "11111111-2222-3333-4444-55555555aaaa"
EVERYTHING = f"""\
; laid down by the department of examples
[Policy]
AllowRepairs = 0
allowruncommand = 0
AllowRemembering = 0
AllowHistory = 0
AllowUpdateCheck = 0
UpdateAddress = https://updates.example.com/notice.json
SignInMethods = browser, CLI
Tenant = {TENANT.upper()}
Cloud = https://management.example.com
Language = ru
"""
SWITCHES = ("repairs", "run_command", "remembering", "history", "update_check")
CLOSED = Policy(False, False, False, False, False, methods=frozenset())


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "policy.ini"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def held(policy: Policy) -> Policy:
    """The same without where it comes from and what is said about it."""
    return replace(policy, source="", problems=())


def test_without_a_policy_everything_is_allowed(tmp_path: Path) -> None:
    assert from_file(tmp_path / "policy.ini") == Policy()
    assert list(told(Policy())) == []


def test_everything_that_can_be_laid_down_holds(tmp_path: Path) -> None:
    file = written(tmp_path, EVERYTHING)
    assert from_file(file) == Policy(
        False,
        False,
        False,
        False,
        False,
        update_address="https://updates.example.com/notice.json",
        methods=frozenset({"browser", "cli"}),
        tenant=TENANT,
        cloud="https://management.example.com",
        language="ru",
        source=str(file),
    )
    assert len(list(told(from_file(file)))) == len(SETTINGS), "each is told of"


def test_what_allows_changes_nothing() -> None:
    allowed = judge(dict.fromkeys(("AllowRepairs", "AllowRunCommand", "AllowRemembering", "AllowHistory", "AllowUpdateCheck"), "1"), "here")
    assert held(allowed) == Policy()
    assert allowed.problems == ()


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("value", ["", "2", "no", "false", "0x1", "1 ; for now", "01"])
def test_a_switch_that_is_neither_on_nor_off_is_off(number: int, value: str) -> None:
    setting = SETTINGS[number]
    policy = judge({setting.name: value}, "here")
    assert [getattr(policy, name) for name in SWITCHES] == [index != number for index in range(5)]
    (problem,) = policy.problems
    assert setting.name in str(problem)
    assert "strictest" in str(problem)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Tenant", "contoso.com"),
        ("Tenant", ""),
        ("Cloud", "mars"),
        ("Cloud", "http://management.example.com"),
        ("Cloud", "https://management.example.com/?x=1"),
        ("Cloud", "https://user@management.example.com"),
        ("Cloud", ""),
        ("SignInMethods", ""),
        ("SignInMethods", "password"),
    ],
)
def test_nobody_signs_in_where_it_cannot_be_made_out_who_may(name: str, value: str) -> None:
    policy = judge({name: value}, "here")
    assert policy.methods == frozenset()
    assert len(policy.problems) == 1


def test_a_way_to_sign_in_that_is_not_known_is_not_allowed_and_the_others_are() -> None:
    policy = judge({"SignInMethods": "browser,telepathy"}, "here")
    assert policy.methods == frozenset({"browser"})
    assert len(policy.problems) == 1


@pytest.mark.parametrize(
    "value",
    [
        "http://updates.example.com",
        "ftp://updates.example.com",
        "updates.example.com",
        "",
        "https://a b",
        "https://a\\@b",
        "http://[::1]x.example.com",
    ],
)
def test_nobody_is_asked_for_updates_at_an_address_that_is_none(value: str) -> None:
    policy = judge({"UpdateAddress": value, "AllowUpdateCheck": "1"}, "here")
    assert (policy.update_check, policy.update_address, len(policy.problems)) == (False, "", 1)


def test_a_language_that_is_not_spoken_is_said_and_left() -> None:
    policy = judge({"Language": "tlh"}, "here")
    assert (policy.language, len(policy.problems)) == ("", 1)


def test_a_policy_that_does_not_exist_is_said_and_does_nothing() -> None:
    policy = judge({"AllowEverything": "0"}, "here")
    assert held(policy) == Policy()
    assert "does nothing" in str(policy.problems[0])


@pytest.mark.parametrize(
    "content",
    [
        "AllowRepairs = 0\n",
        "[Policy]\nAllowRepairs\n",
        "[Policy]\nAllowRepairs = 1\nallowrepairs = 0\n",
        "[Policy]\nAllowRepairs = 1\n[Policy]\nAllowRepairs = 0\n",
        "[policies]\nAllowRepairs = 0\n",
        "[DEFAULT]\nAllowRepairs = 0\n",
        "[Policy]\n[More]\nAllowRepairs = 0\n",
        "",
        b"[Policy]\nTenant = \xff\n",
        "[Policy]\n" + "# and so on\n" * 6000,
    ],
)
def test_a_file_that_cannot_be_read_forbids_all_and_says_so_in_one_sentence(tmp_path: Path, content: str | bytes) -> None:
    file = written(tmp_path, content)
    policy = from_file(file)
    assert held(policy) == CLOSED
    (problem,) = policy.problems
    assert str(file) in str(problem)


def test_a_file_that_may_not_be_read_is_not_one_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "policy.ini").mkdir()  # root may read any file, but no folder
    assert held(from_file(tmp_path / "policy.ini")) == CLOSED


def test_the_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert not from_file(written(tmp_path, b"\xef\xbb\xbf[Policy]\r\nAllowRepairs=0\r\n")).repairs


def test_no_user_chooses_where_the_file_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "XDG_DATA_DIRS"):
        monkeypatch.setenv(name, str(tmp_path))
    assert policy_file() == Path("/etc/backup-doctor/policy.ini")
    assert read_policy() == from_file(policy_file())


def test_the_names_are_those_of_the_ways_and_clouds_there_are() -> None:
    assert set(policy_settings.METHODS) == {method.value for method in Method}
    assert set(policy_settings.CLOUDS) == set(CLOUDS)


def test_the_demo_tenant_is_no_place_to_sign_in_to() -> None:
    policy = judge({"Tenant": TENANT, "Cloud": "china", "SignInMethods": "browser", "AllowRepairs": "0"}, "here").for_demo()
    assert (policy.methods, policy.tenant, policy.cloud, policy.repairs) == (None, "", "", False)


class Registry:
    """Windows' registry, as far as a policy is read from it (`winreg`)."""

    HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER = "machine", "user"
    KEY_READ, KEY_WOW64_64KEY = 1, 2

    def __init__(self, **hives: dict[str, object] | OSError) -> None:
        self._hives = hives

    def OpenKey(self, hive: str, path: str, reserved: int, access: int) -> _Key:
        assert (path, reserved, access) == (REGISTRY_KEY, 0, 3)
        found = self._hives.get(hive, FileNotFoundError())
        if isinstance(found, OSError):
            raise found
        return _Key(found)

    def QueryInfoKey(self, key: _Key) -> tuple[int, int, int]:
        return 0, len(key.values), 0

    def EnumValue(self, key: _Key, index: int) -> tuple[Any, ...]:
        return (*list(key.values.items())[index], 0)


class _Key:
    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    def __enter__(self) -> _Key:
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing is held open."""


def test_the_registry_says_the_same_as_a_file(tmp_path: Path) -> None:
    values: dict[str, object] = {"": "the key's own", "AllowRepairs": 0, "SignInMethods": ["browser", "cli"], "Tenant": TENANT, "AllowHistory": 1}
    policy = from_registry(Registry(machine=values))
    assert policy.source == "HKLM\\Software\\Policies\\BackupDoctor"
    file = written(tmp_path, f"[Policy]\nAllowRepairs=0\nSignInMethods=browser,cli\nTenant={TENANT}\n")
    assert held(policy) == held(from_file(file))
    assert from_registry(Registry()) == Policy()


def test_the_machine_goes_before_the_user() -> None:
    policy = from_registry(Registry(user={"AllowRepairs": 1, "allowhistory": 0}, machine={"allowrepairs": 0, "AllowHistory": 1}))
    assert (policy.repairs, policy.history) == (False, True)
    assert policy.source.startswith("HKLM")


def test_a_value_of_another_kind_is_none() -> None:
    policy = from_registry(Registry(machine={"AllowRepairs": b"\x01"}))
    assert not policy.repairs
    assert len(policy.problems) == 1


def test_a_key_that_may_not_be_read_forbids_all() -> None:
    assert held(from_registry(Registry(machine=PermissionError(13, "Access is denied")))) == CLOSED


def test_a_policy_stops_what_it_forbids_and_nothing_else() -> None:
    change, script = Request("PUT", f"{VM}/things/rule", "2024-07-01", {}), run_script(VM, "windows-dhcp-on.ps1")
    assert against(Policy(), [change, script]) is None
    assert against(Policy(repairs=False), [change]) == NO_REPAIRS
    assert against(Policy(run_command=False), [change]) is None
    assert against(Policy(run_command=False), [change, script]) == NO_RUN_COMMAND


def test_where_nobody_may_sign_in_that_is_what_is_told() -> None:
    assert "nobody can sign in" in " ".join(map(str, told(CLOSED)))
