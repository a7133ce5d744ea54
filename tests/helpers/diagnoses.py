"""A diagnosis made by hand, with every kind of value a finding can hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from backup_doctor.catalogue.symptoms import SYMPTOMS
from backup_doctor.core.action import Action, ActionStep, Sent
from backup_doctor.core.diagnosis import CauseResult, CheckResult, Complaint, Diagnosis, RemedyResult, Subject, SymptomSource
from backup_doctor.core.model import Evidence, Finding, Status, Verdict, failed, not_asked, ok, unknown
from backup_doctor.core.permission import Permission
from backup_doctor.core.plan import Risk
from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import Text
from backup_doctor.core.text import lazy_translate as translate
from backup_doctor.core.undertaking import Outcome, Stage
from backup_doctor.core.verdict import Confidence

SUBSCRIPTION = "0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10"
VM = VmId(SUBSCRIPTION, "rg-payroll", "web01")
NSG = "Microsoft.Network/networkSecurityGroups"
THEN = datetime(2026, 11, 22, 3, 12, 45, tzinfo=UTC)


def evidence(request: str, value: str, path: str = "$.properties.state") -> Evidence:
    return Evidence(f"GET https://management.azure.com{request}?api-version=2024-07-01", "5d0c2f0e-1111-4222-8333-444455556666", THEN, path, value)


def sample() -> Diagnosis:
    """A confirmed lock, an agent in order, and a question that was not allowed."""
    locked = "Lock {lock} ({level}) on resource group {group} keeps Azure Backup from cleaning up. Restore points: {total}; the limit is 18."
    lock = failed(
        Text("Lock", locked).format(lock="Payroll-Freeze", level="CanNotDelete", group="AzureBackupRG_1", total="18"),
        evidence(f"/subscriptions/{SUBSCRIPTION}/resourceGroups/AzureBackupRG_1/providers/Microsoft.Authorization/locks", "CanNotDelete"),
    )
    agent = ok(
        translate("Agent", "The agent is ready and reported {age} ago.").format(age=timedelta(minutes=1)),
        evidence(str(VM), "2.15.0.1", "$.properties.instanceView.vmAgent.vmAgentVersion"),
    )
    network = unknown(
        translate("Network", "Rule {rule} (priority {priority}) of {nsg} denies Azure Storage on TCP 443. {reason}").format(
            rule="Deny-Payroll",
            priority="200",
            nsg="web01-nsg",
            reason=translate("Agent", "The agent is ready and reported {age} ago.").format(age=timedelta(hours=3)),
        ),
        missing=Permission("Microsoft.Network/networkSecurityGroups/read", f"{VM.group_scope}/providers/{NSG}/web01-nsg"),
    )
    points = ok(translate("Lock", "%n restore point(s) of at most 18.", "", 0).counted(11), evidence(f"{VM}", "11"))
    return Diagnosis(
        version="0.1.0",
        started=THEN,
        finished=THEN + timedelta(seconds=4),
        vm=Subject(VM, "westeurope", "Windows", "running"),
        symptom=Complaint.of(SYMPTOMS[0], SymptomSource.PASTED),
        causes=(
            _cause("resource-group-lock", Verdict.CONFIRMED, no_lock=lock, room=points),
            _cause("windows-agent-unresponsive", Verdict.RULED_OUT, agent_ready=agent),
            _cause("vm-no-internet-access", Verdict.UNKNOWN, outbound_storage=network),
        ),
        root_cause="resource-group-lock",
        confidence=Confidence.MEDIUM,
        done_by_hand=frozenset({"resource-group-lock/find-lock"}),
    )


def _cause(identity: str, verdict: Verdict, **checks: Finding) -> CauseResult:
    title = translate("Lock", "A lock keeps Azure Backup from deleting old restore points")
    results = tuple(
        CheckResult(f"{identity}/{name.replace('_', '-')}", translate("Lock", "There is room for new restore points"), finding)
        for name, finding in checks.items()
    )
    return CauseResult(identity, title, verdict, results)


def finding(status: Status) -> Finding:
    """A finding of which only the status matters."""
    return Finding(status, translate("Test", "…"))


def changed() -> Diagnosis:
    """The sample after a lock was lifted and put back, and a repair that was stopped half-way and stands open."""
    sampled = sample()
    lock, agent, network = sampled.causes
    locked = translate("Repair", "The account lacks {action} on {scope}.")
    remedies = (
        RemedyResult("resource-group-lock/unlock", translate("Unlock", "Unlock, clean up, and lock again"), Risk.DISRUPTIVE, None),
        RemedyResult(
            "resource-group-lock/delete-collection",
            translate("Lock", "Delete the restore point collection"),
            Risk.DESTRUCTIVE,
            locked.format(
                action="Microsoft.Compute/restorePointCollections/delete", scope=f"{VM.group_scope}/x/restorePointCollections/Payroll-points"
            ),
        ),
    )
    before = {
        "resource-group-lock/room": failed(translate("Lock", "%n restore point(s) of at most 18.", "", 0).counted(18), evidence(f"{VM}", "18")),
        "vm-no-internet-access/outbound-storage": not_asked(translate("Lock", "Not checked {nsg}.").format(nsg="web01-nsg")),
    }
    causes = (replace(lock, remedies=remedies), agent, network)
    return replace(sampled, causes=causes, actions=(unlocked(), stopped()), before=before)


GROUP_LOCK = (
    f"https://management.azure.com/subscriptions/{SUBSCRIPTION}/resourceGroups/AzureBackupRG_1/providers/Microsoft.Authorization/locks/Payroll-Freeze"
)


def unlocked() -> Action:
    """Done to its end, with a step that only waited, one that was left out, and a lock that is back."""
    lift, back = (Text("Unlock", words).format(lock="Payroll-Freeze") for words in ("Lift lock {lock}", "Put lock {lock} back"))
    return Action(
        remedy="resource-group-lock/unlock",
        title=translate("Unlock", "Unlock, clean up, and lock again"),
        started=THEN + timedelta(minutes=1),
        finished=THEN + timedelta(hours=2),
        steps=(
            ActionStep(lift, Stage.UNDONE, Sent(f"DELETE {GROUP_LOCK}?api-version=2020-05-01", 204, "id-1")),
            ActionStep(translate("Unlock", "Wait for the clean-up"), Stage.DONE, None, said=translate("Unlock", "%n left.", "", 0).counted(2)),
            ActionStep(translate("Unlock", "Delete the collection"), Stage.SKIPPED, None),
            ActionStep(back, Stage.DONE, Sent(f"PUT {GROUP_LOCK}?api-version=2020-05-01", 201, "id-2")),
        ),
        state=Outcome.DONE,
        outcome=translate("Repair", "Carried out. The checks will show whether it helped."),
        undo=translate("Repair", "Nothing is left to undo."),
    )


def stopped() -> Action:
    """Open: one step undone, one lost on its way, one never sent."""
    rule = f"https://management.azure.com{VM.group_scope}/providers/{NSG}/web01-nsg/securityRules/Allow-Payroll?api-version=2024-07-01"
    lost = translate("Repair", "Whether {rule} took effect is not known: {reason}").format(rule="Allow-Payroll", reason="10.20.30.40 hung up")
    title = translate("Network", "Allow Azure Storage")
    return Action(
        remedy="vm-no-internet-access/allow-storage",
        title=title,
        started=THEN + timedelta(hours=3),
        finished=THEN + timedelta(hours=4),
        steps=(
            ActionStep(title, Stage.UNDONE, Sent(f"PUT {rule}", 200, "id-3"), Sent(f"DELETE {rule}", 202, "id-4")),
            ActionStep(translate("Network", "Allow {rule}").format(rule="Allow-Payroll"), Stage.UNKNOWN, Sent(f"PUT {rule}", None, ""), said=lost),
            ActionStep(translate("Network", "Wait for {vm}").format(vm="web01"), Stage.PLANNED, None),
        ),
        state=None,
        outcome=translate("Repair", "Stopped at “{step}”: {reason}").format(step=title, reason=lost),
        undo=translate("Repair", "Can still be undone: {steps}.").format(steps=title),
    )
