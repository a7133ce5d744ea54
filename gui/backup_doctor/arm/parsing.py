"""Azure's documents as the domain's facts. Field names and codes: Compute, Network and Authorization REST reference,
instance view examples of 2023-03-01, restore point collections of 2024-07-01."""

from __future__ import annotations

from dataclasses import replace

from ..core.facts import Agent, AttachedDisk, Extension, Health, Lock, Machine, Power, RestorePoint, RestorePointCollection
from ..core.model import Listing, Seen
from ..core.resource_id import segment
from ..core.text import lazy_translate as translate
from ..core.version import Version
from .errors import Garbled
from .reading import Reader

LOCKS = "/providers/microsoft.authorization/locks/"

OVERRULING = ("creating", "updating", "deleting", "failed")
"""States of an extension's model in which a success that the guest once reported no longer counts."""


def machine(document: Reader) -> Machine:
    """Model and instance view of a VM (``GET …/virtualMachines/{vm}?$expand=instanceView``)."""
    properties = document["properties"]
    profile = properties["storageProfile"]
    return Machine(
        id=document["id"].needed(),
        vm_id=properties["vmId"].seen(),
        name=document["name"].needed(),
        location=document["location"].needed(),
        os=_os(profile["osDisk"]["osType"]),
        now=document.source.at if document.source.dated else None,
        power=_power(properties["instanceView"]["statuses"]),
        provisioning=properties["provisioningState"].seen_needed(),
        provisioning_error=_provisioning_error(properties["instanceView"]["statuses"]),
        provisioning_since=_provisioning_status(properties["instanceView"]["statuses"])["time"].moment(),
        provisioning_message=_provisioning_status(properties["instanceView"]["statuses"])["message"].text(),
        managed_disks=_managed(profile),
        write_accelerator=_write_accelerator(profile),
        disks=tuple(_disk(place) for place in (profile["osDisk"], *profile["dataDisks"])),
        data_disks=_count(profile["dataDisks"]),
        size=properties["hardwareProfile"]["vmSize"].seen(),
        security_type=properties["securityProfile"]["securityType"].seen(),
        agent_provisioned=_agent_provisioned(properties["osProfile"]),
        extensions_allowed=_extensions_allowed(properties["osProfile"]),
    )


def _os(place: Reader) -> str:
    for os in ("Windows", "Linux"):
        if place.text().casefold() == os.casefold():
            return os
    raise Garbled(translate("Azure", "Azure names an operating system this program does not know: {os}.").format(os=place.text() or "—"))


def _power(statuses: Reader) -> Seen[Power]:
    """Independent of the provisioning state, and now and then missing (states and billing of VMs, 2023-10-31)."""
    for place in statuses:
        kind, _, state = place["code"].text().casefold().partition("/")
        if kind == "powerstate":
            known = state in Power._value2member_map_
            return Seen(Power(state) if known else Power.UNKNOWN, place["code"].evidence())
    return Seen(Power.UNKNOWN, statuses.evidence())


def _provisioning_error(statuses: Reader) -> Seen[str] | None:
    for place in statuses:
        parts = place["code"].text().split("/")
        if len(parts) > 2 and parts[0].casefold() == "provisioningstate" and parts[1].casefold() == "failed":
            return Seen(parts[2], place["code"].evidence())
    return None


def _provisioning_status(statuses: Reader) -> Reader:
    """Where Azure speaks of the provisioning state; the absent first place where it does not."""
    places = (place for place in statuses if place["code"].text().casefold().startswith("provisioningstate/"))
    return next(places, Reader(None, f"{statuses.path}[0]", statuses.source))


def _count(places: Reader) -> Seen[int] | None:
    count = len(list(places))
    return Seen(count, places.counted(count)) if isinstance(places.value, list) else None


def _disk(place: Reader) -> AttachedDisk:
    managed, ephemeral, lun = place["managedDisk"]["id"], place["diffDiskSettings"]["option"], place["lun"].value
    return AttachedDisk(
        name=place["name"].text(),
        lun=lun if type(lun) is int else None,
        managed=managed.text(),
        write_accelerator=place["writeAcceleratorEnabled"].value is True,
        ephemeral=ephemeral.is_there,
        evidence=ephemeral.evidence() if ephemeral.is_there else managed.evidence(),
    )


def _agent_provisioned(profile: Reader) -> Seen[bool] | None:
    """A VM made from a specialised disk has no profile, and then the flag is not known rather than off."""
    for flag in (profile["windowsConfiguration"]["provisionVMAgent"], profile["linuxConfiguration"]["provisionVMAgent"]):
        if isinstance(flag.value, bool):
            return Seen(flag.value, flag.evidence())
    return None


def _managed(profile: Reader) -> Seen[bool]:
    managed, file = profile["osDisk"]["managedDisk"], profile["osDisk"]["vhd"]
    if not managed.is_there and not file.is_there:
        raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path=managed.path))
    return Seen(managed.is_there, managed.evidence() if managed.is_there else file.evidence())


def _write_accelerator(profile: Reader) -> Seen[bool]:
    flags = [disk["writeAcceleratorEnabled"] for disk in (profile["osDisk"], *profile["dataDisks"])]
    accelerated = [flag for flag in flags if flag.value is True]
    return Seen(bool(accelerated), (accelerated or flags)[0].evidence())


def _extensions_allowed(profile: Reader) -> Seen[bool] | None:
    if not profile.is_there:
        return None
    allowed = profile["allowExtensionOperations"]
    return Seen(allowed.value is not False, allowed.evidence())


def agent(document: Reader) -> Agent:
    """The agent's part of the instance view; an instance view without one means a silent agent, a status without a code means nothing."""
    view = document["properties"]["instanceView"]
    if not view.is_there:
        raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path=view.path))
    status = view["vmAgent"]["statuses"][0]
    version = view["vmAgent"]["vmAgentVersion"]
    return Agent(
        code=status["code"].seen_needed() if status.is_there else status["code"].seen(),
        version=Seen(Version.parse(version.text()), version.evidence()),
        reported=status["time"].moment(),
        message=status["message"].text(),
    )


def extensions(listed: Reader, document: Reader) -> Listing[Extension]:
    """The model's list, with the state the guest reported where it has (listed by name in the instance view)."""
    instance = document["properties"]["instanceView"]
    views = {view["name"].text().casefold(): view for view in instance["extensions"]}
    handlers = {handler["type"].text().casefold(): handler for handler in instance["vmAgent"]["extensionHandlers"]}
    known = [_with_handler(_extension(place, views.pop(place["name"].text().casefold(), None)), handlers) for place in listed["value"].items()]
    unlisted = [_with_handler(_unlisted(view), handlers) for view in views.values()]
    unclaimed = [_handler_alone(handler) for kind, handler in handlers.items() if kind not in map(_handler_name, (*known, *unlisted))]
    return Listing((*known, *unlisted, *unclaimed), (listed["value"].counted(len(known)),))


def _handler_name(extension: Extension) -> str:
    return f"{extension.publisher}.{extension.kind}".casefold()


def _handler_alone(handler: Reader) -> Extension:
    """What runs in the guest although neither the model nor the instance view lists it as an extension."""
    publisher, _, kind = handler["type"].text().rpartition(".")
    code = handler["status"]["code"]
    state = Seen(_second(code.text()), code.evidence())
    version, word = handler["typeHandlerVersion"].text(), _handler_word(handler)
    return Extension(kind, publisher, kind, state, since=None, message="", version=version, handler=word, hides_failures=False)


def _handler_word(handler: Reader) -> Seen[str] | None:
    """``Not Ready`` → ``notready``. The label may be localised, so a word that is not known says nothing."""
    label = handler["status"]["displayStatus"]
    return Seen(label.text().casefold().replace(" ", ""), label.evidence()) if label.is_there else None


def _unlisted(view: Reader) -> Extension:
    """The guest may still report an extension that the model no longer has."""
    publisher, _, kind = view["type"].text().rpartition(".")
    status = view["statuses"][0]
    return Extension(
        name=view["name"].needed(),
        publisher=publisher,
        kind=kind,
        state=Seen(_second(status["code"].needed()), status["code"].evidence()),
        since=status["time"].moment(),
        message=status["message"].text(),
        version=view["typeHandlerVersion"].text(),
        handler=None,
        hides_failures=False,
    )


def _with_handler(extension: Extension, handlers: dict[str, Reader]) -> Extension:
    """An extension cannot be better than the handler that runs it."""
    handler = handlers.get(_handler_name(extension))
    if handler is None:
        return extension
    code = handler["status"]["code"]
    said = replace(
        extension,
        version=handler["typeHandlerVersion"].text() or extension.version,
        handler=_handler_word(handler),
    )
    if not code.is_there or extension.state.value != "succeeded" or _second(code.needed()) == "succeeded":
        return said
    return replace(said, state=Seen(_second(code.needed()), code.evidence()))


def _extension(place: Reader, view: Reader | None) -> Extension:
    model, status = place["properties"]["provisioningState"], None if view is None else view["statuses"][0]
    overruled = model.text().casefold() in OVERRULING  # the guest's last word is of what was asked of it before
    if status is None or not status["code"].is_there or (overruled and _second(status["code"].text()) == "succeeded"):
        state, since, message = Seen(model.needed().casefold(), model.evidence()), None, ""
    else:
        state = Seen(_second(status["code"].needed()), status["code"].evidence())
        since, message = status["time"].moment(), status["message"].text()
    properties = place["properties"]
    return Extension(
        name=place["name"].needed(),
        publisher=properties["publisher"].text(),
        kind=properties["type"].text(),
        state=state,
        since=since,
        message=message,
        version="" if view is None else view["typeHandlerVersion"].text(),
        handler=None,
        hides_failures=properties["suppressFailures"].value is True,
    )


def _second(code: str) -> str:
    """``ProvisioningState/failed/4`` → ``failed``."""
    return [*code.casefold().split("/"), ""][1]


def health(document: Reader) -> Health:
    """Resource Health of a VM (``availabilityStatuses/current``)."""
    properties = document["properties"]
    cause = next((properties[name] for name in ("context", "reasonType") if properties[name].is_there), properties["context"])
    return Health(properties["availabilityState"].seen_needed(), cause.seen(), properties["summary"].text())


def lock(place: Reader) -> Lock:
    """One management lock; what it locks follows from its own id."""
    identity = place["id"].needed()
    at = identity.casefold().rfind(LOCKS)
    return Lock(
        id=identity,
        name=place["name"].text(),
        scope=identity[:at] if at > 0 else identity,
        level=place["properties"]["level"].needed(),
        notes=place["properties"]["notes"].text(),
        evidence=place["properties"]["level"].evidence(),
    )


def restore_point_collection(document: Reader) -> RestorePointCollection:
    """A collection read with ``$expand=restorePoints``; without it Azure shows an empty list."""
    places = document["properties"]["restorePoints"]
    points = tuple(
        RestorePoint(
            name=place["name"].text(),
            created=place["properties"]["timeCreated"].moment(),
            state=place["properties"]["provisioningState"].text(),
            vm_id=place["properties"]["sourceMetadata"]["vmId"].seen(),
        )
        for place in places.items()
    )
    identity = document["id"].needed()
    return RestorePointCollection(
        id=identity,
        name=document["name"].needed(),
        resource_group=segment(identity, "resourceGroups"),
        state=document["properties"]["provisioningState"].seen(),
        points=points,
        count=places.counted(len(points)),
    )
