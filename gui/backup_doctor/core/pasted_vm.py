"""Which virtual machine a text means: whatever an administrator pastes, from a bare id to a whole mail.

`VmId.parse` reads ids as Azure writes them. This reads what reaches a clipboard: addresses of the portals of every cloud,
quoted once or several times (mail gateways wrap them into links of their own), ids of things inside a VM, backup items,
JSON, and sentences around any of these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from .plain import plain
from .resource_id import GUID, VM_TYPE, BadResourceId, VmId
from .text import Text
from .text import lazy_translate as translate

MOST = 50_000
"""Characters that are looked at: more than any mail, little enough for one glance."""

_QUOTED = 4
"""How often an address may have been quoted: the portal's own, a link in it, a mail gateway's, one to spare."""

_UNSEEN = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Characters that mail programs and web pages slip in, and nobody sees."""

_BROKEN_AT_SLASH = re.compile(r"[ \t]{0,40}[\r\n]{1,4}\s{0,40}(?=/)|(?<=/)[\r\n]{1,4}\s{0,40}")
"""A line broken before or after a slash. Elsewhere nobody can tell whether one name was broken or two stand there."""

# Names of VMs hold neither brackets nor a dot at their end (naming rules for Azure resources, Microsoft.Compute, 2025),
# so what follows them in a sentence does not become part of them. Groups may hold both.
_GROUP = r"[-\w.()]{1,90}"
_NAME = r"[-\w.]{0,80}[-\w]"
_VM = re.compile(
    rf"/subscriptions/(?P<subscription>{GUID})/resourcegroups/(?P<group>{_GROUP})"
    rf"/providers/microsoft\.compute/virtualmachines/(?P<name>{_NAME})",
    re.IGNORECASE,
)
_ITEM = re.compile(
    rf"(?:/subscriptions/(?P<subscription>{GUID})/\S{{0,400}}?)?"
    rf"(?:iaasvmcontainerv2|vmappcontainer;compute);(?P<group>{_GROUP});(?P<name>{_NAME})",
    re.IGNORECASE,
)
"""A backup item or its container. The subscription before it is the vault's."""

_OTHER = re.compile(r"/providers/(?P<type>[a-z]+(?:\.[a-z]+)+/[a-z]+)/(?P<name>[^/\s?#&\"'<>]{1,90})", re.IGNORECASE)
_SIGN = re.compile(r"^[\s\"'<«“]{0,20}https?://|/subscriptions/|iaasvmcontainerv2;|vmappcontainer;compute;", re.IGNORECASE)
_JOB = re.compile(rf"/backupjobs/{GUID}", re.IGNORECASE)
_TENANT = re.compile(r"#@(?P<tenant>[-\w.]{1,128})/", re.IGNORECASE)
_PORTAL = re.compile(r"https://(?:[-\w]{1,20}\.)?portal\.azure\.(?P<end>com|us|cn)(?![-\w.])", re.IGNORECASE)
_CLOUD_OF = {"com": "public", "us": "usgov", "cn": "china"}


@dataclass(frozen=True, slots=True)
class PastedVm:
    """The VM a text means, and what the text says of where it is."""

    subscription: str
    """Lower-case id; empty where only a backup item's name was pasted."""
    resource_group: str
    name: str
    tenant: str = ""
    """Id or domain of the tenant that a portal's address names; empty where none is named."""
    cloud: str = ""
    """Name of the portal's cloud, as `arm.cloud.CLOUDS` has it; empty where no portal is named."""
    of_item: bool = False
    """Whether a backup item names it: then the subscription is the vault's, and the VM's own may be another."""

    @property
    def vm(self) -> VmId | None:
        """Its id; None where the subscription is not known."""
        return VmId(self.subscription, self.resource_group, self.name) if self.subscription else None


def looks_pasted(text: str) -> bool:
    """Whether a text is an id, an address or a backup item's name, and no words to filter a list by."""
    return _SIGN.search(_readable(text)) is not None


def vm_meant(given: str) -> PastedVm:
    """The one VM that a text names.

    Raises:
        BadResourceId: it names none, or several; the sentence says which.
    """
    text = _readable(given)
    hits = {str(VmId(hit["subscription"], hit["group"], hit["name"])).casefold(): hit for hit in _VM.finditer(text)}
    of_item = not hits
    if of_item:
        # A container and the item in it stand in one id; the first of them has the subscription before it.
        for hit in _ITEM.finditer(text):
            hits.setdefault(f"{hit['group']};{hit['name']}".casefold(), hit)
    if len(hits) != 1:
        raise BadResourceId(given, _why_not(text, [hit["name"] for hit in hits.values()]))
    (hit,) = hits.values()
    tenant, portal = _TENANT.search(text), _PORTAL.search(text)
    return PastedVm(
        subscription=(hit["subscription"] or "").lower(),
        resource_group=hit["group"],
        name=hit["name"],
        tenant=tenant["tenant"].lower() if tenant else "",
        cloud=_CLOUD_OF[portal["end"].lower()] if portal else "",
        of_item=of_item,
    )


def _readable(given: str) -> str:
    """Without quoting, unseen characters and broken lines."""
    text = given[:MOST].translate(_UNSEEN).replace("\\/", "/")
    for _ in range(_QUOTED):
        text = unquote(text)
    return _BROKEN_AT_SLASH.sub("", text)


def _why_not(text: str, names: list[str]) -> Text | None:
    """What a text names instead of one VM; None where that is not known either."""
    if names:
        words = translate("PastedVm", "%n VM(s) are named here: {names}. Paste the id or the address of one.", "", 0)
        return words.counted(len(names)).format(names=", ".join(names[:5]) + ("…" if len(names) > 5 else ""))
    if _JOB.search(text):
        return translate("PastedVm", "This is a backup job, not its VM. Choose the VM here; the job can be pasted on the next page.")
    other = _OTHER.search(text)
    if other is None or other["type"].casefold() == VM_TYPE.casefold():
        return None
    words = translate("PastedVm", "This is “{name}” of type {type}, not a virtual machine. Paste the id or the portal address of the VM.")
    return words.format(name=plain(other["name"]), type=other["type"])
