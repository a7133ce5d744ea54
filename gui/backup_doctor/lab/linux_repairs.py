"""What our repair scripts for Linux do inside a VM of the lab.

A script that prepares a restart answers at once; what it prepared happens a pace later.
"""

from __future__ import annotations

from collections.abc import Mapping

from .build import CURRENT_LINUX_AGENT
from .egress import reaches_internet
from .repairing import A_WHILE, SOON, Effect, Place, Said, close_host, come_back, given_back, hand_out, open_host, set_to, switched


def _then_restart(effect: Effect) -> Effect:
    """Scripts that change the agent's configuration restart it, or it would not read it."""

    def change(place: Place) -> Said | bytes:
        outcome = effect(place)
        place.later(SOON, lambda: come_back(place.vm))
        return outcome

    return change


def _restart_linux_agent(place: Place) -> Said:
    service = place.says["services"][0]
    if service["state"] == "Absent" or service["start"] == "masked":
        return Said("There is no service walinuxagent or waagent that can be started.", ok=False)
    place.guest.change_service(service["name"], start="enabled")

    def restart() -> None:
        place.guest.change_service(service["name"], state="active")
        come_back(place.vm)

    place.later(SOON, restart)
    return Said(f"{service['name']} restarts in half a minute.")


def _update_linux_agent(place: Place) -> Said:
    if not reaches_internet(place.world, place.vm):
        return Said("The repository of the distribution could not be read. Has the VM a way to it?", ok=False)
    if place.vm.agent.version == CURRENT_LINUX_AGENT:
        return Said("The repository of the distribution has no newer walinuxagent.", ok=False)

    def update() -> None:
        place.change(daemon=CURRENT_LINUX_AGENT)
        _become_current(place)

    place.later(A_WHILE, update)
    return Said("walinuxagent is updated in half a minute.")


def _become_current(place: Place) -> None:
    place.change(goal=CURRENT_LINUX_AGENT)
    place.vm.agent.version = CURRENT_LINUX_AGENT
    come_back(place.vm)


def _let_update_itself(place: Place) -> Said:
    """Azure hands the newest agent to one that may take it; the package below stays as it is."""
    place.keep("auto-update", "autoupdate")
    place.change(autoupdate="True")

    def update() -> None:
        if place.says["autoupdate"] == "True":
            _become_current(place)

    place.later(A_WHILE, update)
    return Said("AutoUpdate.UpdateToLatestVersion=y is set.")


EFFECTS: Mapping[str, Effect] = {
    "linux-restart-agent.sh": _restart_linux_agent,
    "linux-update-agent.sh": _update_linux_agent,
    "linux-open-host.sh": open_host,
    "linux-close-host.sh": close_host,
    "linux-auto-update-on.sh": _then_restart(_let_update_itself),
    "linux-auto-update-off.sh": _then_restart(given_back("auto-update")),
    "linux-verbose-logs-on.sh": _then_restart(switched("Logs.Verbose", on=True)),
    "linux-verbose-logs-off.sh": _then_restart(switched("Logs.Verbose", on=False)),
    "linux-provisioning-auto-on.sh": _then_restart(set_to("Provisioning.Agent", "provisioning", "auto")),
    "linux-provisioning-auto-off.sh": _then_restart(given_back("Provisioning.Agent")),
    "linux-log-agent.sh": hand_out("waagent.log"),
    "linux-log-backup.sh": hand_out("extension.log"),
    "linux-log-others.sh": hand_out("others.log"),
    "linux-log-state.sh": hand_out("state.txt"),
}
