"""Made-up Linux systems for the repair scripts: like those of the probe, but a script may run more than once, and may change them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backup_doctor.arm.guest import LONGEST
from backup_doctor.core.scripts import script
from tests.helpers.guest_rooms import PLAIN, Room

TOOLS = (*PLAIN, "base64", "chmod", "cp", "gzip", "mktemp", "mv", "readlink", "rm", "wc", "tee")
"""Tools that touch nothing but what they are given."""

ROOT_LINE = "root="

CONF = """# Microsoft Azure Linux Agent Configuration
Extensions.Enabled=y
Provisioning.Agent=disabled
#Logs.Verbose=y
Logs.Verbose=n
  AutoUpdate.Enabled = n
AutoUpdate.UpdateToLatestVersion=n
OS.EnableFirewall=y
"""

NOTED = 'echo "${0##*/} $*" >>"$CALLS"'
"""A program that only says that it was called, and how."""

SYSTEMD: Mapping[str, str] = {
    "systemctl": f"""{NOTED}
case "$1 $2" in "show walinuxagent") echo LoadState=loaded ;; show*) echo LoadState=not-found ;; esac""",
    "systemd-run": NOTED,
}


@dataclass
class RepairRoom:
    """A system to repair."""

    folder: Path
    files: dict[str, str] = field(default_factory=lambda: {"etc/waagent.conf": CONF})
    programs: dict[str, str] = field(default_factory=lambda: dict(SYSTEMD))
    tools: tuple[str, ...] = TOOLS
    _environment: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.folder / "root"

    def calls(self) -> list[str]:
        """The calls of programs that were noted, in order; those that only ask left out."""
        log = self.folder / "calls"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        return [line for line in lines if not line.startswith("systemctl show")]

    def read(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def run(self, file: str, shell: Sequence[str] = ("sh",)) -> dict[str, Any]:
        """What a script answers: its last line. Nothing else may come out of it."""
        if not self._environment:
            self._build()
        lines = script(file).splitlines()
        assert lines.count(ROOT_LINE) == 1
        text = "\n".join(f"root={self.root}" if line == ROOT_LINE else line for line in lines)
        program = [shutil.which(shell[0]) or shell[0], *shell[1:], "-c", text]
        done = subprocess.run(program, env=self._environment, cwd=self.folder, capture_output=True, check=True)
        assert done.stderr == b""
        assert len(done.stdout) < LONGEST
        (line,) = done.stdout.decode("ascii").splitlines()
        answer = json.loads(line)
        assert isinstance(answer, dict)
        assert answer["repair"] == 1
        return answer

    def _build(self) -> None:
        room = Room(self.folder, files=self.files, programs=self.programs, plain=self.tools, python=None)
        self._environment = {**room.build(), "CALLS": str(self.folder / "calls"), "TMPDIR": str(self.folder / "tmp"), "STATE": str(self.folder)}
        (self.folder / "tmp").mkdir()
        for path in (self.root / "etc/init.d").glob("*"):
            path.chmod(0o755)


def of_busybox(room: RepairRoom) -> None:
    """Let everything be done by busybox alone."""
    busybox = shutil.which("busybox")
    assert busybox is not None
    room.tools = ()
    room._build()
    for name in (*TOOLS, "setsid"):
        (room.folder / "tools" / name).unlink(missing_ok=True)
        (room.folder / "tools" / name).symlink_to(busybox)
    for stub in (room.folder / "stubs").iterdir():
        stub.write_text(stub.read_text("utf-8").replace("#!/bin/sh", f"#!{busybox} sh"), "utf-8")
