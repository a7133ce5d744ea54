"""The Linux probe against a real Azure Linux agent: Debian's package, unpacked by `make build/waagent` and never installed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from backup_doctor.arm.guest import guest
from backup_doctor.arm.reading import Reader, Source
from backup_doctor.core.facts import LinuxGuest
from backup_doctor.core.version import Version
from backup_doctor.lab.machine import linux_output
from tests.helpers.guest_rooms import AT, Room

PACKAGE = Path(__file__).parents[3] / "build/waagent"


def _is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and re.search(r"^ID=debian$", release.read_text("utf-8"), re.MULTILINE) is not None


pytestmark = pytest.mark.skipif(not _is_debian(), reason="only Debian has the package")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A healthy system with the real agent, which reads the configuration below our root."""
    assert (PACKAGE / "usr/sbin/waagent").exists(), "run: make build/waagent"
    agent = tmp_path / "agent"
    shutil.copytree(PACKAGE, agent, ignore=shutil.ignore_patterns("__pycache__"))
    room = Room(tmp_path)
    real = f"PYTHONPATH={agent}/usr/lib/python3/dist-packages exec /usr/bin/python3 {agent}/usr/sbin/waagent"
    room.programs["waagent"] = f'{real} "$1" -configuration-path:{room.root}/etc/waagent.conf'
    room.files["etc/waagent.conf"] = (PACKAGE / "etc/waagent.conf").read_text("utf-8")
    return room


def seen(room: Room) -> LinuxGuest:
    """What the parser makes of the answer."""
    found = guest(Reader({"value": linux_output(json.dumps(room.answer()))}, "$", Source("POST …", "r-1", AT, True))).linux
    assert found is not None
    return found


def test_the_packaged_agent_and_its_shipped_configuration(room: Room) -> None:
    found = seen(room)
    assert found.daemon is not None
    assert found.goal_state is not None
    version = Version.parse(found.daemon.value)
    assert version is not None
    assert version >= Version((2, 7))
    assert found.goal_state.value == found.daemon.value, "nothing has updated itself here"
    assert found.extensions_enabled is not None
    assert found.extensions_enabled.value
    assert found.provisioning_agent is not None
    assert found.provisioning_agent.value == "cloud-init", "as Debian ships it"
    assert found.auto_update is not None
    assert not found.auto_update.value, "as Debian ships it"


def test_the_agent_resolves_what_the_file_leaves_open(room: Room) -> None:
    room.files["etc/waagent.conf"] = "# nothing\n"
    found = seen(room)
    assert found.extensions_enabled is not None
    assert found.extensions_enabled.value
    assert found.provisioning_agent is not None
    assert found.provisioning_agent.value == "auto"


def test_what_is_switched_off_is_seen(room: Room) -> None:
    room.files["etc/waagent.conf"] += "Extensions.Enabled=n\nHttpProxy.Host=proxy\nHttpProxy.Port=3128\n"
    answer = room.answer()
    assert answer["extensions"] == "False"
    assert answer["proxy"] == "proxy:3128"
    assert list(room.folder.rglob("__pycache__")) == [], "not even compiled Python is written"


def test_the_agents_own_file_reads_the_same_without_the_agent(room: Room) -> None:
    del room.programs["waagent"]
    answer = room.answer()
    assert (answer["extensions"], answer["provisioning"], answer["autoupdate"]) == ("y", "cloud-init", "n")
    assert answer["daemon"] == ""
