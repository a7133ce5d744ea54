"""The masks themselves: which names there are, and a text without them."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address

SAME_FOR_ALL = ("168.63.129.16", "169.254.169.254", "0.0.0.0", "127.0.0.1", "::", "::1")
"""The Azure host, its metadata service, «anywhere» and «this computer» are the same for everybody and tell nothing."""

_GUID = r"(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])"
_ADDRESS = r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\w)"
_ADDRESS_6 = r"(?<![\w.:])(?=[0-9a-f:]*:[0-9a-f:]*:)[0-9a-f:]{2,39}(?![\w:])"
"""Whatever has two colons; whether it is an address `ipaddress` says, for a time of day looks much the same."""
_ACCOUNT = r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
"""From its first letter on: sought from each letter of a long word, it would take minutes to find that there is none."""
_KINDS = {
    "resourcegroups": "group",
    "virtualmachines": "VM",
    "networkinterfaces": "NIC",
    "networksecuritygroups": "NSG",
    "securityrules": "rule",
    "virtualnetworks": "network",
    "subnets": "subnet",
    "routetables": "routes",
    "routes": "route",
    "natgateways": "gateway",
    "publicipaddresses": "address",
    "loadbalancers": "balancer",
    "serviceendpointpolicies": "policy",
    "networkmanagers": "manager",
    "restorepointcollections": "collection",
    "restorepoints": "point",
    "disks": "disk",
    "vaults": "vault",
    "locks": "lock",
}
_SEGMENT = re.compile(rf"/({'|'.join(_KINDS)})/([^/?\s'\"]+)", re.IGNORECASE)
_NO_HOST = ".invalid"


class Masks:
    """Masks for what was found; ask `apply` for any string of the same diagnosis.

    A mask stands in brackets: a name of Azure cannot hold them, and a VM really called «VM-1» would otherwise keep its name.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def learn(self, name: str, kind: str, same_as: str = "") -> None:
        """Remember a name and give it the next mask of its kind.

        Args:
            same_as: another name of the same thing, which is known already.
        """
        if name and name.casefold() not in self._names:
            self._names[name.casefold()] = self._names.get(same_as.casefold()) or self._next(kind)

    def learn_host(self, host: str) -> None:
        """Remember a server's name. Its mask is a name too, so that a URL with it stays one (RFC 2606, «.invalid»)."""
        if host and host.casefold() not in self._names:
            self._names[host.casefold()] = host if host.endswith(_NO_HOST) else self._next("endpoint").strip("[]") + _NO_HOST

    def learn_ids(self, words: str) -> None:
        """Remember the names in every resource id of a text."""
        for kind, name in _SEGMENT.findall(words):
            self.learn(name, _KINDS[kind.casefold()])

    def _next(self, kind: str) -> str:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return f"[{kind}-{self._counts[kind]}]"

    def apply(self, words: str) -> str:
        """The string without names, GUIDs, addresses and accounts. One pass, so that no mask is masked again."""
        longest_first = sorted(self._names, key=len, reverse=True)  # web01-nic before web01
        names = "|".join(map(re.escape, longest_first)) or "(?!)"
        pattern = rf"(?P<account>{_ACCOUNT})|(?P<id>{_GUID})|(?<![^\W_])(?P<name>{names})(?![^\W_])|(?P<address>{_ADDRESS}|{_ADDRESS_6})"
        return re.sub(pattern, self._mask, words, flags=re.IGNORECASE)

    def _mask(self, found: re.Match[str]) -> str:
        kind = str(found.lastgroup)
        if kind == "address" and (found[0] in SAME_FOR_ALL or not _is_address(found)):
            return found[0]
        self.learn(found[0], kind)
        return self._names[found[0].casefold()]


def _is_address(found: re.Match[str]) -> bool:
    if ":" not in found[0]:
        return not _is_version(found)
    try:
        IPv6Address(found[0])
    except AddressValueError:
        return False
    return True


def _is_version(found: re.Match[str]) -> bool:
    """Agent versions look like addresses; their numbers mostly do not fit, or the word before tells."""
    before = found.string[: found.start()].casefold()
    return any(int(part) > 255 for part in found[0].split(".")) or before.rstrip().endswith(("agent", "version", "агент", "агента", "версия"))
