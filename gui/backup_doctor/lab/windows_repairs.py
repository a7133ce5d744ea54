"""What our repair scripts for Windows do inside a VM of the lab.

A script that prepares a restart answers at once; what it prepared happens a pace later.
"""

from __future__ import annotations

from collections.abc import Mapping

from .answers import Json
from .build import CURRENT_WINDOWS_AGENT
from .egress import reaches_internet
from .guest import HEALTHY
from .repairing import A_WHILE, SOON, Effect, Place, Said, close_host, come_back, given_back, hand_out, open_host, set_to, switched

AGENT_SERVICES = ("RdAgent", "WindowsAzureGuestAgent")


def _service(place: Place, name: str) -> Json:
    return next(service for service in place.says["services"] if service["name"] == name)


def _start(place: Place, name: str, **differs: object) -> bool:
    """Start a service; one that is missing, or whose program is gone, cannot be started."""
    service = _service(place, name)
    if service["state"] == "Absent" or service["program"] is False:
        return False
    place.guest.change_service(name, state="Running", **differs)
    return True


def _restart_windows_agent(place: Place) -> Said:
    missing = [name for name in AGENT_SERVICES if _service(place, name)["state"] == "Absent"]
    if missing:
        return Said(f"Not installed: {', '.join(missing)}. The agent has to be installed anew.", ok=False)
    for name in AGENT_SERVICES:
        place.guest.change_service(name, start="Auto")

    def restart() -> None:
        started = [_start(place, name) for name in AGENT_SERVICES]
        if all(started):
            come_back(place.vm)

    place.later(SOON, restart)
    return Said("RdAgent and WindowsAzureGuestAgent restart in a minute.")


def _reinstall_windows_agent(place: Place) -> Said:
    if not reaches_internet(place.world, place.vm):
        return Said("WebException: Unable to connect to the remote server", ok=False)

    def install() -> None:
        for name in AGENT_SERVICES:
            place.guest.change_service(name, state="Running", start="Auto", program=True)
        place.vm.agent.version = CURRENT_WINDOWS_AGENT
        come_back(place.vm)

    place.later(A_WHILE, install)
    return Said("The agent is installed in a minute.")


def _bypass_proxy(place: Place) -> Said:
    place.keep("proxy", "bypass")
    if place.says["proxy"]:
        place.change(bypass=True)
    return Said("168.63.129.16 goes round the proxy.")


def _stop_bypassing(place: Place) -> Said:
    place.give_back("proxy")
    return Said("The proxy settings are as they were.")


def _switch_dhcp_on(place: Place) -> Said:
    if place.says["dhcp"]:
        return Said("The interface already takes its address from DHCP.")
    if place.says["addresses"] != 1:
        return Said("The interface has several addresses. They have to be typed by hand, so nothing was changed.", ok=False)

    def switch() -> None:
        place.change(dhcp=True)
        come_back(place.vm)

    place.later(SOON, switch)
    return Said("The interface takes its address from DHCP in a minute.")


LITTLE_MB, SCARCE_PERCENT = 1024, 10
"""With less disk or memory than this the writers fail again at once."""


def _restart_writers(place: Place) -> Said:
    says = place.says
    if not says["writers"]:
        return Said("VSS lists no writers at all. Restart VSS first.", ok=False)
    if says["freemb"] < LITTLE_MB or says["memfree"] < SCARCE_PERCENT:
        return Said(f"Restarted: SQLWriter. Writers that are not stable now: {says['badwriters']} of {says['writers']}.", ok=False)
    place.change(badwriters=0)
    return Said(f"Restarted: SQLWriter. Writers that are not stable now: 0 of {says['writers']}.")


def _restart_vss(place: Place) -> Said:
    if not _start(place, "VSS", start="Manual"):
        return Said("ServiceCommandException: the service VSS cannot be started", ok=False)
    writers = place.says["writers"] or HEALTHY["Windows"]["writers"]
    place.change(writers=writers)
    return Said(f"VSS was restarted and lists {writers} writers.")


def _repair_com(place: Place) -> Said:
    if not _start(place, "COMSysApp", start="Manual"):
        return Said("ServiceCommandException: the service COMSysApp cannot be started", ok=False)
    return Said("COMSysApp starts on demand again, and was started.")


def _repair_msdtc(place: Place) -> Said:
    """Installed anew it is there, whatever it was before."""
    place.guest.change_service("MSDTC", state="Running", start="Auto", account="NT AUTHORITY\\NetworkService", program=True)
    return Said("MSDTC was installed anew, runs as Network Service and starts with Windows.")


EFFECTS: Mapping[str, Effect] = {
    "windows-restart-agent.ps1": _restart_windows_agent,
    "windows-reinstall-agent.ps1": _reinstall_windows_agent,
    "windows-open-host.ps1": open_host,
    "windows-close-host.ps1": close_host,
    "windows-bypass-proxy-on.ps1": _bypass_proxy,
    "windows-bypass-proxy-off.ps1": _stop_bypassing,
    "windows-dhcp-on.ps1": _switch_dhcp_on,
    "windows-restart-writers.ps1": _restart_writers,
    "windows-restart-vss.ps1": _restart_vss,
    "windows-repair-com.ps1": _repair_com,
    "windows-repair-msdtc.ps1": _repair_msdtc,
    "windows-no-threads-on.ps1": switched("SnapshotWithoutThreads", on=True),
    "windows-no-threads-off.ps1": switched("SnapshotWithoutThreads", on=False),
    "windows-host-first-on.ps1": switched("SnapshotMethod", on=True),
    "windows-host-first-off.ps1": switched("SnapshotMethod", on=False),
    "windows-strong-crypto-on.ps1": set_to("SchUseStrongCrypto", "crypto", True),
    "windows-strong-crypto-off.ps1": given_back("SchUseStrongCrypto"),
    "windows-installer-on.ps1": set_to("msiserver", "installer", True),
    "windows-installer-off.ps1": given_back("msiserver"),
    "windows-log-agent.ps1": hand_out("WaAppAgent.log"),
    "windows-log-installer.ps1": hand_out("TransparentInstaller.log"),
    "windows-log-backup.ps1": hand_out("VMSnapshot.log"),
}
