"""The Linux VM agent is out of date, stopped or missing."""

from __future__ import annotations

from ...core.facts import Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell, failed, ok
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from .. import agent_state
from ..inside import look_inside, not_told

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
    title=translate("LinuxAgent", "The agent may run extensions"),
    why=translate(
        "LinuxAgent",
        "With Extensions.Enabled=n in /etc/waagent.conf, or with /var/lib mounted noexec, the agent looks healthy and "
        "yet cannot run Azure Backup's extension.",
    ),
)
async def configuration(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    enabled, noexec = guest.extensions_enabled, guest.noexec
    if enabled is not None and not enabled.value:
        return failed(translate("LinuxAgent", "Extensions are switched off in the agent's configuration (Extensions.Enabled)."), enabled.evidence)
    if noexec is not None and noexec.value:
        return failed(translate("LinuxAgent", "/var/lib/waagent is mounted noexec: no extension can be run from there."), noexec.evidence)
    if enabled is None or noexec is None:
        return not_told()
    return ok(translate("LinuxAgent", "Extensions are enabled, and /var/lib/waagent may run programs."), enabled.evidence, noexec.evidence)


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


@cause.manual(title=translate("LinuxAgent", "See that the agent is running, and restart it if not"))
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
            "The service of the package restarts the agent after a crash (Restart=always); see that nobody has changed it. "
            "In /etc/waagent.conf AutoUpdate.UpdateToLatestVersion (older agents: AutoUpdate.Enabled) has to be y, and Extensions.Enabled too: "
            "with extensions switched off the agent looks healthy and backups fail all the same.",
        ),
        (
            Command(Shell.BASH, "systemctl show walinuxagent waagent -p Id,ActiveState,UnitFileState,Restart,NRestarts"),
            Command(Shell.BASH, "sudo waagent --show-configuration | grep -E '^(AutoUpdate|Extensions.Enabled)'"),
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
            Command(Shell.AZURE_CLI, f"az backup protection check-vm --vm-id {vm.quoted_id}"),
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
