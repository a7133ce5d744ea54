"""The Linux VM agent is out of date, stopped or missing.

Sources of the steps: update the Linux agent (2025-08-18), Linux guest agent (2022-08-03) and the agent's own documentation (2.15, 2025-11-19).
"""

from __future__ import annotations

from ...core.facts import Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from .. import agent_repairs, agent_state, guest_clock, linux_agent, power
from ..commands import show_vault
from ..inside_repairs import RUN

cause = Cause(
    id="linux-agent-outdated",
    os="Linux",
    title=translate("LinuxAgent", "The Linux VM agent is out of date or does not answer"),
    explanation=translate(
        "LinuxAgent",
        "Most agent and extension failures on Linux come from an old or stopped Azure Linux agent (waagent). "
        "Azure Backup needs it to run and to be at least version 2.2.53.1; "
        "the version that counts is the one the agent has updated itself to, not that of the package.",
    ),
    learn_more="https://learn.microsoft.com/azure/virtual-machines/extensions/update-linux-agent",
)


@cause.check(
    title=translate("LinuxAgent", "The VM agent reports to Azure"),
    why=translate("LinuxAgent", "Without a reporting agent Azure Backup cannot start its extension, and the snapshot is never asked for."),
)
async def agent_ready(vm: Vm) -> Finding:
    return await agent_state.reports(vm)


@cause.check(
    title=translate("LinuxAgent", "The VM agent is a supported version"),
    why=translate("LinuxAgent", "An old agent and a new backup extension do not fit together; the failure then often looks like a network problem."),
)
async def agent_version(vm: Vm) -> Finding:
    return await agent_state.supported(vm)


@cause.check(
    title=translate("LinuxAgent", "The VM was created with an agent"),
    why=translate("LinuxAgent", "A VM can be created without the agent. Then it has to be installed manually before the first backup."),
)
async def agent_provisioned(vm: Vm) -> Finding:
    return await agent_state.provisioned(vm)


@cause.check(
    title=translate("LinuxAgent", "The agent's service runs and starts with the system"),
    why=translate("LinuxAgent", "The service brings the agent back after a crash and after a restart of the VM. Without it the backups end there."),
)
async def service(vm: Vm) -> Finding:
    return await linux_agent.service(vm)


@cause.check(
    title=translate("LinuxAgent", "The running agent is a supported version, however old its package is"),
    why=translate(
        "LinuxAgent",
        "An agent that updates itself is newer than its package. Only the running version counts: “Goal state agent” in the output of waagent "
        "--version.",
    ),
)
async def working_version(vm: Vm) -> Finding:
    return await linux_agent.working_version(vm)


@cause.check(
    title=translate("LinuxAgent", "The agent keeps itself up to date"),
    why=translate("LinuxAgent", "Azure publishes new agents, and an agent that may not update to them becomes too old for the backup extension."),
)
async def auto_update(vm: Vm) -> Finding:
    return await linux_agent.auto_update(vm)


@cause.check(
    title=translate("LinuxAgent", "Agent and backup extension fit together"),
    why=translate(
        "LinuxAgent",
        "An extension that cannot work with an old agent fails in its own program and reports that the network is missing. "
        "Opening the network does not help then; a newer agent does.",
    ),
)
async def extension_fits(vm: Vm) -> Finding:
    return await linux_agent.extension_fits(vm)


@cause.check(
    title=translate("LinuxAgent", "The guest's clock is not ahead"),
    why=translate("LinuxAgent", "Azure does not promise backups of a VM whose clock was moved into the future."),
)
async def clock(vm: Vm) -> Finding:
    return await guest_clock.not_ahead(vm)


@cause.remedy(
    title=translate("LinuxAgent", "Restart the agent"),
    what=translate(
        "LinuxAgent",
        "Restarts the agent's service half a minute later and lets it start with the system. "
        "Helps when the service is stopped or does not start by itself.",
    ),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def restart_service(vm: Vm) -> Plan:
    return await agent_repairs.restart_linux(vm)


@cause.remedy(
    title=translate("LinuxAgent", "Update the agent's package"),
    what=translate(
        "LinuxAgent",
        "Takes the newest agent from the distribution's own repository. Helps when the agent is too old, or does not fit the backup extension.",
    ),
    permissions=RUN,
    risk=Risk.DISRUPTIVE,
)
async def update_package(vm: Vm) -> Plan:
    return await agent_repairs.update_linux(vm)


@cause.remedy(
    title=translate("LinuxAgent", "Let the agent update itself"),
    what=translate("LinuxAgent", "Sets AutoUpdate.UpdateToLatestVersion in /etc/waagent.conf, so that Azure keeps the agent current."),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def auto_update_on(vm: Vm) -> Plan:
    return await agent_repairs.let_linux_update_itself(vm)


@cause.remedy(
    title=translate("LinuxAgent", "Make the agent's log verbose"),
    what=translate("LinuxAgent", "Sets Logs.Verbose in /etc/waagent.conf, so that the next failure tells more. Undo this afterwards."),
    permissions=RUN,
    risk=Risk.SAFE,
    needs_fault=False,
)
async def verbose_logs_on(vm: Vm) -> Plan:
    return await agent_repairs.make_linux_verbose(vm)


@cause.remedy(
    title=translate("LinuxAgent", "Fetch the agent's logs"),
    what=translate(
        "LinuxAgent", "Reads the end of the logs of the agent and of its extensions, and saves them on this computer. Nothing is changed."
    ),
    permissions=RUN,
    risk=Risk.SAFE,
    needs_fault=False,
)
async def fetch_logs(vm: Vm) -> Plan:
    return await agent_repairs.logs_of_linux(vm)


power.offer(cause, power.restart_vm, power.reapply_vm, power.redeploy_vm)


@cause.manual(title=translate("LinuxAgent", "Update the agent from the distribution's repository"))
def update_agent(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "LinuxAgent",
            "Use the package of your distribution, never the code from GitHub; the releases of Azure/WALinuxAgent there only tell what is newest. "
            "If the repository has no newer version, ask the distributor. No backup may be running meanwhile.",
        ),
        (
            Command(Shell.BASH, "waagent --version  # the last line is the version that counts"),
            Command(Shell.BASH, "sudo apt-get update && sudo apt-get install walinuxagent  # Ubuntu"),
            Command(Shell.BASH, "sudo apt-get update && sudo apt-get install waagent  # Debian"),
            Command(Shell.BASH, "sudo yum install WALinuxAgent  # RHEL, Alma, Rocky, Oracle"),
            Command(Shell.BASH, "sudo zypper install python-azure-agent  # SUSE"),
        ),
    )


@cause.manual(title=translate("LinuxAgent", "Check that the agent is running, and restart it if not"))
def restart_agent(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "LinuxAgent",
            "Two processes belong to a healthy agent: the daemon and the handler process. The service is called "
            "walinuxagent on Ubuntu and Debian, waagent elsewhere.",
        ),
        (
            Command(Shell.BASH, "ps -e -o pid,args | grep -i '[w]aagent'"),
            Command(Shell.BASH, "sudo systemctl restart walinuxagent  # Ubuntu, Debian"),
            Command(Shell.BASH, "sudo systemctl restart waagent  # other distributions"),
        ),
    )


@cause.manual(title=translate("LinuxAgent", "Let the agent restart and update itself"))
def keep_agent_alive(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "LinuxAgent",
            "The service of the package restarts the agent after a crash (Restart=always); see that nobody has changed it. In "
            "/etc/waagent.conf AutoUpdate.UpdateToLatestVersion (older agents: AutoUpdate.Enabled) has to be y, and Extensions.Enabled too: "
            "with extensions switched off the agent looks healthy and backups fail anyway.",
        ),
        (
            Command(Shell.BASH, "systemctl show walinuxagent waagent -p Id,ActiveState,UnitFileState,Restart,NRestarts"),
            Command(Shell.BASH, "sudo waagent --show-configuration | grep -E '^(AutoUpdate|Extensions.Enabled)'"),
        ),
    )


@cause.manual(title=translate("LinuxAgent", "Check that the extension fits the agent and that the clock is right"))
def look_around_the_agent(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "LinuxAgent",
            "If the first command counts any lines, update the agent and remove the backup extension; the next backup brings it back. "
            "Compare the time shown (UTC) with a clock you trust, and switch time synchronisation on if it is ahead.",
        ),
        (
            Command(Shell.BASH, "sudo grep -c 'old wala code' /var/log/azure/Microsoft.Azure.RecoveryServices.VMSnapshotLinux/extension.log"),
            Command(Shell.BASH, "date -u"),
            Command(Shell.BASH, "sudo timedatectl set-ntp true"),
        ),
    )


@cause.manual(title=translate("LinuxAgent", "Back up again, and collect the logs if it still fails"))
def collect_logs(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "LinuxAgent",
            "Choose Back up now in the vault; the first command shows which vault it is. If the backup fails again, save "
            "the agent's state and logs for the support case.",
        ),
        (
            show_vault(vm),
            Command(Shell.BASH, "sudo tar czf waagent-logs.tgz /var/lib/waagent/*.xml /var/log/waagent.log /var/log/azure"),
        ),
    )


@cause.manual(title=translate("LinuxAgent", "Switch on the verbose log for a while"))
def verbose_log(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "LinuxAgent",
            "Set Logs.Verbose=y in /etc/waagent.conf, restart the agent and reproduce the failure. Set it back to n afterwards: the log grows fast.",
        ),
        (Command(Shell.BASH, "sudo sed -i 's/^Logs.Verbose=n/Logs.Verbose=y/' /etc/waagent.conf"),),
    )
