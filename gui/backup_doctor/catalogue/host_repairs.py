"""Plans that clear the guest's own way to the Azure host 168.63.129.16.

Facts: what is IP address 168.63.129.16 (2025-03-11: TCP 80 and 32526, never through a proxy). The Linux agent's own three rules on the host
and its never asking a proxy for it are in its source (WALinuxAgent 2.15, `firewall_manager.py`, `wire.py`).
"""

from __future__ import annotations

from ..core.facts import Guest, Vm
from ..core.plan import Plan, Unavailable
from ..core.text import lazy_translate as translate
from .inside_repairs import Script, script_plan, way_in


def _reached(guest: Guest) -> bool:
    seen = list(guest.host_ports.values())
    return all(port is not None and port.value for port in seen)


async def open_host(vm: Vm) -> Plan:
    """Both ports, by a rule of our own. Rules that block the host by name are switched off, and on again when it is taken back."""
    machine = await way_in(vm, needless=_reached)
    title = translate("HostRepair", "Allow 168.63.129.16 on TCP 80 and 32526 in the guest's own firewall")
    if machine.os == "Windows":
        note = translate(
            "HostRepair", "Rules that block this address by name are switched off. Rules that come from a group policy stay as they are."
        )
        return script_plan(vm, Script(title, "windows-open-host.ps1", "windows-close-host.ps1"), notes=(note,))
    notes = (
        translate("HostRepair", "Only root is let through. The agent's own rules on this address are left alone."),
        translate(
            "HostRepair",
            "The rule is gone when the firewall is reloaded or the VM restarts. Add it to the firewall's own configuration as well.",
        ),
    )
    return script_plan(vm, Script(title, "linux-open-host.sh", "linux-close-host.sh"), notes=notes)


def _goes_round(guest: Guest) -> bool:
    no_proxy = guest.proxy is not None and not guest.proxy.value
    bypassed = None if guest.windows is None else guest.windows.proxy_bypassed
    return no_proxy or (bypassed is not None and bypassed.value)


async def bypass_proxy(vm: Vm) -> Plan:
    """No proxy may stand before the host; the agent's account has a proxy setting of its own."""
    machine = await way_in(vm, needless=_goes_round)
    if machine.os != "Windows":
        text = translate("HostRepair", "There is nothing to change on Linux: its agent never uses a proxy for the Azure host.")
        raise Unavailable(text)
    title = translate("HostRepair", "Let 168.63.129.16 bypass the proxies of WinHTTP and of the account SYSTEM")
    note = translate("HostRepair", "A proxy that is set in the machine.config of .NET stays as it is; change that file manually.")
    return script_plan(vm, Script(title, "windows-bypass-proxy-on.ps1", "windows-bypass-proxy-off.ps1"), notes=(note,))
