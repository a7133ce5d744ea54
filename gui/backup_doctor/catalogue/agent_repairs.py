"""Plans that repair the VM agent from inside the VM, and those that only help to look at it.

Facts: Windows guest agent (2025-08-14: both services Running and Automatic, the installer with a log), how to update the Linux agent
(2025-08-18: the distribution's package), the agent's own source (WALinuxAgent 2.15: which settings there are and when they are read).
"""

from __future__ import annotations

from datetime import timedelta

from ..core.facts import Guest, Vm
from ..core.plan import Plan, Risk
from ..core.text import lazy_translate as translate
from .inside_repairs import AGENT_PAUSE, NO_UNDO, Script, collected, script_plan, way_in
from .watches import AGENT_REPLACED, AGENT_RETURNS

REPLACING = timedelta(minutes=30)
"""How long a new agent is waited for: a package manager may first wait for another one."""

DETACHED = translate(
    "AgentRepair",
    "The script only plans the restart and ends: stopping the agent cuts off everything that runs through it, the script too.",
)
NOT_DURING_BACKUP = translate("AgentRepair", "No backup may start until the agent reports again; this is not offered while one is running.")


async def restart_windows(vm: Vm) -> Plan:
    """Both services belong to one agent, so both restart (Windows guest agent, 2025-08-14)."""
    await way_in(vm, during_backup=False)
    title = translate("AgentRepair", "Restart RdAgent and WindowsAzureGuestAgent in a minute, and let them start with Windows")
    script = Script(title, "windows-restart-agent.ps1", watch=AGENT_RETURNS)
    return script_plan(vm, script, downtime=AGENT_PAUSE, undo=NO_UNDO, notes=(DETACHED, NOT_DURING_BACKUP))


async def reinstall_windows(vm: Vm) -> Plan:
    """The newest release over the one that is there; nothing is uninstalled first (Windows guest agent, 2025-08-14)."""
    await way_in(vm, during_backup=False)
    title = translate("AgentRepair", "Download the newest agent, check Microsoft's signature and install it in a minute")
    script = Script(title, "windows-reinstall-agent.ps1", watch=AGENT_REPLACED, limit=REPLACING)
    return script_plan(
        vm,
        script,
        risk=Risk.DISRUPTIVE,
        downtime=AGENT_PAUSE,
        loss=translate("AgentRepair", "Nothing. Extensions and their settings stay."),
        undo=translate("AgentRepair", "Cannot be undone: the new agent replaces the old one."),
        notes=(
            translate(
                "AgentRepair",
                "The VM must be able to reach api.github.com and github.com on TCP 443. If it cannot, nothing is changed, and the agent has "
                "to be installed manually.",
            ),
            translate("AgentRepair", "The installer writes its log to Panther\\msiexec.log in the Windows folder."),
            DETACHED,
            NOT_DURING_BACKUP,
        ),
    )


async def restart_linux(vm: Vm) -> Plan:
    """The one service, whatever the distribution calls it (Linux guest agent, 2022-08-03)."""
    await way_in(vm, during_backup=False)
    title = translate("AgentRepair", "Restart the agent's service in half a minute, and let it start with the system")
    script = Script(title, "linux-restart-agent.sh", watch=AGENT_RETURNS)
    return script_plan(vm, script, downtime=AGENT_PAUSE, undo=NO_UNDO, notes=(DETACHED, NOT_DURING_BACKUP))


async def update_linux(vm: Vm) -> Plan:
    """From the distribution and never from GitHub (update the Linux agent, 2025-08-18)."""
    await way_in(vm, during_backup=False)
    title = translate("AgentRepair", "Update the agent's package from the distribution's repository")
    script = Script(title, "linux-update-agent.sh", watch=AGENT_REPLACED, limit=REPLACING)
    return script_plan(
        vm,
        script,
        risk=Risk.DISRUPTIVE,
        downtime=AGENT_PAUSE,
        undo=translate("AgentRepair", "Manually: install the older package with the distribution's package manager."),
        notes=(
            translate(
                "AgentRepair",
                "The VM must be able to reach its distribution's repository. If it cannot, or if the repository has nothing newer, nothing is "
                "changed.",
            ),
            DETACHED,
            NOT_DURING_BACKUP,
        ),
    )


def _updates_itself(guest: Guest) -> bool:
    seen = None if guest.linux is None else guest.linux.auto_update
    return seen is not None and seen.value


async def let_linux_update_itself(vm: Vm) -> Plan:
    """The setting that took AutoUpdate.Enabled's place (WALinuxAgent 2.15)."""
    await way_in(vm, during_backup=False, needless=_updates_itself)
    title = translate("AgentRepair", "Set AutoUpdate.UpdateToLatestVersion=y in /etc/waagent.conf, and restart the agent")
    script = Script(title, "linux-auto-update-on.sh", "linux-auto-update-off.sh", AGENT_RETURNS)
    notes = (
        translate("AgentRepair", "An AutoUpdate.Enabled that says otherwise is set aside. What stood in the file stays in it as a comment."),
        translate("AgentRepair", "Azure hands out the newest agent some time later, not at once."),
        DETACHED,
        NOT_DURING_BACKUP,
    )
    return script_plan(vm, script, downtime=AGENT_PAUSE, notes=notes)


async def make_linux_verbose(vm: Vm) -> Plan:
    """For the next failure only: a verbose log grows fast (Azure Backup's article of 2018-01-09)."""
    await way_in(vm, during_backup=False)
    title = translate("AgentRepair", "Set Logs.Verbose=y in /etc/waagent.conf, and restart the agent")
    script = Script(title, "linux-verbose-logs-on.sh", "linux-verbose-logs-off.sh", AGENT_RETURNS)
    note = translate("AgentRepair", "The log grows fast. Undo this when the failure has been reproduced.")
    return script_plan(vm, script, downtime=AGENT_PAUSE, notes=(note, DETACHED, NOT_DURING_BACKUP))


def _provisions_itself(guest: Guest) -> bool:
    seen = None if guest.linux is None else guest.linux.provisioning_agent
    return seen is not None and seen.value.casefold() == "auto"


async def provision_linux_automatically(vm: Vm) -> Plan:
    """Let the agent find out by itself whether cloud-init provisions (WALinuxAgent 2.15)."""
    await way_in(vm, during_backup=False, needless=_provisions_itself)
    title = translate("AgentRepair", "Set Provisioning.Agent=auto in /etc/waagent.conf, and restart the agent")
    script = Script(title, "linux-provisioning-auto-on.sh", "linux-provisioning-auto-off.sh", AGENT_RETURNS)
    note = translate("AgentRepair", "This does not provision a running VM again.")
    return script_plan(vm, script, downtime=AGENT_PAUSE, notes=(note, DETACHED, NOT_DURING_BACKUP))


async def logs_of_windows(vm: Vm) -> Plan:
    """The logs in which the agent and its installer say why they failed (Windows guest agent, 2025-08-14)."""
    return await collected(
        vm,
        (translate("AgentRepair", "Fetch the end of the agent's log"), "windows-log-agent.ps1", "WaAppAgent.log"),
        (translate("AgentRepair", "Fetch the end of the log of the agent's installer"), "windows-log-installer.ps1", "TransparentInstaller.log"),
        (translate("AgentRepair", "Fetch the end of the backup extension's logs"), "windows-log-backup.ps1", "VMSnapshot.log"),
    )


async def logs_of_linux(vm: Vm) -> Plan:
    """What to collect for a support case (Azure Backup's article of 2018-01-09), without settings, which may hold secrets."""
    return await collected(
        vm,
        (translate("AgentRepair", "Fetch the end of the agent's log"), "linux-log-agent.sh", "waagent.log"),
        (translate("AgentRepair", "Fetch the end of the backup extension's log"), "linux-log-backup.sh", "extension.log"),
        (translate("AgentRepair", "Fetch the last lines of the other extensions' logs"), "linux-log-others.sh", "others.log"),
        (translate("AgentRepair", "Fetch what the agent's XML files say of its orders, without any settings"), "linux-log-state.sh", "state.txt"),
    )
