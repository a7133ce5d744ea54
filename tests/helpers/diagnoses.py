"""A diagnosis made by hand, with every kind of value a finding can hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backup_doctor.catalogue.symptoms import SYMPTOMS
from backup_doctor.core.diagnosis import CauseResult, CheckResult, Complaint, Diagnosis, Subject, SymptomSource
from backup_doctor.core.model import Evidence, Finding, Status, Verdict, failed, ok, unknown
from backup_doctor.core.permission import Permission
from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import Text
from backup_doctor.core.text import lazy_translate as translate
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
