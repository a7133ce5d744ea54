"""Azure Policy keeps Azure Backup from making its resource group or its restore points.

General article on VM backup (2025-12-12, code UserErrorRequestDisallowedByPolicy): mostly a policy that demands tags of every new group.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from ...core.facts import DAYS_OF_DENIALS, PolicyDenial, RestorePoint, RestorePointCollection, Vm
from ...core.model import Cause, Command, CouldNotLook, Evidence, Finding, Instructions, Listing, Shell, Status, failed, ok, warning
from ...core.resource_id import VmId, is_within, segment
from ...core.text import lazy_translate as translate
from ..restore_points import is_backup_group, is_own_collection, policy_or_none
from ..weighing import is_named

DISALLOWED = ("UserErrorRequestDisallowedByPolicy",)

cause = Cause(
    id="policy-denies-restore-points",
    title=translate("Policy", "Azure Policy forbids the resource group or the restore points of Azure Backup"),
    explanation=translate(
        "Policy",
        "Azure Backup creates a separate resource group for restore points (AzureBackupRG_…) and collections in it. A policy that denies "
        "groups without certain tags, names or regions denies these too, and the snapshot cannot be stored.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot",
)


@cause.check(
    title=translate("Policy", "Azure Policy has not refused Azure Backup anything for this VM"),
    why=translate("Policy", "The activity log of the subscription keeps every refusal, with the policy that refused. It is read three days back."),
)
async def nothing_refused(vm: Vm) -> Finding:
    named, denials = await asyncio.gather(is_named(vm, DISALLOWED), _denials_or_error(vm))
    if isinstance(denials, CouldNotLook):
        if named:
            return await _unread(vm, denials)
        raise denials
    ours = await _concerning(vm, denials, named=named)
    if ours:
        points = (await vm.restore_points()).items
        standing = [denial for denial in ours if _made_since(denial, points) is None]
        return _refused(standing[0]) if standing else _over(ours[0], points, named=named)
    return await _not_in_log(vm, denials) if named else _clean(denials)


async def _denials_or_error(vm: Vm) -> Listing[PolicyDenial] | CouldNotLook:
    try:
        return await vm.policy_denials()
    except CouldNotLook as error:
        return error


async def _concerning(vm: Vm, denials: Listing[PolicyDenial], *, named: bool) -> list[PolicyDenial]:
    """The refusals that concern this VM, newest first.

    One of a group concerns a VM that has no collection yet: where one exists no new group is needed, and the refusal may be another
    VM's, unless the error code of this VM's own backup says otherwise.
    """
    if not denials.items:
        return []
    ours: list[PolicyDenial] = []
    machine, points, policy = await asyncio.gather(vm.machine(), vm.restore_points(), policy_or_none(vm))
    own = [collection for collection in points.items if collection.made_by_backup]
    for denial in denials.items:
        if _is_group(denial):
            concerns = (named or not own) and is_backup_group(segment(denial.resource, "resourceGroups"), policy, machine.location)
        elif own:
            concerns = any(is_within(collection.id, denial.resource) for collection in own)
        else:
            concerns = is_own_collection(denial.resource, vm.id)
        if concerns:
            ours.append(denial)
    return ours


def _is_group(denial: PolicyDenial) -> bool:
    return denial.operation.casefold().startswith("microsoft.resources/")


def _made_since(denial: PolicyDenial, points: Iterable[RestorePointCollection]) -> RestorePoint | None:
    """A restore point of Azure Backup that was made after one was refused: that is over then. What else was refused stands."""
    at = denial.at
    if at is None or _is_group(denial) or not denial.operation.casefold().endswith("/write"):
        return None
    made = (point for collection in points if collection.made_by_backup for point in collection.points)
    return next((point for point in made if point.created is not None and point.created > at), None)


def _over(denial: PolicyDenial, points: Iterable[RestorePointCollection], *, named: bool) -> Finding:
    text = translate(
        "Policy",
        "On {moment} Azure Policy ({policies}) refused {operation} for this VM, but a restore point has been made since: it no longer refuses.",
    )
    words = text.format(moment=denial.at or "—", policies=denial.policies or "—", operation=denial.operation)
    counts = tuple(collection.count for collection in points if collection.made_by_backup)
    return (warning if named else ok)(words, denial.evidence, *counts)


def _refused(denial: PolicyDenial) -> Finding:
    values = {"group": segment(denial.resource, "resourceGroups"), "policies": denial.policies or "—", "operation": denial.operation}
    if denial.at is None:
        text = translate("Policy", "Azure Policy ({policies}) refused {operation} in or for group {group}.")
        return failed(text.format(**values), denial.evidence)
    text = translate("Policy", "On {moment} Azure Policy ({policies}) refused {operation} in or for group {group}.")
    return failed(text.format(**values, moment=denial.at), denial.evidence)


async def _not_in_log(vm: Vm, denials: Listing[PolicyDenial]) -> Finding:
    text = translate(
        "Policy",
        "Azure Backup says that a policy refused its request, but the activity log of the last {days} days shows no such refusal. It may be older.",
    )
    return warning(text.format(days=str(DAYS_OF_DENIALS)), *await _job(vm), *denials.evidence)


async def _unread(vm: Vm, error: CouldNotLook) -> Finding:
    """The code stands even where the log cannot be read; without any evidence of it the check could not look."""
    evidence = (*await _job(vm), *error.evidence)
    if not evidence:
        raise error
    text = translate("Policy", "Azure Backup says that a policy refused its request. Which one could not be read: {reason}")
    return Finding(Status.WARNING, text.format(reason=error.text), evidence, error.missing)


async def _job(vm: Vm) -> tuple[Evidence, ...]:
    """What the failed job said, where it can be read."""
    try:
        job = await vm.last_failed_job()
    except CouldNotLook:
        return ()
    return () if job is None else (job.words.evidence,)


def _clean(denials: Listing[PolicyDenial]) -> Finding:
    if not denials.items:
        text = translate("Policy", "In the last {days} days Azure Policy refused no resource group and no restore point in this subscription.")
        return ok(text.format(days=str(DAYS_OF_DENIALS)), *denials.evidence)
    text = translate("Policy", "Azure Policy refused %n change(s) in the subscription recently, none of them for this VM's restore points.", "", 0)
    return ok(text.counted(len(denials.items)), *denials.evidence)


@cause.manual(title=translate("Policy", "Find the policy that refuses"))
def find_policy(vm: VmId) -> Instructions:
    subscription = vm.quoted(vm.subscription)
    return Instructions(
        translate(
            "Policy",
            "The first command lists what failed in the last three days: look for RequestDisallowedByPolicy at a group AzureBackupRG_… or at a "
            "restore point collection. The second lists the policies that are assigned to the subscription.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                f"az monitor activity-log list --subscription {subscription} --status Failed --offset 3d --max-events 1000 "
                '--query "[].{time:eventTimestamp, operation:operationName.value, resource:resourceId}" --output table',
            ),
            Command(Shell.AZURE_CLI, f"az policy assignment list --subscription {subscription} --output table"),
        ),
    )


@cause.manual(title=translate("Policy", "Let the policy leave Azure Backup's group out"))
def exempt(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Policy",
            "Ask the owner of the policy to exclude groups called AzureBackupRG_…, or to add missing tags (effect Modify) instead of denying. "
            "This takes up to half an hour to come into force.",
        )
    )


@cause.manual(title=translate("Policy", "Or make the group yourself, with what the policy demands"))
def make_group(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Policy",
            "Azure Backup takes a group that is already there, if its name is the expected one: AzureBackupRG_<region>_1, or the name that "
            "the backup policy gives. Then choose Back up now in the vault.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                f'az group create --subscription {vm.quoted(vm.subscription)} --name "AzureBackupRG_<region>_1" --location "<region>" '
                '--tags "<name>=<value>"',
            ),
        ),
    )
