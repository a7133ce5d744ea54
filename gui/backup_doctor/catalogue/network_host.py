"""Whether the guest reaches the Azure host, and what inside it may stand in the way.

Only something inside the guest can: rules and routes of the network do not touch the host's address (what is IP address 168.63.129.16, 2023;
network security groups, 2025-07-15). TCP 80 and 32526: Windows guest agent (2025-08-14).
"""

from __future__ import annotations

from ..core.facts import Guest, Vm
from ..core.model import Evidence, Finding, failed, ok, warning
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .agent_state import unless_agentless
from .inside import look_inside, not_told
from .network_words import said


async def host_reachable(vm: Vm) -> Finding:
    """Whether the guest reaches the Azure host."""
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    answers = {port: seen for port, seen in guest.host_ports.items() if seen is not None}
    closed = [port for port, seen in answers.items() if not seen.value]
    evidence = tuple(seen.evidence for seen in answers.values())
    if closed:
        text = translate("Network", "From inside the VM, 168.63.129.16 cannot be reached on TCP {ports}.").format(ports=", ".join(map(str, closed)))
        hints, shows = _in_the_way(guest)
        return await unless_agentless(vm, failed(said(text, *hints), *evidence, *shows))
    if len(answers) < len(guest.host_ports):
        return not_told()
    if guest.host_answers is not None and not guest.host_answers.value:
        text = translate("Network", "168.63.129.16 takes connections from inside the VM, but does not answer over HTTP as the Azure host does.")
        hints, shows = _in_the_way(guest)
        return await unless_agentless(vm, warning(said(text, *hints), guest.host_answers.evidence, *evidence, *shows))
    return _reached(guest, evidence)


def _in_the_way(guest: Guest) -> tuple[list[Text], list[Evidence]]:
    """What inside the guest may be the reason."""
    found: list[tuple[Text, Evidence]] = []
    if guest.linux is not None and guest.linux.route_to_host is not None and not guest.linux.route_to_host.value:
        found.append((translate("Network", "The guest has no route to it."), guest.linux.route_to_host.evidence))
    if guest.windows is not None and guest.windows.firewall_blocks is not None and guest.windows.firewall_blocks.value:
        blocks = guest.windows.firewall_blocks
        text = translate("Network", "The guest firewall has %n enabled outbound rule(s) that block.", "", 0).counted(blocks.value)
        found.append((text, blocks.evidence))
    bypassed = None if guest.windows is None else guest.windows.proxy_bypassed
    if guest.proxy is not None and guest.proxy.value and not (bypassed is not None and bypassed.value):
        text = translate("Network", "A proxy is set for the system; it must not be used for 168.63.129.16.")
        found.append((text, guest.proxy.evidence))
    return [text for text, _ in found], [evidence for _, evidence in found]


def _reached(guest: Guest, evidence: tuple[Evidence, ...]) -> Finding:
    """An agent and an extension that do not fit together end in «no network» too (issue 1477 of WALinuxAgent)."""
    text = translate("Network", "From inside the VM, 168.63.129.16 can be reached on TCP 80 and 32526.")
    misfit = None if guest.linux is None else guest.linux.misfit
    if misfit is None or not misfit.value:
        return ok(text, *evidence)
    trap = translate(
        "Network",
        "The extension's log shows that agent and extension do not fit together, which ends in the same error code as a missing network: "
        "update the agent and let the extension be installed again, and leave the firewall as it is.",
    )
    return ok(said(text, trap), *evidence, misfit.evidence)
