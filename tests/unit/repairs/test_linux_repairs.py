"""The Linux repair scripts, run for real by several shells in made-up systems."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from time import sleep

import pytest

from backup_doctor.arm.repair_scripts import outcome_of
from backup_doctor.core.scripts import script, script_files
from backup_doctor.lab.machine import linux_output
from tests.helpers.guest_rooms import SHELLS, snapshot
from tests.helpers.repair_rooms import CONF, NOTED, SYSTEMD, TOOLS, RepairRoom, of_busybox

SCRIPTS = [file for file in script_files() if file.endswith(".sh")]
RESTART = "systemd-run --on-active=30 systemctl restart walinuxagent"
NEEDS_BUSYBOX = pytest.mark.skipif(shutil.which("busybox") is None and shutil.which("apt-get") is None, reason="no busybox here")


def have(shell: str) -> str:
    """The shell, where this system has it; `make setup` installs all of them on Debian."""
    if shutil.which(SHELLS[shell][0]) is None and shutil.which("apt-get") is None:
        pytest.skip(f"no {shell} here")
    return shell


def settings(text: str) -> dict[str, str]:
    """What an agent of any age reads: the last line of a key counts, and only # at the very beginning makes a comment."""
    lines = [line for line in text.splitlines() if "=" in line and not line.startswith("#")]
    return {line.partition("=")[0].strip(): line.partition("=")[2].strip() for line in lines}


# The agent's configuration

CHANGES = {
    "auto-update": ({"AutoUpdate.UpdateToLatestVersion": "y"}, {"AutoUpdate.Enabled"}),
    "verbose-logs": ({"Logs.Verbose": "y"}, set()),
    "provisioning-auto": ({"Provisioning.Agent": "auto"}, set()),
}
"""What a change sets, and what it sets aside."""


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("name", CHANGES)
def test_a_setting_is_changed_and_taken_back_to_the_letter(tmp_path: Path, name: str, shell: str) -> None:
    room = RepairRoom(tmp_path)
    words, gone = CHANGES[name]
    expected = {key: value for key, value in settings(CONF).items() if key not in gone} | words
    texts = []
    for _ in range(2):
        assert room.run(f"linux-{name}-on.sh", SHELLS[have(shell)])["ok"] is True
        texts.append(room.read("etc/waagent.conf"))
        assert settings(texts[-1]) == expected
    assert texts[0] == texts[1]
    for _ in range(2):
        assert room.run(f"linux-{name}-off.sh", SHELLS[shell])["ok"] is True
        assert room.read("etc/waagent.conf") == CONF
    assert room.calls() == [RESTART] * 3, "the agent reads its file when it starts; with nothing to take back it is left alone"
    assert sorted(path.name for path in (room.root / "etc").iterdir()) == ["waagent.conf"]


def test_changes_of_others_in_between_stay(tmp_path: Path) -> None:
    room = RepairRoom(tmp_path)
    room.run("linux-auto-update-on.sh")
    room.run("linux-verbose-logs-on.sh")
    file = room.root / "etc/waagent.conf"
    file.write_text("HttpProxy.Host=proxy\n" + file.read_text("utf-8").replace("OS.EnableFirewall=y", "OS.EnableFirewall=n"), "utf-8")
    room.run("linux-auto-update-off.sh")
    found = settings(room.read("etc/waagent.conf"))
    assert found == settings(CONF) | {"HttpProxy.Host": "proxy", "OS.EnableFirewall": "n", "Logs.Verbose": "y"}


def test_a_setting_that_was_not_there_is_gone_again(tmp_path: Path) -> None:
    room = RepairRoom(tmp_path, files={"etc/waagent.conf": "Extensions.Enabled=y\n"})
    room.run("linux-auto-update-on.sh")
    assert settings(room.read("etc/waagent.conf")) == {"Extensions.Enabled": "y", "AutoUpdate.UpdateToLatestVersion": "y"}
    room.run("linux-auto-update-off.sh")
    assert room.read("etc/waagent.conf") == "Extensions.Enabled=y\n"


def test_the_file_keeps_its_rights_and_may_be_a_link(tmp_path: Path) -> None:
    room = RepairRoom(tmp_path, files={"usr/share/oem/waagent.conf": CONF})
    room._build()
    real = room.root / "usr/share/oem/waagent.conf"
    real.chmod(0o600)
    (room.root / "etc").mkdir()
    (room.root / "etc/waagent.conf").symlink_to(real)
    assert room.run("linux-verbose-logs-on.sh")["ok"] is True
    assert (room.root / "etc/waagent.conf").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("program", ["cp", "mv", "awk"])
def test_a_file_that_cannot_be_written_is_left_whole(tmp_path: Path, program: str) -> None:
    room = RepairRoom(tmp_path)
    room.programs[program] = "exit 1"
    answer = room.run("linux-auto-update-on.sh")
    assert answer["ok"] is False
    assert "could not be written" in answer["said"]
    assert room.read("etc/waagent.conf") == CONF
    assert room.calls() == []


def test_without_the_file_nothing_is_made(tmp_path: Path) -> None:
    room = RepairRoom(tmp_path, files={})
    assert room.run("linux-auto-update-on.sh") == {"repair": 1, "ok": False, "said": "There is no /etc/waagent.conf."}
    assert not (room.root / "etc").exists()


@NEEDS_BUSYBOX
def test_a_system_that_has_nothing_but_busybox(tmp_path: Path) -> None:
    room = RepairRoom(tmp_path)
    room.files["var/log/waagent.log"] = "hello\n"
    of_busybox(room)
    assert room.run("linux-auto-update-on.sh", SHELLS["busybox"])["ok"] is True
    assert settings(room.read("etc/waagent.conf"))["AutoUpdate.UpdateToLatestVersion"] == "y"
    assert room.run("linux-auto-update-off.sh", SHELLS["busybox"])["ok"] is True
    assert room.read("etc/waagent.conf") == CONF
    assert handed_out(room, "linux-log-agent.sh", SHELLS["busybox"]) == "hello\n"


# The agent's restart


@pytest.mark.parametrize("shell", SHELLS)
def test_the_agent_is_restarted_later_and_never_by_the_script_itself(tmp_path: Path, shell: str) -> None:
    room = RepairRoom(tmp_path)
    for _ in range(2):
        assert room.run("linux-restart-agent.sh", SHELLS[have(shell)])["ok"] is True
    assert room.calls() == ["systemctl enable walinuxagent", RESTART] * 2


def test_elsewhere_the_service_has_another_name(tmp_path: Path) -> None:
    room = RepairRoom(tmp_path)
    room.programs["systemctl"] = SYSTEMD["systemctl"].replace("show walinuxagent", "show waagent")
    assert room.run("linux-restart-agent.sh")["ok"] is True
    assert room.calls()[-1] == RESTART.replace("walinuxagent", "waagent")


def test_without_a_service_there_is_nothing_to_restart(tmp_path: Path) -> None:
    room = RepairRoom(tmp_path)
    room.programs["systemctl"] = "echo LoadState=masked"
    assert room.run("linux-restart-agent.sh")["ok"] is False
    assert room.calls() == []


def test_a_service_that_cannot_be_enabled_is_restarted_all_the_same(tmp_path: Path) -> None:
    room = RepairRoom(tmp_path)
    room.programs["systemctl"] += "\ncase $1 in enable) exit 1 ;; esac"
    answer = room.run("linux-restart-agent.sh")
    assert answer["ok"] is True
    assert "could not be set to start" in answer["said"]
    assert room.calls()[-1] == RESTART


@pytest.mark.parametrize("systemd", [True, False])
def test_without_systemd_run_another_process_waits(tmp_path: Path, systemd: bool) -> None:
    room = RepairRoom(tmp_path)
    room.programs |= {"setsid": 'exec "$@"', "nohup": 'exec "$@"', "sleep": NOTED}
    room.programs["systemd-run"] = "exit 1"
    if not systemd:
        del room.programs["systemctl"]
        room.files["etc/init.d/waagent"] = f"#!/bin/sh\n{NOTED}\n"
    room.run("linux-restart-agent.sh")
    restart = "systemctl restart walinuxagent" if systemd else "waagent restart"
    for _ in range(2000):  # it runs on by itself after the script
        if restart in room.calls():
            break
        sleep(0.01)
    assert room.calls()[-2:] == ["sleep 30", restart]


# The agent's package


def apt(package: str = "walinuxagent", refused: str = "") -> dict[str, str]:
    query = f"case $4 in {package}) echo 'install ok installed' ;; *) exit 1 ;; esac"
    manager = f"""{NOTED}
case $* in *'{refused or "nothing"}'*) exit 100 ;; '-s '*) echo 'Inst {package} [2.2.46] (2.11.1 Ubuntu:24.04 [amd64])' ;; esac"""
    return {"dpkg-query": query, "apt-get": manager, "systemd-run": NOTED}


def dnf(name: str, code: int) -> dict[str, str]:
    return {"rpm": '[ "$2" = WALinuxAgent ]', name: f"{NOTED}\ncase $* in *check-update*) exit {code} ;; esac", "systemd-run": NOTED}


def zypper(listed: str = "python-azure-agent", refresh: int = 0) -> dict[str, str]:
    body = f"""{NOTED}
case $* in
*refresh) exit {refresh} ;;
*list-updates) echo 'v | Updates | {listed} | 2.2.46 | 2.12 | noarch' ;;
esac"""
    return {"rpm": '[ "$2" = python-azure-agent ]', "zypper": body, "systemd-run": NOTED}


@pytest.mark.parametrize(
    ("programs", "planned"),
    [
        (apt(), "apt-get -qq -y .*--only-upgrade install walinuxagent"),
        (apt("waagent"), "apt-get -qq -y .*--only-upgrade install waagent"),
        (dnf("dnf", 100), "dnf -y -q update WALinuxAgent"),
        (dnf("yum", 100), "yum -y -q update WALinuxAgent"),
        (zypper(), "zypper -n -q update python-azure-agent"),
    ],
)
def test_the_package_is_updated_later_by_the_distributions_own_manager(tmp_path: Path, programs: dict[str, str], planned: str) -> None:
    room = RepairRoom(tmp_path, programs=programs)
    for _ in range(2):
        assert room.run("linux-update-agent.sh")["ok"] is True
    calls = room.calls()
    assert re.fullmatch(f"systemd-run --on-active=30 (env DEBIAN_FRONTEND=noninteractive )?{planned}", calls[-1])
    installing = [call for call in calls if re.search(r"(?<!check-)\b(install|update) \w", call) and not call.startswith("systemd-run")]
    assert all(" -d " in call or " -s " in call for call in installing), "what restarts the agent is not done by the script itself"


@pytest.mark.parametrize(
    ("programs", "words"),
    [
        (apt() | {"dpkg-query": "exit 1"}, "not installed as a package"),
        (apt(refused=" update"), "could not be read"),
        (apt() | {"apt-get": NOTED}, "no newer walinuxagent"),
        (apt(refused=" -d "), "could not be read"),
        (dnf("dnf", 0), "no newer WALinuxAgent"),
        (dnf("dnf", 1), "could not be read"),
        (dnf("yum", 100) | {"rpm": "exit 1"}, "not installed as a package"),
        (zypper(refresh=4), "could not be read"),
        (zypper(listed="bash"), "no newer python-azure-agent"),
        ({"systemd-run": NOTED}, "neither apt-get nor"),
    ],
)
def test_what_keeps_the_package_from_being_updated_is_said(tmp_path: Path, programs: dict[str, str], words: str) -> None:
    room = RepairRoom(tmp_path, programs=programs)
    answer = room.run("linux-update-agent.sh")
    assert answer["ok"] is False
    assert words in answer["said"]
    assert [call for call in room.calls() if call.startswith("systemd-run")] == []


# The firewall

IPTABLES = f"""{NOTED}
touch() {{ :; }}
[ "$1" = -w ] && shift
action=$1 && shift
case $action in
-S) exit 0 ;;
-C) grep -qxF -- "$*" "$STATE/iptables" ;;
-I) echo "$*" >>"$STATE/iptables" ;;
-D) grep -vxF -- "$*" "$STATE/iptables" >"$STATE/rest"; mv "$STATE/rest" "$STATE/iptables" ;;
esac"""
"""Keeps its rules in a file, as iptables keeps them in the kernel."""

CHAINS = """table inet filter {
\tchain input {
\t\ttype filter hook input priority filter; policy accept;
\t}
\tchain output {
\t\ttype filter hook output priority filter; policy drop;
\t}
}
table ip walinuxagent {
\tchain output {
\t\ttype filter hook output priority filter; policy accept;
\t}
}
table ip filter {
\tchain OUTPUT {
\t\ttype filter hook output priority filter; policy accept;
\t}
}
table ip6 filter {
\tchain output {
\t\ttype filter hook output priority filter; policy accept;
\t}
}"""
NFT = f"""{NOTED}
case $1 in -a) shift ;; esac
case "$1 $2" in
'list chains') cat <<'END'
{CHAINS}
END
;;
'list chain') [ ! -e "$STATE/nft.$3.$4.$5" ] || cat "$STATE/nft.$3.$4.$5" ;;
'insert rule') place=$3.$4.$5; shift 5; echo "		$* # handle 17" >>"$STATE/nft.$place" ;;
'delete rule') rm "$STATE/nft.$3.$4.$5" ;;
esac"""


def rules(room: RepairRoom) -> dict[str, str]:
    """What the firewalls hold."""
    return {path.name: path.read_text("utf-8") for path in room.folder.iterdir() if path.name.startswith(("iptables", "nft")) and path.stat().st_size}


@pytest.mark.parametrize("shell", SHELLS)
def test_root_reaches_the_host_and_then_again_does_not(tmp_path: Path, shell: str) -> None:
    room = RepairRoom(tmp_path, programs={"iptables": IPTABLES, "nft": NFT})
    for _ in range(2):
        assert room.run("linux-open-host.sh", SHELLS[have(shell)])["ok"] is True
    held = rules(room)
    assert set(held) == {"iptables", "nft.inet.filter.output"}, "not the agent's own table, nor what iptables keeps in nftables itself"
    assert held["iptables"].splitlines() == [
        "OUTPUT -p tcp -d 168.63.129.16 -m multiport --dports 80,32526 -m owner --uid-owner 0 -m comment --comment backup-doctor -j ACCEPT"
    ]
    assert len(held["nft.inet.filter.output"].splitlines()) == 1
    assert 'ip daddr 168.63.129.16 tcp dport { 80, 32526 } meta skuid 0 accept comment "backup-doctor"' in held["nft.inet.filter.output"]
    for _ in range(2):
        assert room.run("linux-close-host.sh", SHELLS[shell])["ok"] is True
        assert rules(room) == {}
    assert not any("security" in call for call in room.calls())


def test_without_iptables_its_chain_in_nftables_is_a_chain_like_others(tmp_path: Path) -> None:
    room = RepairRoom(tmp_path, programs={"nft": NFT})
    room.run("linux-open-host.sh")
    assert set(rules(room)) == {"nft.inet.filter.output", "nft.ip.filter.OUTPUT"}


@pytest.mark.parametrize(
    ("programs", "words"),
    [
        ({}, "no filter"),
        ({"nft": "exit 0"}, "no filter"),
        ({"iptables": "case $* in *-S*) ;; *) exit 1 ;; esac"}, "iptables did not take"),
        ({"nft": NFT.replace('case "$1 $2" in', "case \"$1 $2\" in 'insert rule') exit 1 ;;")}, "nftables did not take the rule: refused filter"),
    ],
)
def test_a_firewall_that_cannot_be_opened_is_said(tmp_path: Path, programs: dict[str, str], words: str) -> None:
    answer = RepairRoom(tmp_path, programs=programs).run("linux-open-host.sh")
    assert answer["ok"] is False
    assert words in answer["said"]


# Logs

AGENT, BACKUP = "var/log/waagent.log", "var/log/azure/Microsoft.Azure.RecoveryServices.VMSnapshotLinux/extension.log"


def handed_out(room: RepairRoom, file: str, shell: Sequence[str] = ("sh",)) -> str:
    """The file a script hands out, as the program reads it."""
    answer = room.run(file, shell)
    assert set(answer) == {"repair", "ok", "data"}
    line = f'{{"repair":1,"ok":true,"data":"{answer["data"]}"}}'
    return outcome_of({"value": linux_output(line)}).decode()


def agent_log(lines: int) -> str:
    """The shape of the agent's log: words that come again, with times, numbers and identifiers that do not."""
    chance = random.Random(7)
    words = (
        "INFO ExtHandler ExtHandler ProcessExtensionsGoalState started [incarnation_{n} channel: WireServer activity: {a} correlation {b}]",
        "INFO ExtHandler ExtHandler No extension/run-time settings settings found for Microsoft.Azure.RecoveryServices.VMSnapshotLinux",
        "INFO ExtHandler [HEARTBEAT] Agent WALinuxAgent-2.15.0.1 is running as the goal state agent [DEBUG HeartbeatCounter: {n};HeartbeatId: {a}]",
        "INFO CollectLogsHandler ExtHandler Starting log collection... cpu {n}% memory {b}",
    )
    stamp = "2026-11-22T03:{m:02}:{s:02}.{u:06}Z"
    return "".join(
        f"{stamp.format(m=i // 60 % 60, s=i % 60, u=chance.randrange(10**6))} "
        f"{chance.choice(words).format(n=chance.randrange(10**4), a=f'{chance.getrandbits(128):032x}', b=f'{chance.getrandbits(64):016x}')}\n"
        for i in range(lines)
    )


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(("file", "path"), [("linux-log-agent.sh", AGENT), ("linux-log-backup.sh", BACKUP)])
def test_a_log_is_handed_out_from_its_end(tmp_path: Path, file: str, path: str, shell: str) -> None:
    log = agent_log(4000)
    room = RepairRoom(tmp_path, files={path: log})
    found = handed_out(room, file, SHELLS[have(shell)])
    assert log.endswith(found)
    assert 8_000 < len(found) < 60_000
    assert handed_out(room, file, SHELLS[shell]) == found
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_short_log_is_handed_out_whole_and_a_missing_one_said(tmp_path: Path) -> None:
    room = RepairRoom(tmp_path, files={AGENT: "one\ntwo\n"})
    assert handed_out(room, "linux-log-agent.sh") == "one\ntwo\n"
    assert handed_out(room, "linux-log-backup.sh") == f"There is no /{BACKUP}.\n"
    assert "no other logs" in handed_out(room, "linux-log-others.sh")
    assert "no XML file" in handed_out(room, "linux-log-state.sh")


def test_what_cannot_be_packed_small_enough_is_cut(tmp_path: Path) -> None:
    chance = random.Random(3)
    noise = "".join(chr(chance.randrange(33, 127)) for _ in range(20_000))
    found = handed_out(RepairRoom(tmp_path, files={AGENT: noise}), "linux-log-agent.sh")
    assert 1_500 < len(found) < 4_000


SECRET = "MIICsAYJKoZIhvcNAQcDoIICoTCCAp0CAQAxggFpMIIBZQIBADBNMDkxNzA1BgoJkiaJk" * 3
LINK = "https://md.blob.storage.azure.net/a/b?sr=b&sp=rw&sig=Q2hlY2sgbWU%2Fo%3D&se=2026"


def test_secrets_stay_in_the_vm(tmp_path: Path) -> None:
    log = f'settings {{"protectedSettings": "{SECRET}"}}\nPUT {LINK}\nbye\n'
    xml = (
        '<ExtensionsConfig goalStateIncarnation="7"><Plugins>'
        '<Plugin name="Microsoft.Azure.RecoveryServices.VMSnapshotLinux" version="1.0.9184.0" location="https://x/y?sig=abc" state="enabled" />'
        f'</Plugins><PluginSettings><RuntimeSettings>{{"publicSettings": {{"command": "set-password hunter2"}}, "protectedSettings": "{SECRET}"}}'
        f"</RuntimeSettings></PluginSettings><StatusUploadBlob>{LINK}</StatusUploadBlob></ExtensionsConfig>"
    )
    other = "var/log/azure/run-command-handler/handler.log"
    room = RepairRoom(tmp_path, files={AGENT: log, BACKUP: log, other: log, "var/lib/waagent/ExtensionsConfig.7.xml": xml})
    for file in ("linux-log-agent.sh", "linux-log-backup.sh", "linux-log-others.sh", "linux-log-state.sh"):
        found = handed_out(room, file)
        assert SECRET[:40] not in found
        assert "Q2hlY2s" not in found
        assert "hunter2" not in found
    assert "sig=***&se=2026" in handed_out(room, "linux-log-agent.sh")
    state = handed_out(room, "linux-log-state.sh")
    assert 'goalStateIncarnation="7"' in state
    assert 'name="Microsoft.Azure.RecoveryServices.VMSnapshotLinux" version="1.0.9184.0" state="enabled"' in state
    assert handed_out(room, "linux-log-others.sh").startswith(f"== /{other}\n")


@pytest.mark.parametrize(("missing", "words"), [("gzip", "no gzip"), ("base64", "base64")])
def test_without_a_way_to_pack_it_says_so(tmp_path: Path, missing: str, words: str) -> None:
    room = RepairRoom(tmp_path, files={AGENT: "x\n"}, tools=tuple(tool for tool in TOOLS if tool != missing))
    answer = room.run("linux-log-agent.sh")
    assert answer["ok"] is False
    assert words in answer["said"]


@pytest.mark.parametrize("file", [file for file in SCRIPTS if "-log-" in file])
def test_reading_logs_changes_nothing(tmp_path: Path, file: str) -> None:
    room = RepairRoom(tmp_path, files={AGENT: "x\n", BACKUP: "y\n"})
    room._build()
    before = snapshot(room.root)
    room.run(file)
    assert snapshot(room.root) == before


# All of them


@pytest.mark.parametrize("file", SCRIPTS)
def test_only_one_line_knows_where_a_script_works(file: str) -> None:
    body = script(file).partition("\nroot=\n")[2]
    assert "${" not in script(file).partition("\nroot=\n")[0], "nothing comes from the environment"
    harmless = r"\$root|answer (true|false)|echo \"There|^ *#"
    paths = [line for line in body.splitlines() if re.search(r"/(bin|etc|oem|proc|sbin|sys|usr|var)/", line)]
    loose = [line for line in paths if not re.search(harmless, line)]
    assert loose == []


@pytest.mark.parametrize("file", SCRIPTS)
def test_nothing_of_it_takes_a_parameter_or_waits_for_a_terminal(file: str) -> None:
    text = script(file)
    assert text.isascii()
    assert len(text) < 8_000
    assert "exec 2>/dev/null </dev/null" in text
    assert "systemctl restart" not in text.replace('later systemctl restart "$service"', "")


@pytest.mark.parametrize("file", SCRIPTS)
@pytest.mark.skipif(shutil.which("shellcheck") is None and shutil.which("apt-get") is None, reason="no shellcheck here")
def test_shellcheck_finds_nothing(file: str) -> None:
    done = subprocess.run(["shellcheck", "--shell=sh", "-"], input=script(file), capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0
