"""Security rules as Azure writes them: configured in a group, or in effect at an interface."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...core.facts import Level
from ...core.resource_id import last_name, same_id
from ...core.text import lazy_translate as translate
from ..errors import Garbled
from ..reading import Reader
from .addresses import Spans, spans
from .tags import own_storage

ACCESSES = ("allow", "deny", "alwaysallow")
DIRECTIONS = ("inbound", "outbound")
PROTOCOLS = ("*", "all", "any", "tcp", "udp", "icmp", "esp", "ah")
PORTS = re.compile(r"\*|\d{1,5}(?:\s*-\s*\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Rule:
    """One outbound rule. Singular and plural fields are one list; an empty plural means «not used»."""

    name: str
    priority: int
    access: Reader
    protocol: str
    source_ports: tuple[str, ...]
    ports: tuple[str, ...]
    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    source_groups: frozenset[str]
    """Application security groups, case-folded."""
    expanded_sources: tuple[str, ...]
    expanded_destinations: tuple[str, ...]
    """The addresses behind the destination's tag, as far as Azure lists them."""

    @property
    def word(self) -> str:
        """``allow``, ``deny`` or ``alwaysallow``.

        Raises:
            Garbled: Azure says something else.
        """
        word = self.access.needed().casefold()
        if word not in ACCESSES:
            raise Garbled(translate("Azure", "Azure names a rule access this program does not know: {access}.").format(access=word))
        return word


@dataclass(frozen=True, slots=True)
class Group:
    """The outbound rules of one level, those asked first coming first."""

    level: Level
    name: str
    id: str
    rules: tuple[Rule, ...]
    place: Reader
    """Where the rules stand."""
    tags: Mapping[str, Spans]
    """Addresses of service tags by case-folded name, where Azure lists them."""


def configured(level: Level, group: Reader) -> Group:
    """A network security group as it is configured."""
    properties = group["properties"]
    own, defaults = properties["securityRules"], properties["defaultSecurityRules"]
    rules = _outbound((place["name"], place["properties"]) for place in (*own, *defaults))
    return Group(level, group["name"].text(), group["id"].text(), rules, own, {})


def effective(document: Reader, subnet: str, expected: Iterable[str]) -> list[Group]:
    """The groups in effect at an interface (``effectiveNetworkSecurityGroups``), in the order in which a flow meets them.

    Args:
        subnet: id of the subnet of the configuration in question; an interface may lie in several.
        expected: ids of the groups that interface and subnet name.

    Raises:
        Garbled: the answer cannot be understood, or lacks one of the groups expected.
    """
    found = [group for entry in document["value"].items() if (group := _entry(entry, subnet)) is not None]
    for identity in expected:
        if not any(same_id(identity, group.id) for group in found if group.level is not Level.ADMIN):
            text = translate("Azure", "Azure's list of effective rules lacks the network security group {nsg}.")
            raise Garbled(text.format(nsg=last_name(identity)))
    return sorted(found, key=lambda group: list(Level).index(group.level))


def _entry(entry: Reader, subnet: str) -> Group | None:
    association = entry["association"]
    manager, interface = association["networkManager"]["id"].text(), association["networkInterface"]["id"].text()
    if manager:
        level, identity = Level.ADMIN, manager
    elif interface:
        level, identity = Level.INTERFACE, entry["networkSecurityGroup"]["id"].needed()
    elif not same_id(association["subnet"]["id"].needed(), subnet):
        return None
    else:
        level, identity = Level.SUBNET, entry["networkSecurityGroup"]["id"].needed()
    place = entry["effectiveSecurityRules"]
    rules = _outbound((rule["name"], rule) for rule in place.items())
    return Group(level, last_name(identity), identity, rules, place, _tags(entry["tagMap"], rules))


def _tags(tag_map: Reader, rules: Iterable[Rule]) -> dict[str, Spans]:
    """From the group's own map, and from rules for nothing but one tag."""
    named = tag_map.value if isinstance(tag_map.value, dict) else {}
    found = {tag.casefold(): spans(tag_map[tag].texts()) for tag in named}
    for rule in rules:
        tags = {destination.casefold() for destination in rule.destinations}
        if len(tags) == 1 and rule.expanded_destinations:
            found.setdefault(tags.pop(), spans(rule.expanded_destinations))
    return found


def storage_addresses(groups: Iterable[Group], region: str) -> Spans | None:
    """Where the region's storage lies exactly; None where Azure did not list it."""
    return next((found for group in groups if (found := group.tags.get(own_storage(region)))), None)


def _outbound(places: Iterable[tuple[Reader, Reader]]) -> tuple[Rule, ...]:
    found = [_rule(name, place) for name, place in places if _known(place["direction"], DIRECTIONS) == "outbound"]
    return tuple(sorted(found, key=lambda rule: rule.priority))


def _rule(name: Reader, place: Reader) -> Rule:
    return Rule(
        name=last_name(name.text()),  # an effective rule is called securityRules/<name>
        priority=_priority(place),
        access=place["access"],
        protocol=_known(place["protocol"], PROTOCOLS),
        source_ports=_ports(place, "sourcePortRange"),
        ports=_ports(place, "destinationPortRange"),
        sources=_either(place, "sourceAddressPrefix", "sourceApplicationSecurityGroups"),
        destinations=_either(place, "destinationAddressPrefix", "destinationApplicationSecurityGroups"),
        source_groups=frozenset(group["id"].text().casefold() for group in place["sourceApplicationSecurityGroups"]),
        expanded_sources=place["expandedSourceAddressPrefix"].texts(),
        expanded_destinations=place["expandedDestinationAddressPrefix"].texts(),
    )


def _priority(place: Reader) -> int:
    priority = place["priority"].value
    if not isinstance(priority, int):
        raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path=place["priority"].path))
    return priority


def _known(place: Reader, words: Iterable[str]) -> str:
    """The word here, case-folded. One that nobody knows must not make a rule pass for one that never matches."""
    word = place.needed().casefold()
    if word not in words:
        raise _unknown_word(place.path, word)
    return word


def _unknown_word(path: str, word: str) -> Garbled:
    return Garbled(translate("Azure", "Azure says {word} at {path}, which this program does not know.").format(word=word, path=path))


def _ports(place: Reader, field: str) -> tuple[str, ...]:
    ranges = _either(place, field)
    for text in ranges:
        if not PORTS.fullmatch(text.strip()):
            raise _unknown_word(place[field].path, text)
    return ranges


def _either(place: Reader, field: str, instead: str = "") -> tuple[str, ...]:
    """The values of a field, singular and plural together.

    Args:
        instead: the field with application security groups, which may stand in its place.

    Raises:
        Garbled: there is nothing at all; a rule without it must not pass for one that never matches.
    """
    plural = f"{field}es" if field.endswith("x") else f"{field}s"
    found = tuple(filter(None, (place[field].text(), *place[plural].texts())))
    if not found and not any(place[instead]):
        raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path=place[field].path))
    return found
