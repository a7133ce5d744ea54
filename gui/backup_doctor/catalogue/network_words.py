"""What the checks of the network say alike: who speaks, on what grounds, and what else was noticed."""

from __future__ import annotations

from functools import reduce

from ..core.facts import Access, Destination, Grounds, NetworkPath, NsgDecision, Vm
from ..core.model import CouldNotLook, Evidence, Listing
from ..core.text import Text
from ..core.text import lazy_translate as translate

HTTPS, DNS, HTTP, ACTIVATION = 443, 53, 80, 1688
"""The last one is where Windows is activated by Azure's key service."""


async def ways_out(vm: Vm, destination: Destination = Destination.STORAGE, port: int = HTTPS) -> tuple[NetworkPath, Listing[NetworkPath]]:
    """The primary way out, which the default route takes, and all of them."""
    listed = await vm.outbound(destination, port)
    if not listed.items:
        raise CouldNotLook(translate("Network", "Azure shows no network interface for this VM."))
    return next((path for path in listed.items if path.primary), listed.items[0]), listed


def said(*sentences: Text) -> Text:
    """Whole sentences, one after the other."""
    return reduce(lambda one, two: translate("Network", "{one} {two}").format(one=one, two=two), sentences)


def grounds_of_rules(grounds: Grounds) -> Text:
    """Whether the rules in effect were read, or those configured and why."""
    if grounds.effective:
        return translate("Network", "These are the rules in effect.")
    if grounds.refusal is None:
        return translate("Network", "These are the configured rules: while the VM does not run, Azure does not work out which are in effect.")
    text = translate("Network", "These are the configured rules, because those in effect could not be read: {why}")
    return text.format(why=grounds.refusal)


def grounds_of_routes(grounds: Grounds) -> Text:
    """The same for routes."""
    if grounds.effective:
        return translate("Network", "These are the routes in effect.")
    if grounds.refusal is None:
        return translate("Network", "These are the configured routes: while the VM does not run, Azure does not work out which are in effect.")
    text = translate("Network", "These are the configured routes, because those in effect could not be read: {why}")
    return text.format(why=grounds.refusal)


def shown(path: NetworkPath, listed: Listing[NetworkPath]) -> tuple[Evidence, ...]:
    """The interfaces, every rule that decides, and what the rules rest on."""
    rules = [rule.access for decision in path.nsgs for rule in decision.rules] or [decision.evidence for decision in path.nsgs]
    unguarded = () if path.unguarded is None else (path.unguarded,)
    return (*rules, *unguarded, *path.rules.evidence, *listed.evidence)


def names(decision: NsgDecision) -> str:
    """The rules that decide, in the order of their priority."""
    return ", ".join(rule.name for rule in decision.rules)


def blocked_elsewhere(listed: Listing[NetworkPath]) -> list[Text]:
    """A sentence for each other way out that is closed."""
    text = translate("Network", "Another way out, of {nic}, is closed by rule {rule} of {nsg}; the VM's default route does not lead through it.")
    closed = [(path, each) for path in listed.items if not path.primary for each in path.nsgs if path.access is Access.DENY is each.access]
    return [text.format(nic=path.nic, rule=each.rule, nsg=each.nsg) for path, each in closed]
