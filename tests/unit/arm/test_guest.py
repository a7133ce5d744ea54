"""What a guest says is read as the words of a stranger."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from backup_doctor.arm.errors import Garbled
from backup_doctor.arm.guest import guest
from backup_doctor.arm.probes import is_probe, request_body
from backup_doctor.arm.reading import Reader, Source

SOURCE = Source("POST https://management.azure.com/…/runCommand", "r-1", datetime(2026, 11, 22, tzinfo=UTC), True)
WINDOWS = {
    "v": 1,
    "os": "windows",
    "services": [{"name": "RdAgent", "state": "Running", "start": "Auto"}, {"name": "WindowsAzureGuestAgent", "state": "Stopped", "start": "Manual"}],
    "dotnet": 528040,
    "host80": True,
    "host32526": False,
    "dhcp": "Disabled",
    "addresses": 1,
    "writers": 12,
    "badwriters": 2,
}


def answer(*messages: str) -> Reader:
    return Reader({"value": [{"code": "ComponentStatus/StdOut/succeeded", "message": message} for message in messages]}, "$", SOURCE)


def test_windows_puts_each_stream_in_its_own_status() -> None:
    found = guest(answer(json.dumps(WINDOWS), ""))
    assert [(service.name, service.running.value, service.automatic.value) for service in found.services] == [
        ("RdAgent", True, True),
        ("WindowsAzureGuestAgent", False, False),
    ]
    assert found.dotnet is not None
    assert found.dotnet.value == 528040
    assert found.dhcp is not None
    assert not found.dhcp.value
    assert found.bad_writers is not None
    assert found.bad_writers.value == 2
    port = found.host_ports[32526]
    assert port is not None
    assert not port.value
    assert (port.evidence.path, port.evidence.value) == ("$.value[0].message.host32526", "false")


def test_linux_puts_both_streams_in_one_message() -> None:
    line = json.dumps({"v": 1, "service": "waagent", "active": "active", "extensions": "False", "host80": True, "host32526": None, "noexec": True})
    found = guest(answer(f"Enable succeeded: \n[stdout]\n{line}\n\n[stderr]\n"))
    assert found.extensions_enabled is not None
    assert not found.extensions_enabled.value
    assert found.noexec is not None
    assert found.noexec.value
    assert found.host_ports[32526] is None, "what the guest could not find out stays open"
    assert found.services[0].running.value


@pytest.mark.parametrize(
    "message",
    ["", "not json", "{", '{"v": 2}', "[1]", '{"v": 1' + "[" * 3000, "null"],
    ids=["empty", "words", "cut", "newer", "list", "deep", "null"],
)
def test_no_answer_of_ours_is_no_answer(message: str) -> None:
    with pytest.raises(Garbled):
        guest(answer(message))


def test_wrong_kinds_are_not_believed() -> None:
    words = {"v": 1, "host80": "yes", "dotnet": True, "dhcp": 1, "addresses": "2", "writers": 3, "badwriters": "0", "services": {}, "noexec": "true"}
    found = guest(answer(json.dumps(words)))
    assert found.host_ports[80] is None
    assert (found.dotnet, found.dhcp, found.addresses, found.bad_writers, found.noexec) == (None, None, None, None, None)
    assert found.services == ()


def test_only_our_own_script_counts_as_reading() -> None:
    ours = request_body("Linux")
    assert is_probe(json.dumps(ours))
    assert not is_probe(json.dumps({**ours, "script": [*ours["script"], "reboot"]}))
    assert not is_probe(json.dumps({**ours, "parameters": [{"name": "x", "value": "y"}]}))
    assert not is_probe(json.dumps({**ours, "commandId": "RunPowerShellScript"}))
    assert not is_probe(None)
    assert not is_probe(b"\xff")
