"""Letting the guest have its address from Azure by DHCP again, with the address it has now.

Windows guest agent (2025-08-14): on an interface with one address DHCP has to be on in the guest. A static address belongs into the
IP configuration of the interface in Azure, and has to stand there first, or the guest may get another one.
"""

from __future__ import annotations

from datetime import timedelta

from ..core.facts import Vm
from ..core.plan import Plan, Risk, Step, Unavailable
from ..core.scripts import run_script
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .gates import agent_ready, no_backup_running, unlocked
from .place import Place, joins, listed, place_of, replacing
from .watches import AGENT_RETURNS

SCRIPT = "windows-dhcp-on.ps1"


async def keep_address_then_dhcp(vm: Vm) -> Plan:
    """DHCP inside, static in Azure: the guest learns from DHCP where the host is, and keeps its address (agent and extension article, 2025-11-12)."""
    machine = await agent_ready(vm)
    if machine.os != "Windows":
        raise Unavailable(
            translate("Snapshot", "Only Windows needs DHCP to find the Azure host; Linux needs a route to it. The manual steps show how.")
        )
    await no_backup_running(vm)
    place = await place_of(vm)
    if len(listed(place.interface.properties, "ipConfigurations")) != 1:
        text = translate("Snapshot", "{nic} has several IP configurations: static addresses inside the guest are correct in that case.")
        raise Unavailable(text.format(nic=place.path.nic))
    keep = await _keep(vm, place)
    switch = Step(
        translate("Snapshot", "Switch Windows to DHCP and wait for its agent"),
        run_script(vm.id, SCRIPT),
        watch=AGENT_RETURNS,
        limit=timedelta(minutes=15),
        tolerant=True,
    )
    return Plan(
        steps=(*keep, switch),
        risk=Risk.DISRUPTIVE,
        downtime=translate("Snapshot", "All connections of the VM are interrupted for a few seconds, including remote sessions."),
        loss=translate("Snapshot", "The address and gateway that were set manually inside the guest. DNS servers set there stay."),
        undo=translate("Snapshot", "Manually, from the serial console. In Azure the address may stay static."),
        notes=_notes(place),
    )


async def _keep(vm: Vm, place: Place) -> tuple[Step, ...]:
    """The step that lets the interface keep its address, unless it does so already."""
    if str(place.configuration.get("privateIPAllocationMethod")).casefold() == "static":
        return ()
    await unlocked(vm, place.interface.id, deletes=False)
    (only,) = listed(place.interface.properties, "ipConfigurations")
    fixed = {**only, "properties": {**place.configuration, "privateIPAllocationMethod": "Static"}}
    request = replacing(place.interface, {**place.interface.properties, "ipConfigurations": [fixed]})
    title = translate("Snapshot", "Let {nic} keep its address {address}: make it static in Azure")
    needs = joins(place.interface.properties, place.configuration)
    return (Step(title.format(nic=place.path.nic, address=place.address), request, also_needs=needs, tries=3),)


def _notes(place: Place) -> tuple[Text, ...]:
    text = translate(
        "Snapshot",
        "The guest will have the address {address}, under which Azure knows the VM. If a different one was set inside, tell everyone who uses "
        "that one.",
    )
    console = translate("Snapshot", "If the VM does not come back, the serial console is the way in; it needs boot diagnostics and a password.")
    return text.format(address=place.address), console
