"""Service tags: which contain the whole destination, which may, which do not (service tags overview, 2021-04-23)."""

from __future__ import annotations

from collections import Counter
from enum import Enum

from ...core.facts import Destination

ANYWHERE = "0.0.0.0/0"
ANY = ("*", "any", ANYWHERE)
NETWORK = "virtualnetwork"
_REGIONAL = ("storage.", "azurecloud.")

_NAMES = """
australiacentral australiacentral2 australiaeast australiasoutheast austriaeast belgiumcentral brazilsouth brazilsoutheast canadacentral
canadaeast centralindia centralus chilecentral chinaeast chinaeast2 chinaeast3 chinanorth chinanorth2 chinanorth3 denmarkeast eastasia
eastus eastus2 francecentral francesouth germanynorth germanywestcentral indonesiacentral israelcentral italynorth japaneast japanwest
jioindiacentral jioindiawest koreacentral koreasouth malaysiawest mexicocentral newzealandnorth northcentralus northeurope norwayeast
norwaywest polandcentral qatarcentral southafricanorth southafricawest southcentralus southeastasia southindia spaincentral swedencentral
swedensouth switzerlandnorth switzerlandwest uaecentral uaenorth uksouth ukwest usgovarizona usgovtexas usgovvirginia westcentralus
westeurope westindia westus westus2 westus3
"""
REGIONS = frozenset(_NAMES.split())
"""Azure's regions by their short names: a tag that ends in one of these means that region and no other."""


class Holds(Enum):
    """Whether a tag contains the destination."""

    ALL = 1
    MAYBE = 2
    """It ends in what may be the short form of the VM's own region, as ``Storage.GermanyWC``: short forms are not guessed."""
    NONE = 3


def folded_region(region: str) -> str:
    """``West Europe`` and ``westeurope`` are one region."""
    return region.casefold().replace(" ", "")


def own_storage(region: str) -> str:
    """The tag of the region's storage, case-folded."""
    return f"storage.{folded_region(region)}"


def storage_tags(region: str) -> tuple[str, ...]:
    """The tags that contain the region's storage and may stand in a route, the closest first (user-defined routes, 2023-05-27)."""
    return own_storage(region), "storage", f"azurecloud.{folded_region(region)}", "azurecloud"


def holds(tag: str, destination: Destination, region: str) -> Holds:
    """Whether a tag, or a word for «anywhere», contains the destination."""
    folded = tag.casefold()
    if destination is not Destination.STORAGE:
        return Holds.ALL if folded == destination.casefold() else Holds.NONE
    if folded in (*ANY, "internet", *storage_tags(region)):
        return Holds.ALL
    for family in _REGIONAL:
        if folded.startswith(family):
            return Holds.MAYBE if _may_shorten(folded.removeprefix(family), folded_region(region)) else Holds.NONE
    return Holds.NONE


def _may_shorten(word: str, region: str) -> bool:
    """Whether a word is no other region's name and could be put together from the letters of this one's."""
    return word not in REGIONS and Counter(word) <= Counter(region)
