"""What a guest says is read as the words of a stranger."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backup_doctor.arm.errors import Garbled
from backup_doctor.arm.guest import LONGEST, LONGEST_TEXT, MOST_SERVICES, guest
from backup_doctor.arm.probes import is_probe, request_body
from backup_doctor.arm.reading import Reader, Source
from backup_doctor.core.facts import Guest, LinuxGuest, WindowsGuest
from backup_doctor.core.model import Evidence, Seen
from backup_doctor.lab.guest import HEALTHY
from backup_doctor.lab.machine import linux_output, windows_output

AT = datetime(2026, 11, 22, 3, 12, 45, tzinfo=UTC)
SOURCE = Source("POST https://management.azure.com/…/runCommand", "r-1", AT, True)
WINDOWS: dict[str, Any] = {**HEALTHY["Windows"], "clock": "2026-11-22T03:12:40Z"}
LINUX: dict[str, Any] = {**HEALTHY["Linux"], "clock": "2026-11-22T03:12:40Z"}


def answer(*messages: str, source: Source = SOURCE) -> Reader:
    return Reader({"value": [{"code": "ComponentStatus/StdOut/succeeded", "message": message} for message in messages]}, "$", source)


def said(document: dict[str, Any]) -> Guest:
    return guest(answer(json.dumps(document)))


def windows(**differs: object) -> WindowsGuest:
    found = said({**WINDOWS, **differs}).windows
    assert found is not None
    return found


def linux(**differs: object) -> LinuxGuest:
    found = said({**LINUX, **differs}).linux
    assert found is not None
    return found


def values(facts: object) -> dict[str, object]:
    """The plain values of a group of facts, by name."""
    fields = {field.name: getattr(facts, field.name) for field in dataclasses.fields(facts)}  # type: ignore[arg-type] # a dataclass's instance
    return {name: seen.value if isinstance(seen, Seen) else seen for name, seen in fields.items()}


def test_windows_puts_each_stream_in_its_own_status() -> None:
    found = guest(Reader({"value": windows_output(json.dumps(WINDOWS), "noise")}, "$", SOURCE))
    assert found.linux is None
    assert values(found.windows) == {
        "dotnet": 528449,
        "dhcp": True,
        "addresses": 1,
        "bad_writers": 0,
        "strong_crypto": True,
        "plugin": "1.0.110.0",
        "provider": "9.0.5119.5000",
        "machine_keys": True,
        "installer": True,
        "locked_volumes": 0,
        "crashes": 0,
        "blocks": 0,
        "firewall_blocks": 0,
        "proxy_bypassed": None,
    }
    msdtc = found.service("msdtc")
    assert msdtc is not None
    assert values(msdtc) == {
        "name": "MSDTC",
        "present": True,
        "running": True,
        "automatic": True,
        "disabled": False,
        "account": "NT AUTHORITY\\NetworkService",
        "program": True,
    }


def test_linux_puts_both_streams_in_one_message() -> None:
    found = guest(Reader({"value": linux_output(json.dumps(LINUX), "noise")}, "$", SOURCE))
    assert found.windows is None
    assert values(found.linux) == {
        "extensions_enabled": True,
        "provisioning_agent": "auto",
        "auto_update": True,
        "daemon": "2.11.1.4",
        "goal_state": "2.15.0.1",
        "noexec": False,
        "python": "3.12.3",
        "selinux": "",
        "doubled_mounts": 0,
        "freezer": True,
        "route_to_host": True,
        "snapshot_code": 1,
        "misfit": False,
    }
    assert [values(service)["running"] for service in found.services] == [True]


def test_what_both_systems_say() -> None:
    found = said(LINUX)
    assert {port: seen and seen.value for port, seen in found.host_ports.items()} == {80: True, 32526: True}
    plain = values(found)
    assert [plain[name] for name in ("host_answers", "free_mb", "used_percent", "memory_free_percent", "proxy")] == [True, 61440, 42, 58, ""]
    assert found.clock == datetime(2026, 11, 22, 3, 12, 40, tzinfo=UTC)


def test_evidence_is_the_guests_literal_and_azures_time() -> None:
    found = said({**WINDOWS, "host32526": False})
    port = found.host_ports[32526]
    assert port is not None
    assert port.evidence == Evidence(SOURCE.request, "r-1", AT, "$.value[0].message.host32526", "false")
    assert found.services[0].running.evidence.path == "$.value[0].message.services[0].state"
    assert found.services[0].running.evidence.value == "Running"
    assert found.asked == Evidence(SOURCE.request, "r-1", AT, "$.value[0].message.clock", "2026-11-22T03:12:40Z")


def test_without_azures_time_the_guests_clock_compares_with_nothing() -> None:
    undated = dataclasses.replace(SOURCE, dated=False)
    assert guest(answer(json.dumps(LINUX), source=undated)).clock is None


@pytest.mark.parametrize(
    ("state", "start", "expected"),
    [
        ("Running", "Auto", (True, True, True, False)),
        ("StopPending", "Auto", (True, False, True, False)),
        ("Stopped", "Manual", (True, False, False, False)),
        ("Stopped", "Disabled", (True, False, False, True)),
        ("Absent", "", (False, False, False, False)),
        ("active", "enabled", (True, True, True, False)),
        ("activating", "static", (True, False, True, False)),
        ("inactive", "disabled", (True, False, False, False)),
        ("inactive", "masked", (True, False, False, True)),
    ],
)
def test_services_in_the_words_of_both_systems(state: str, start: str, expected: tuple[bool, ...]) -> None:
    (found,) = said({**LINUX, "services": [{"name": "x", "state": state, "start": start, "account": ""}]}).services
    assert (found.present.value, found.running.value, found.automatic.value, found.disabled.value) == expected


def test_no_writers_at_all_say_nothing_of_their_states() -> None:
    assert windows(writers=0, badwriters=0).bad_writers is None
    assert windows(writers=None).bad_writers is None


@pytest.mark.parametrize(("word", "on"), [("True", True), ("y", True), ("False", False), ("n", False), ("", None), ("perhaps", None), (True, None)])
def test_a_switch_of_the_agent_as_printed_or_as_written_in_its_file(word: object, on: bool | None) -> None:
    assert values(linux(extensions=word))["extensions_enabled"] is on


def test_unknown_words_of_the_agent_are_no_words() -> None:
    found = linux(goal="", daemon="", provisioning="", python="")
    assert (found.goal_state, found.daemon, found.provisioning_agent) == (None, None, None)
    assert found.python is not None, "no Python is an answer"


@pytest.mark.parametrize(
    "message",
    [
        "",
        "not json",
        "{",
        '{"v": 1}',
        '{"v": 3}',
        '{"v": true}',
        '{"v": "2"}',
        '{"v": 2, "v": 2}',
        "[1]",
        '{"v": 2' + "[" * 3000,
        '{"v": 2, "os": ' + "[" * 3900 + "]" * 3900 + "}",
        '"host80":true,"os":"linux"}',
        '{"v":' + "2" * 5000 + "}",
        "null",
    ],
    ids=["empty", "words", "cut", "older", "newer", "truth", "text", "twice", "list", "deep", "closed", "front lost", "huge", "null"],
)
def test_no_answer_of_ours_is_no_answer(message: str) -> None:
    with pytest.raises(Garbled):
        guest(answer(message))


def test_no_statuses_are_no_answer() -> None:
    empty: list[Any] = [None, [], ["x"], [{"message": 7}], {"message": json.dumps(LINUX)}, json.dumps(LINUX)]
    for value in empty:
        with pytest.raises(Garbled):
            guest(Reader({"value": value}, "$", SOURCE))


def test_the_last_line_of_ours_counts() -> None:
    lines = ['{"v": 1, "used": 1}', json.dumps({**LINUX, "used": 2}), json.dumps({**LINUX, "used": 3}), '{"v": 2, "used"', "bye"]
    found = guest(answer("\n".join(lines)))
    assert found.used_percent is not None
    assert found.used_percent.value == 3


def test_a_line_longer_than_azure_hands_back_is_no_answer_with_or_without_its_beginning() -> None:
    long = json.dumps({**LINUX, "filler": "x" * LONGEST})
    for line in (long, long[-LONGEST:]):
        with pytest.raises(Garbled):
            guest(answer(line))


HOSTILE: list[Any] = [
    None, True, 1, -1, 1.5, 10**12, float("nan"),
    "yes", "", "x" * (LONGEST_TEXT + 1), "\x1b[31mred", "line\nline", "\ud800", "ключ",
    [], [[]], {}, {"v": 2},
]  # fmt: skip


FACTS: dict[str, tuple[str, type | None]] = {
    "host80": ("host_ports", bool),
    "hostanswers": ("host_answers", bool),
    "freemb": ("free_mb", int),
    "used": ("used_percent", int),
    "memfree": ("memory_free_percent", int),
    "proxy": ("proxy", str),
    "clock": ("clock", None),
    "dotnet": ("dotnet", int),
    "dhcp": ("dhcp", bool),
    "addresses": ("addresses", int),
    "badwriters": ("bad_writers", int),
    "crypto": ("strong_crypto", bool),
    "plugin": ("plugin", str),
    "provider": ("provider", str),
    "keys": ("machine_keys", bool),
    "installer": ("installer", bool),
    "locked": ("locked_volumes", int),
    "crashes": ("crashes", int),
    "blocks": ("blocks", int),
    "fwblocks": ("firewall_blocks", int),
    "bypass": ("proxy_bypassed", bool),
    "extensions": ("extensions_enabled", None),
    "provisioning": ("provisioning_agent", str),
    "autoupdate": ("auto_update", None),
    "daemon": ("daemon", str),
    "goal": ("goal_state", str),
    "noexec": ("noexec", bool),
    "python": ("python", str),
    "selinux": ("selinux", str),
    "doubled": ("doubled_mounts", int),
    "freezer": ("freezer", bool),
    "route": ("route_to_host", bool),
    "code": ("snapshot_code", int),
    "misfit": ("misfit", bool),
}
"""The fact behind each field of our answer, and the kind it must have; None where only certain words will do."""

GOOD: dict[type, list[object]] = {bool: [True], int: [1], str: ["", "yes"]}
"""Which of the hostile values fit a kind after all."""


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
@pytest.mark.parametrize("field", FACTS)
def test_a_field_of_the_wrong_kind_is_nothing(field: str, value: object) -> None:
    name, kind = FACTS[field]
    found = said({**(WINDOWS if field in WINDOWS else LINUX), field: value})
    holder = next(group for group in (found, found.windows, found.linux) if hasattr(group, name))
    fact = found.host_ports[80] if name == "host_ports" else getattr(holder, name)
    good = [] if kind is None else [good for good in GOOD[kind] if type(good) is type(value) and good == value]
    if value == "" and field in ("provisioning", "daemon", "goal"):
        good = []  # our script's word for not knowing
    assert ([] if fact is None else [fact.value]) == good


def test_every_field_of_our_answer_is_read() -> None:
    assert {*WINDOWS, *LINUX} == {*FACTS, "v", "os", "services", "host32526", "writers"}


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_services_of_the_wrong_kind_are_none(value: object) -> None:
    assert said({**LINUX, "services": value}).services == ()
    odd = [{"name": value, "state": "active", "start": "enabled"}, {"name": "x", "state": value, "start": "enabled"}, value]
    names = [service.name for service in said({**LINUX, "services": odd}).services]
    assert all(name in ("x", value) for name in names)
    assert all(name and name.isascii() and name.isprintable() and len(name) <= LONGEST_TEXT for name in names)
    found = said({**LINUX, "services": [{"name": "x", "state": "active", "start": "enabled", "account": value, "program": value}]}).services[0]
    assert found.account.value in ("", value)
    assert found.program is None or value is True


def test_services_without_end_end() -> None:
    assert len(said({**LINUX, "services": [LINUX["services"][0]] * 40}).services) == MOST_SERVICES


def test_a_key_given_twice_says_nothing() -> None:
    line = json.dumps(LINUX)
    found = guest(answer(f'{line[:-1]},"noexec":true,"misfit":false}}'))
    assert found.linux is not None
    assert (found.linux.noexec, found.linux.misfit) == (None, None)
    assert found.linux.freezer is not None


@pytest.mark.parametrize(
    "clock", ["2026-13-01T00:00:00Z", "2026-11-22 03:12:40", "0000-01-01T00:00:00Z", "2026-11-22T03:12:40+23:59", "٢٠٢٦-11-22T03:12:40Z", 1]
)
def test_a_clock_that_shows_no_moment_is_no_clock(clock: object) -> None:
    assert said({**LINUX, "clock": clock}).clock is None


def test_percents_end_at_a_hundred() -> None:
    found = said({**LINUX, "used": 101, "memfree": 100})
    assert found.used_percent is None
    assert found.memory_free_percent is not None


def test_a_proxy_with_a_password_is_not_shown() -> None:
    assert said({**LINUX, "proxy": "http://ann:secret@proxy:3128"}).proxy is None


def test_a_guest_of_unknown_kind_says_only_what_all_say() -> None:
    found = said({**LINUX, "os": "plan9"})
    assert (found.windows, found.linux) == (None, None)
    assert found.host_answers is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*WINDOWS, *LINUX, "name", "state", "start", "account"]) | st.text(), inner),
    max_leaves=12,
)


def _sound(found: Guest) -> None:
    """Nothing in it is longer, larger or stranger than what our script writes."""
    for group in (found, found.windows, found.linux, *found.services):
        if group is not None:
            for value in values(group).values():
                assert not isinstance(value, str) or (len(value) <= LONGEST_TEXT and value.isascii() and value.isprintable())
                assert not isinstance(value, int) or 0 <= value <= 10**9


@given(st.text() | st.text().map(lambda text: '{"v":2' + text) | JSON.map(json.dumps))
@example("{" * 4000)
@example('{"v":2,"clock":"9999-99-99T99:99:99Z"}')
def test_no_text_raises_anything_but_garbled(text: str) -> None:
    with contextlib.suppress(Garbled):
        _sound(guest(answer(text, f"[stdout]\n{text}\n[stderr]\n")))


@given(st.dictionaries(st.sampled_from(sorted({*WINDOWS, *LINUX} - {"v"})), JSON), st.sampled_from(["windows", "linux"]))
def test_no_json_of_ours_raises_anything(fields: dict[str, Any], os: str) -> None:
    document = {"os": os, **fields, "v": 2}
    too_long = len(json.dumps(document)) > LONGEST  # Run Command itself would have cut it
    with contextlib.suppress(Garbled) if too_long else contextlib.nullcontext():
        _sound(said(document))


@given(JSON)
def test_no_result_of_azure_raises_anything_but_garbled(value: object) -> None:
    with contextlib.suppress(Garbled):
        guest(Reader({"value": value}, "$", SOURCE))


def test_only_our_own_script_counts_as_reading() -> None:
    ours = request_body("Linux")
    assert is_probe(json.dumps(ours))
    assert not is_probe(json.dumps({**ours, "script": [*ours["script"], "reboot"]}))
    assert not is_probe(json.dumps({**ours, "script": [line.replace("root=", "root=/x", 1) for line in ours["script"]]}))
    assert not is_probe(json.dumps({**ours, "parameters": [{"name": "x", "value": "y"}]}))
    assert not is_probe(json.dumps({**ours, "commandId": "RunPowerShellScript"}))
    assert not is_probe(None)
    assert not is_probe(b"\xff")


def test_a_moment_outside_of_the_calendar_is_none() -> None:
    assert Reader("0001-01-01T00:00:00+23:59", "$", SOURCE).moment() is None
    assert Reader("9999-12-31T23:59:59-23:59", "$", SOURCE).moment() is None
