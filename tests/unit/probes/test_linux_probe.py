"""The Linux probe, run for real by sh in a made-up system: its helpers are stubs, so it reaches no network."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest

from backup_doctor.arm.guest import LONGEST
from backup_doctor.arm.probes import probe

CONFIGURATION = "AutoUpdate.UpdateToLatestVersion = True\nExtensions.Enabled = {extensions}\nLogs.Verbose = False"


def run_probe(
    folder: Path, *, service: str = "walinuxagent", active: str = "active", extensions: str = "True", options: str = "rw", reach: int = 0
) -> dict[str, object]:
    """Run the script with a PATH on which every program that looks outside is a stub."""
    stubs = {
        "systemctl": f'case "$1 $2" in "cat {service}") ;; "cat "*) exit 1 ;; "is-active "*) echo {shlex.quote(active)} ;; *) echo enabled ;; esac',
        "waagent": f"cat <<'END'\n{CONFIGURATION.format(extensions=extensions)}\nEND",
        "findmnt": f"echo {options}",
        "timeout": f"exit {reach}",  # never starts what would open a connection
        "df": "printf 'Filesystem 1024-blocks Used Available Capacity Mounted\\n/dev/sda1 100 42 58 42%% /\\n'",
    }
    for name, body in stubs.items():
        stub = folder / name
        stub.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        stub.chmod(0o755)
    answer = subprocess.run(["sh", "-c", probe("Linux")], env={"PATH": f"{folder}:/usr/bin:/bin"}, capture_output=True, text=True, check=True)
    assert answer.stderr == ""
    assert len(answer.stdout.encode()) < LONGEST
    assert answer.stdout.isascii()
    document = json.loads(answer.stdout)
    assert isinstance(document, dict)
    return document


def test_a_healthy_system(tmp_path: Path) -> None:
    assert run_probe(tmp_path) == {
        "v": 1,
        "os": "linux",
        "service": "walinuxagent",
        "active": "active",
        "enabled": "enabled",
        "extensions": "True",
        "autoupdate": "True",
        "host80": True,
        "host32526": True,
        "noexec": False,
        "used": "42",
    }


@pytest.mark.parametrize(
    ("broken", "field", "value"),
    [
        ({"service": "waagent"}, "service", "waagent"),
        ({"active": "inactive"}, "active", "inactive"),
        ({"extensions": "False"}, "extensions", "False"),
        ({"options": "rw,nosuid,noexec,relatime"}, "noexec", True),
        ({"reach": 124}, "host80", False),
        ({"reach": 124}, "host32526", False),
    ],
)
def test_what_is_broken_shows(tmp_path: Path, broken: dict[str, str], field: str, value: object) -> None:
    assert run_probe(tmp_path, **broken)[field] == value  # type: ignore[arg-type] # keyword arguments of several types


def test_words_of_the_system_cannot_break_the_json(tmp_path: Path) -> None:
    assert run_probe(tmp_path, active="ac\"ti}ve'$(x)")["active"] == "activex"
