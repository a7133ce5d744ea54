"""The Linux agent is healthy, but its configuration or its surroundings keep it from running extensions.

Facts: Azure Backup's agent article of 2025-11-12 (the cause came new with it), the support matrix of VM backup of
2025-10-27 (noexec, Python behind a proxy), and the source of the agent (WALinuxAgent 2.15) and of the extension (VMSnapshotLinux 1.0.9184).
"""

from __future__ import annotations

import asyncio

from ...core.facts import Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell, ok, skipped, unknown
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from ...core.version import Version
from ..agent_repairs import provision_linux_automatically
from ..agent_state import not_to_be_judged
from ..commands import named
from ..extension_state import REFUSED, old_news
from ..inside import inside_linux, look_inside, not_told
from ..inside_repairs import RUN
from ..weighing import proven, suspicious

cause = Cause(
    id="linux-agent-configuration",
    os="Linux",
    title=translate("LinuxConfiguration", "The Linux VM agent is configured so that it cannot run the backup extension"),
    explanation=translate(
        "LinuxConfiguration",
        "The agent can look healthy in Azure and be current, and still run no extension: because extensions are switched off in "
        "/etc/waagent.conf, because its folder is mounted noexec, or because there is no Python. "
        "Each of these can only be seen inside the VM, and while extensions are off Run Command is off too.",
    ),
    learn_more="https://learn.microsoft.com/azure/virtual-machines/extensions/agent-linux",
)


@cause.check(
    title=translate("LinuxConfiguration", "No extension is refused because extensions are switched off"),
    why=translate(
        "LinuxConfiguration",
        "A current agent that may not run extensions says so in the status of each of them. Azure shows the agent as ready anyway.",
    ),
)
async def extensions_accepted(vm: Vm) -> Finding:
    listing, machine, agent = await asyncio.gather(vm.extensions(), vm.machine(), vm.agent())
    unjudged = not_to_be_judged(machine)
    if unjudged is not None:
        return unjudged
    if not agent.is_ready:
        return old_news(agent)
    refused = [extension for extension in listing.items if REFUSED in extension.message.casefold()]
    if refused:
        text = translate("LinuxConfiguration", "The agent refuses {extension}: extensions are switched off in its configuration.")
        return await proven(vm, text.format(extension=refused[0].name), *(extension.state.evidence for extension in refused))
    # Older agents refuse without a word, so this silence rules nothing out.
    return skipped(
        translate("LinuxConfiguration", "No extension says so. Whether they are switched off can only be seen inside the VM."), *listing.evidence
    )


@cause.check(
    title=translate("LinuxConfiguration", "Extensions are switched on in the agent's configuration"),
    why=translate("LinuxConfiguration", "With Extensions.Enabled=n in /etc/waagent.conf the agent reports as ready and runs nothing."),
)
async def extensions_enabled(vm: Vm) -> Finding:
    guest = await inside_linux(vm)
    if isinstance(guest, Finding):
        return guest
    enabled = guest.extensions_enabled
    if enabled is None:
        return not_told()
    if not enabled.value:
        return await proven(
            vm, translate("LinuxConfiguration", "Extensions are switched off in /etc/waagent.conf (Extensions.Enabled)."), enabled.evidence
        )
    return ok(translate("LinuxConfiguration", "The agent runs extensions (Extensions.Enabled)."), enabled.evidence)


@cause.check(
    title=translate("LinuxConfiguration", "The agent knows who provisions the VM"),
    why=translate("LinuxConfiguration", "Azure Backup requires Provisioning.Agent=auto; cloud-init or waagent named explicitly also works."),
)
async def provisioning_agent(vm: Vm) -> Finding:
    guest = await inside_linux(vm)
    if isinstance(guest, Finding):
        return guest
    provisioning = guest.provisioning_agent
    if provisioning is None:
        return not_told()
    match provisioning.value.casefold():
        case "auto" | "cloud-init" | "waagent":
            return ok(translate("LinuxConfiguration", "Provisioning.Agent is {value}.").format(value=provisioning.value), provisioning.evidence)
        case "disabled":
            return await suspicious(
                vm, translate("LinuxConfiguration", "Provisioning.Agent is disabled; Azure Backup requires auto."), provisioning.evidence
            )
        case _:
            text = translate("LinuxConfiguration", "Provisioning.Agent has a value this program does not know: {value}.")
            return unknown(text.format(value=provisioning.value), provisioning.evidence)


@cause.check(
    title=translate("LinuxConfiguration", "Programs may run from /var/lib/waagent"),
    why=translate("LinuxConfiguration", "The agent unpacks extensions there and starts them there. Mounted noexec, none of them can start."),
)
async def programs_may_run(vm: Vm) -> Finding:
    guest = await inside_linux(vm)
    if isinstance(guest, Finding):
        return guest
    if guest.noexec is None:
        return not_told()
    if guest.noexec.value:
        return await proven(
            vm, translate("LinuxConfiguration", "/var/lib/waagent is mounted noexec: no extension can start there."), guest.noexec.evidence
        )
    return ok(translate("LinuxConfiguration", "/var/lib/waagent is not mounted noexec."), guest.noexec.evidence)


OLDEST_PYTHON = Version((2, 6))
"""For the agent (agent article, 2025-11-12)."""

OLDEST_PYTHON_BEHIND_PROXY = Version((2, 7))
"""For the backup of a VM behind a proxy (support matrix, 2025-10-27)."""


@cause.check(
    title=translate("LinuxConfiguration", "The backup extension finds a Python that is new enough"),
    why=translate(
        "LinuxConfiguration",
        "The extension is written in Python but does not include it. Without Python it cannot run, although the agent is healthy.",
    ),
)
async def python(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    found = None if guest.linux is None else guest.linux.python
    if found is None:
        return not_told()
    if not found.value:
        return await proven(vm, translate("LinuxConfiguration", "The extension finds no Python on this VM."), found.evidence)
    version = Version.parse(found.value)
    if version is None:
        return unknown(
            translate("LinuxConfiguration", "The Python there has a version this program cannot read: {version}.").format(version=found.value),
            found.evidence,
        )
    proxied = guest.proxy is not None and bool(guest.proxy.value)
    oldest = OLDEST_PYTHON_BEHIND_PROXY if proxied else OLDEST_PYTHON
    values = {"version": str(version), "oldest": str(oldest)}
    if version >= oldest:
        return ok(translate("LinuxConfiguration", "Python {version} is new enough ({oldest} or later).").format(**values), found.evidence)
    if proxied:
        return await suspicious(
            vm,
            translate("LinuxConfiguration", "Python {version} is too old for a VM behind a proxy: it has to be {oldest} or later.").format(**values),
            found.evidence,
        )
    return await suspicious(
        vm, translate("LinuxConfiguration", "Python {version} is too old: it has to be {oldest} or later.").format(**values), found.evidence
    )


@cause.remedy(
    title=translate("LinuxConfiguration", "Let the agent find out who provisions the VM"),
    what=translate("LinuxConfiguration", "Sets Provisioning.Agent=auto in /etc/waagent.conf, as Azure Backup requires."),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def provisioning_auto(vm: Vm) -> Plan:
    return await provision_linux_automatically(vm)


@cause.manual(title=translate("LinuxConfiguration", "Switch extensions on"))
def switch_on_extensions(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "LinuxConfiguration",
            "Log in by SSH or through the serial console: Run Command is an extension itself and does not work here. "
            "The first command shows what holds now. Then set the value and restart the agent; its service is called walinuxagent on Ubuntu and "
            "Debian, waagent elsewhere. A comment behind the value is read as a part of it, so leave none.",
        ),
        (
            Command(Shell.AZURE_CLI, f"az serial-console connect {named(vm)}"),
            Command(Shell.BASH, "sudo waagent --show-configuration | grep -E '^(Extensions.Enabled|Provisioning.Agent)'"),
            Command(Shell.BASH, "sudo sed -i -E 's/^#? *Extensions.Enabled *=.*/Extensions.Enabled=y/' /etc/waagent.conf"),
            Command(Shell.BASH, "grep -q '^Extensions.Enabled=y' /etc/waagent.conf || echo Extensions.Enabled=y | sudo tee -a /etc/waagent.conf"),
            Command(Shell.BASH, "sudo systemctl restart walinuxagent  # Ubuntu, Debian"),
            Command(Shell.BASH, "sudo systemctl restart waagent  # other distributions"),
        ),
    )


@cause.manual(title=translate("LinuxConfiguration", "Let the agent find out who provisions the VM"))
def provision_automatically(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "LinuxConfiguration",
            "Set Provisioning.Agent=auto in /etc/waagent.conf and restart the agent. This does not provision a running VM again.",
        ),
        (
            Command(Shell.BASH, "sudo sed -i -E 's/^#? *Provisioning.Agent *=.*/Provisioning.Agent=auto/' /etc/waagent.conf"),
            Command(Shell.BASH, "sudo systemctl restart walinuxagent || sudo systemctl restart waagent"),
        ),
    )


@cause.manual(title=translate("LinuxConfiguration", "Let programs run from /var/lib/waagent"))
def remount(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "LinuxConfiguration",
            "The first command shows the file system and its options. Mount it with exec, now and in /etc/fstab, so that the next restart "
            "does not bring noexec back. Replace /var with the mount point that was shown, for example /var/lib.",
        ),
        (
            Command(Shell.BASH, "findmnt --target /var/lib/waagent"),
            Command(Shell.BASH, "sudo mount -o remount,exec /var"),
            Command(Shell.BASH, "grep -n noexec /etc/fstab"),
        ),
    )


@cause.manual(title=translate("LinuxConfiguration", "Give the extension a Python"))
def install_python(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "LinuxConfiguration",
            "The extension looks for python3, python2 and python in /usr/bin and /usr/local/bin. Install the one of the distribution.",
        ),
        (
            Command(Shell.BASH, "ls -l /usr/bin/python* /usr/local/bin/python*"),
            Command(Shell.BASH, "sudo apt-get update && sudo apt-get install python3  # Ubuntu, Debian"),
            Command(Shell.BASH, "sudo yum install python3  # RHEL, Alma, Rocky, Oracle"),
            Command(Shell.BASH, "sudo zypper install python3  # SUSE"),
        ),
    )
