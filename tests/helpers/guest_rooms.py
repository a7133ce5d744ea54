"""Made-up Linux systems for the probe: a root with files of our own, programs of our own, a host of our own on loopback.

The script runs for real in a real shell, with four of its lines replaced; its PATH leads nowhere but to the stubs and to plain tools.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

from backup_doctor.arm.guest import LONGEST
from backup_doctor.arm.probes import probe

AT = datetime(2026, 11, 22, 3, 12, 45, tzinfo=UTC)
"""When Azure answered."""

PLUGIN = "var/lib/waagent/Microsoft.Azure.RecoveryServices.VMSnapshotLinux-1.0.9184.0"
LOG = "var/log/azure/Microsoft.Azure.RecoveryServices.VMSnapshotLinux/extension.log"

CONFIGURATION = """AutoUpdate.Enabled = True
AutoUpdate.UpdateToLatestVersion = True
Extensions.Enabled = True
HttpProxy.Host = None
HttpProxy.Port = None
Logs.Verbose = False
Provisioning.Agent = auto"""
VERSION = "WALinuxAgent-2.11.1.4 running on ubuntu 24.04\nPython: 3.12.3\nGoal state agent: 2.15.0.1"
MOUNTS = """sysfs /sys sysfs rw,nosuid,nodev,noexec,relatime 0 0
/dev/sda1 / ext4 rw,relatime 0 0
/dev/sdb1 /mnt ext4 rw,noexec 0 0
systemd-1 /proc/sys/fs/binfmt_misc autofs rw 0 0
binfmt_misc /proc/sys/fs/binfmt_misc binfmt_misc rw 0 0
"""
MEMORY = """MemTotal:        4000000 kB
MemFree:          200000 kB
MemAvailable:    2320000 kB
Buffers:          100000 kB
Cached:          1000000 kB
"""

FILES: Mapping[str, str] = {
    "proc/self/mounts": MOUNTS,
    "proc/meminfo": MEMORY,
    f"{PLUGIN}/main/safefreeze/bin/safefreeze": "",
    f"{PLUGIN}/status/7.status": json.dumps([{"version": "1.0", "status": {"status": "success", "substatus": [{"code": 0}], "code": "1"}}]),
    LOG: "2026-11-22 03:10:01 start calling the presnapshot rest api\n",
}
"""A healthy system's files, by path below the root."""


def systemctl(name: str = "walinuxagent", active: str = "active", enabled: str = "enabled", environment: str = "") -> str:
    """A systemd that knows one service."""
    return f"""case "$2 $4" in
"{name} LoadState") printf 'LoadState=loaded\\nActiveState={active}\\nUnitFileState={enabled}\\n' ;;
"{name} Environment") echo 'Environment={environment}' ;;
*) printf 'LoadState=not-found\\nActiveState=inactive\\nUnitFileState=\\n' ;;
esac"""


def waagent(version: str = VERSION, configuration: str = CONFIGURATION) -> str:
    """An agent that answers its two questions."""
    return f"case $1 in\n--version) cat <<'END'\n{version}\nEND\n;;\n--show-configuration) cat <<'END'\n{configuration}\nEND\n;;\nesac"


def configured(**changed: str) -> str:
    """The agent with other settings; ``__`` stands for the dot of a key."""
    lines = dict(line.split(" = ") for line in CONFIGURATION.splitlines())
    lines |= {key.replace("__", "."): value for key, value in changed.items()}
    return waagent(configuration="\n".join(f"{key} = {value}" for key, value in lines.items()))


PROGRAMS: Mapping[str, str] = {
    "systemctl": systemctl(),
    "waagent": waagent(),
    "ip": 'echo "$4 via 10.0.0.1 dev eth0 src 10.0.0.4 uid 0"',
    "df": "printf 'Filesystem 1024-blocks Used Available Capacity Mounted on\\n/dev/sda1 129000000 54180000 62914560 42%% /\\n'",
    "timeout": 'shift; exec "$@"',  # a busy machine must not look like a program that hangs
}
"""A healthy system's programs, as bodies of shell scripts."""

PLAIN = ("sh", "dash", "bash", "busybox", "awk", "cat", "cut", "date", "grep", "head", "ls", "sed", "sort", "tail", "tr", "env")
"""Tools that look at nothing but what they are given."""

SHELLS: Mapping[str, Sequence[str]] = {"sh": ["sh"], "dash": ["dash"], "bash": ["bash", "--posix"], "busybox": ["busybox", "sh"]}


@dataclass
class Host:
    """Where the script finds what it takes for the Azure host."""

    address: str = "127.0.0.1"
    http: int = 1
    """Nothing listens on port 1."""
    agent: int = 1


@contextmanager
def azure_host(answer: bytes = b"HTTP/1.1 200 OK\r\n\r\n") -> Iterator[int]:
    """A port on loopback that answers every request like this; without an answer it closes the connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:  # closed: the test is over
                    return
                with connection:
                    request = b""
                    while b"\r\n\r\n" not in request and (piece := connection.recv(1024)):
                        request += piece  # closing before all is read would throw the answer away
                    connection.sendall(answer)

        Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


@dataclass
class Room:
    """A system to look into."""

    folder: Path
    files: dict[str, str] = field(default_factory=lambda: dict(FILES))
    programs: dict[str, str] = field(default_factory=lambda: dict(PROGRAMS))
    plain: tuple[str, ...] = PLAIN
    python: str | None = "/usr/bin/python3"
    """What lies in the made-up /usr/bin; None: there is no Python anywhere."""
    host: Host = field(default_factory=Host)

    @property
    def root(self) -> Path:
        return self.folder / "root"

    def build(self) -> dict[str, str]:
        """Lay everything out; returns the environment."""
        tools, stubs = self.folder / "tools", self.folder / "stubs"
        for folder in (tools, stubs, self.root / "usr/bin", self.root / "proc/self", self.root / "var/lib/waagent"):
            folder.mkdir(parents=True)
        for name in self.plain:
            found = shutil.which(name)
            if found is not None:
                (tools / name).symlink_to(found)
        for name, body in self.programs.items():
            (stubs / name).write_text(f"#!/bin/sh\n{body}\n", "utf-8")
            (stubs / name).chmod(0o755)
        for path, text in self.files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text, "utf-8")
        if self.python is not None:
            (self.root / "usr/bin/python3").symlink_to(self.python)
        return {"PATH": f"{stubs}:{tools}"}

    def script(self) -> str:
        """The probe with this system in its four lines."""
        lines = {
            "root=": f"root={self.root}",
            "host=168.63.129.16": f"host={self.host.address}",
            "http_port=80": f"http_port={self.host.http}",
            "agent_port=32526": f"agent_port={self.host.agent}",
        }
        script = probe("Linux").splitlines()
        assert [script.count(line) for line in lines] == [1] * len(lines)
        return "\n".join(lines.get(line, line) for line in script)

    def answer(self, shell: Sequence[str] = ("sh",)) -> dict[str, Any]:
        """What the script prints: one line of JSON, and nothing on the other stream."""
        environment = self.build()
        program = [shutil.which(shell[0]) or shell[0], *shell[1:], "-c", self.script()]
        done = subprocess.run(program, env=environment, cwd=self.folder, capture_output=True, check=True)
        assert done.stderr == b""
        assert len(done.stdout) < LONGEST
        assert done.stdout.isascii()
        (line,) = done.stdout.decode().splitlines()
        document = json.loads(line)
        assert isinstance(document, dict)
        return document


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Everything below a folder, to see that nothing has changed."""
    return {
        str(path): (os.lstat(path).st_mtime_ns, b"" if path.is_dir() or path.is_symlink() else path.read_bytes())
        for path in sorted(folder.rglob("*"))
    }
