"""The Linux probe, run for real by several shells in made-up systems."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backup_doctor.arm.guest import guest
from backup_doctor.arm.probes import probe
from backup_doctor.arm.reading import Reader, Source
from backup_doctor.lab.guest import HEALTHY
from backup_doctor.lab.machine import linux_output
from tests.helpers.guest_rooms import (
    CONFIGURATION,
    FILES,
    LOG,
    MOUNTS,
    PLUGIN,
    SHELLS,
    VERSION,
    Host,
    Room,
    azure_host,
    configured,
    snapshot,
    systemctl,
    waagent,
)

Break = Callable[[Room], object]


def have(shell: str) -> str:
    """The shell, where this system has it; `make setup` installs all of them on Debian."""
    if shutil.which(SHELLS[shell][0]) is None and shutil.which("apt-get") is None:
        pytest.skip(f"no {shell} here")
    return shell


@pytest.mark.parametrize("shell", SHELLS)
def test_a_healthy_system_in_every_shell(tmp_path: Path, shell: str) -> None:
    with azure_host() as port:
        room = Room(tmp_path, host=Host(http=port, agent=port))
        found = room.answer(SHELLS[have(shell)])
    clock, python = found.pop("clock"), found.pop("python")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", clock)
    assert re.fullmatch(r"3\.\d+\.\d+", python)
    assert found == {name: value for name, value in HEALTHY["Linux"].items() if name != "python"}


def test_the_parser_reads_every_field_of_it(tmp_path: Path) -> None:
    with azure_host() as port:
        line = json.dumps(Room(tmp_path, host=Host(http=port, agent=port)).answer())
    source = Source("POST …", "r-1", datetime(2026, 11, 22, tzinfo=UTC), True)
    found = guest(Reader({"value": linux_output(line)}, "$", source))
    assert found.linux is not None
    parts: list[Any] = [found, found.linux, *found.services]
    silent = [field.name for part in parts for field in dataclasses.fields(part) if getattr(part, field.name) is None]
    assert silent == ["windows", "program"]


def test_nothing_is_written(tmp_path: Path) -> None:
    room = Room(tmp_path)
    environment = room.build()
    before = snapshot(tmp_path)
    subprocess.run(["sh", "-c", room.script()], env=environment, cwd=tmp_path, check=True, capture_output=True)
    assert snapshot(tmp_path) == before


def files(**changed: str | None) -> Break:
    """Other files; the names are those of the table below, None removes one."""
    paths = {
        "mounts": "proc/self/mounts",
        "memory": "proc/meminfo",
        "freezer": f"{PLUGIN}/main/safefreeze/bin/safefreeze",
        "status": f"{PLUGIN}/status/7.status",
        "log": LOG,
        "enforce": "sys/fs/selinux/enforce",
        "selinux": "etc/selinux/config",
        "waagent_conf": "etc/waagent.conf",
        "route": "proc/net/route",
    }

    def change(room: Room) -> None:
        for name, text in changed.items():
            room.files.pop(paths[name], None)
            if text is not None:
                room.files[paths[name]] = text

    return change


def programs(**changed: str | None) -> Break:
    def change(room: Room) -> None:
        for name, body in changed.items():
            room.programs.pop(name, None)
            if body is not None:
                room.programs[name] = body

    return change


def both(*changes: Break) -> Break:
    return lambda room: [change(room) for change in changes]


def no_python(room: Room) -> None:
    room.python = None


def no_plugin(room: Room) -> None:
    room.files = {path: text for path, text in room.files.items() if not path.startswith(PLUGIN)}


def status(code: object) -> str:
    return json.dumps([{"status": {"substatus": [{"code": 3}], "code": code, "formattedMessage": {"message": '"code": 9'}}}])


def service(name: str, state: str, start: str) -> list[dict[str, str]]:
    return [{"name": name, "state": state, "start": start, "account": ""}]


ROUTES = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\neth0 {to} 0100000A {flags} 0 0 0 00000000 0 0 0\n"


@pytest.mark.parametrize(
    ("broken", "field", "value"),
    [
        (programs(systemctl=systemctl("waagent")), "services", service("waagent", "active", "enabled")),
        (programs(systemctl=systemctl(active="inactive")), "services", service("walinuxagent", "inactive", "enabled")),
        (programs(systemctl=systemctl(enabled="disabled")), "services", service("walinuxagent", "active", "disabled")),
        (programs(systemctl=systemctl("other")), "services", service("waagent", "Absent", "")),
        (programs(systemctl="exit 1"), "services", []),
        (programs(waagent=configured(Extensions__Enabled="False")), "extensions", "False"),
        (programs(waagent=configured(Provisioning__Agent="disabled")), "provisioning", "disabled"),
        (programs(waagent=configured(AutoUpdate__UpdateToLatestVersion="False")), "autoupdate", "False"),
        (programs(waagent=configured(AutoUpdate__UpdateToLatestVersion="", AutoUpdate__Enabled="False")), "autoupdate", "False"),
        (programs(waagent=waagent(VERSION.replace("2.11.1.4", "2.2.45"))), "daemon", "2.2.45"),
        (programs(waagent=waagent(VERSION.replace("2.11.1.4", "2.2.45"))), "goal", "2.15.0.1"),
        (programs(waagent=waagent("WALinuxAgent-2.0.16")), "goal", ""),
        (programs(waagent=None), "daemon", ""),
        (programs(waagent=None), "extensions", ""),
        (both(programs(waagent=None), files(waagent_conf="#Extensions.Enabled=y\nExtensions.Enabled=n\n")), "extensions", "n"),
        (both(programs(waagent="exit 1"), files(waagent_conf="AutoUpdate.Enabled=y\n")), "autoupdate", "y"),
        (files(mounts=MOUNTS.replace("sda1 / ext4 rw", "sda1 / ext4 rw,noexec")), "noexec", True),
        (files(mounts=MOUNTS + "/dev/sdc1 /var ext4 rw,nosuid,noexec 0 0\n"), "noexec", True),
        (files(mounts=MOUNTS + "/dev/sdc1 /var ext4 rw,noexec 0 0\n/dev/sdd1 /var/lib ext4 rw 0 0\n"), "noexec", False),
        (files(mounts=MOUNTS + "/dev/sdc1 /var/lib/waagentx ext4 rw,noexec 0 0\n"), "noexec", False),
        (files(mounts=None), "noexec", None),
        (files(mounts=None), "doubled", None),
        (files(mounts=MOUNTS + "/dev/sdc1 /data ext4 rw 0 0\n/dev/sdd1 /data ext4 rw 0 0\n"), "doubled", 1),
        (programs(df="exit 1"), "freemb", None),
        (programs(df="printf 'Filesystem\\n- - - - -\\n'"), "used", None),
        (files(memory="MemTotal: 4000000 kB\nMemFree: 100000 kB\nBuffers: 0 kB\nCached: 20000 kB\n"), "memfree", 3),
        (files(memory=None), "memfree", None),
        (no_python, "python", ""),
        (no_plugin, "freezer", None),
        (no_plugin, "code", None),
        (files(freezer=None), "freezer", False),
        (files(status=status(76)), "code", 76),
        (files(status=status("121")), "code", 121),
        (files(status="[{"), "code", None),
        (files(status=None), "code", None),
        (files(enforce="1"), "selinux", "Enforcing"),
        (files(enforce="0"), "selinux", "Permissive"),
        (files(selinux="SELINUX=disabled\n"), "selinux", "Disabled"),
        (files(log=FILES[LOG] + "which may due to the old wala code with error: x\n"), "misfit", True),
        (files(log=None), "misfit", None),
        (programs(ip="exit 2"), "route", False),
        (programs(ip="echo unreachable"), "route", False),
        (both(programs(ip=None), files(route=ROUTES.format(to="00000000", flags="0003"))), "route", True),
        (both(programs(ip=None), files(route=ROUTES.format(to="10813FA8", flags="0007"))), "route", True),
        (both(programs(ip=None), files(route=ROUTES.format(to="0000000A", flags="0001"))), "route", False),
        (both(programs(ip=None), files(route=ROUTES.format(to="00000000", flags="0203"))), "route", False),
        (programs(ip=None), "route", None),
        (programs(waagent=configured(HttpProxy__Host="ann:secret@proxy", HttpProxy__Port="3128")), "proxy", "proxy:3128"),
        (programs(systemctl=systemctl(environment="A=b https_proxy=http://ann:s@proxy:3128")), "proxy", "http://proxy:3128"),
    ],
)
def test_what_is_broken_shows(tmp_path: Path, broken: Break, field: str, value: object) -> None:
    room = Room(tmp_path)
    broken(room)
    assert room.answer()[field] == value


def test_the_newest_plugin_and_its_newest_status_count(tmp_path: Path) -> None:
    room = Room(tmp_path)
    older = PLUGIN.replace("9184", "999")
    room.files |= {f"{older}/status/9.status": status(2), f"{PLUGIN}/status/6.status": status(2)}
    environment = room.build()
    subprocess.run(["touch", "-d", "2020-01-01", room.root / PLUGIN / "status/6.status"], check=True)
    done = subprocess.run(["sh", "-c", room.script()], env=environment, capture_output=True, check=True)
    assert json.loads(done.stdout)["code"] == 1


@pytest.mark.parametrize("active", [True, False])
def test_a_system_without_systemd(tmp_path: Path, active: bool) -> None:
    room = Room(tmp_path)
    del room.programs["systemctl"]
    room.files |= {"etc/init.d/waagent": "", "etc/rc3.d/S98waagent": "", "proc/1/cmdline": "/sbin/init\0"}
    if active:
        room.files["proc/77/cmdline"] = "python\0-u\0/usr/sbin/waagent\0-daemon\0"
    assert room.answer()["services"] == service("waagent", "active" if active else "inactive", "enabled")


def test_a_service_that_systemd_took_over_from_init_starts_by_its_links(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.programs["systemctl"] = systemctl("waagent", enabled="generated")
    assert room.answer()["services"] == service("waagent", "active", "")


@pytest.mark.parametrize("way", ["python", "bash", "curl"])
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", (True, True, True)),
        (b"HTTP/1.0 503 Service Unavailable\r\n\r\n", (True, True, False)),
        (None, (False, False, False)),
    ],
)
def test_the_host_is_really_called(tmp_path: Path, way: str, answer: bytes | None, expected: tuple[bool, ...]) -> None:
    room = Room(tmp_path)
    if way != "python":
        room.python = None
    if way == "curl":
        if shutil.which("curl") is None and shutil.which("apt-get") is None:
            pytest.skip("no curl here")
        room.plain = (*(tool for tool in room.plain if tool != "bash"), "curl")
    with azure_host(answer or b"") as port:
        if answer is not None:
            room.host = Host(http=port, agent=port)
        found = room.answer()
    assert tuple(found[name] for name in ("host80", "host32526", "hostanswers")) == expected


def test_without_any_way_to_call_nobody_knows(tmp_path: Path) -> None:
    room = Room(tmp_path, python=None)
    room.plain = tuple(tool for tool in room.plain if tool != "bash")
    found = room.answer()
    assert (found["host80"], found["host32526"], found["hostanswers"]) == (None, None, None)


BARE = ("sh", "awk", "cat", "cut", "date", "grep", "head", "ls", "sed", "sort", "tail", "tr")


def test_a_bare_system_answers_what_it_can(tmp_path: Path) -> None:
    room = Room(tmp_path, files={}, programs={}, plain=BARE, python=None)
    found = room.answer()
    assert (found["v"], found["os"]) == (2, "linux")
    assert found["services"] == service("waagent", "Absent", "")
    assert [name for name, value in found.items() if value not in (None, "", 2, "linux")] == ["services", "clock"]


@pytest.mark.skipif(shutil.which("busybox") is None and shutil.which("apt-get") is None, reason="no busybox here")
def test_a_system_that_has_nothing_but_busybox(tmp_path: Path) -> None:
    room = Room(tmp_path, plain=())
    del room.programs["timeout"]
    environment = room.build()
    tools = tmp_path / "tools"
    busybox = shutil.which("busybox")
    assert busybox is not None
    for name in (*BARE, "timeout"):
        (tools / name).symlink_to(busybox)
    for stub in (tmp_path / "stubs").iterdir():
        stub.write_text(stub.read_text("utf-8").replace("#!/bin/sh", f"#!{busybox} sh"), "utf-8")
    done = subprocess.run([busybox, "sh", "-c", room.script()], env=environment, capture_output=True, check=True)
    found = json.loads(done.stdout)
    healthy = {**HEALTHY["Linux"], "host80": False, "host32526": False, "hostanswers": False}
    assert {name: value for name, value in found.items() if name not in ("clock", "python")} == {
        name: value for name, value in healthy.items() if name != "python"
    }


def test_hostile_words_cannot_break_the_json_nor_make_it_long(tmp_path: Path) -> None:
    bomb = 'a"b\\}${x}$(touch /pwned)`id`\x1b' + "9" * 5000
    lines = "\n".join(f"{line.partition(' = ')[0]} = {bomb}" for line in CONFIGURATION.splitlines())
    room = Room(tmp_path)
    room.programs = {
        "systemctl": f"cat <<'END'\nLoadState=loaded\nActiveState={bomb}\nUnitFileState={bomb}\nEND",
        "waagent": waagent(f"WALinuxAgent-{'9.' * 3000}\nGoal state agent: {'9.' * 3000}", lines),
        "ip": f"cat <<'END'\n{bomb}\nEND",
        "df": f"printf 'x\\nx 1 2 {'9' * 300} {'9' * 300}%%\\n'",
    }
    room.files |= {f"{PLUGIN}/status/7.status": status(10**300), "sys/fs/selinux/enforce": bomb, "proc/meminfo": f"MemTotal: {'9' * 300} kB\n"}
    found = room.answer()
    assert len(json.dumps(found, separators=(",", ":"))) < 1500
    assert found["extensions"].startswith("ab")
    assert found["code"] == 100000


def test_what_hangs_is_not_waited_for(tmp_path: Path) -> None:
    room = Room(tmp_path)
    calls = tmp_path / "calls"
    room.programs["timeout"] = f'echo "$1 ${{2##*/}}" >>{calls}; exit 124'
    found = room.answer()
    assert found["services"] == []
    limits = [int(line.split()[0]) for line in calls.read_text("utf-8").splitlines()]
    assert sum(limits) + 2 * 3 < 60, "with every program hanging, and both ports silent"


def test_only_four_lines_know_where_it_looks() -> None:
    script = probe("Linux")
    body = script.partition("agent_port=32526\n")[2]
    paths = [
        line for line in body.splitlines() if re.search(r"/(bin|etc|oem|proc|sbin|sys|usr|var)/", line) and not re.search(r"\$(root|plugin)", line)
    ]
    assert paths == ["folder=${folder:-/var/lib/waagent}"], "a name only; the root comes before it where it is used"
    assert "168.63" not in body
    assert "${" not in script.partition("root=\n")[0], "nothing comes from the environment"


@pytest.mark.skipif(shutil.which("shellcheck") is None and shutil.which("apt-get") is None, reason="no shellcheck here")
def test_shellcheck_finds_nothing() -> None:
    done = subprocess.run(["shellcheck", "--shell=sh", "-"], input=probe("Linux"), capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0
