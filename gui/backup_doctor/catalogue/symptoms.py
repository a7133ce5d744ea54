"""Azure Backup's error codes, and how to find one in whatever a user pastes.

Codes, messages and the order of their causes: Microsoft's article on agent and extension failures of
Azure Backup (2018-01-09; the article of 2025-11-12 renamed `ExtentionOperationFailed`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.diagnosis import NO_CODE, Complaint, SymptomSource
from ..core.model import Cause, CouldNotLook, Symptom
from ..core.text import lazy_translate as translate
from .causes import cause

if TYPE_CHECKING:
    from ..core.facts import Vm

C1 = "vm-no-internet-access"
C2 = "windows-agent-unresponsive"
C3 = "linux-agent-outdated"
C4 = "snapshot-status-unavailable"
C5 = "backup-extension-load-failure"
C6 = "resource-group-lock"

ALL = (C1, C2, C3, C4, C5, C6)
"""Every cause, in the article's order: what «I have no code» walks."""

_INTERNAL_ERROR = translate("Symptom", "Backup failed with an internal error - Please retry the operation in a few minutes")

SYMPTOMS: tuple[Symptom, ...] = (
    Symptom("UserErrorGuestAgentStatusUnavailable", translate("Symptom", "VM Agent unable to communicate with Azure Backup"), (C1, C2, C3, C4, C5)),
    Symptom(
        "ExtensionSnapshotFailedNoNetwork",
        translate("Symptom", "Snapshot operation failed due to no network connectivity on the virtual machine"),
        (C1, C4, C5),
    ),
    Symptom("ExtentionOperationFailed", translate("Symptom", "VMSnapshot extension operation failed"), (C4, C5, C2, C3)),
    Symptom(
        "GuestAgentSnapshotTaskStatusError",
        translate("Symptom", "Unable to perform the operation as the VM Agent is not responsive"),
        (C2, C3, C1),
    ),
    Symptom("BackUpOperationFailed", _INTERNAL_ERROR, ALL),
    Symptom("BackUpOperationFailedV2", _INTERNAL_ERROR, ALL),
)

_SPELLINGS = {
    **{symptom.code.casefold(): symptom for symptom in SYMPTOMS},
    "extensionoperationfailed": SYMPTOMS[2],
    "extensionoperationfailedformanageddisks": SYMPTOMS[2],
    "extentionoperationfailedformanageddisks": SYMPTOMS[2],
}
"""Case-folded spellings, the known misspelling and its successors among them."""

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{7,}")

_MESSAGES: tuple[tuple[str, Symptom], ...] = (
    ("vm agent unable to communicate with azure backup", SYMPTOMS[0]),
    ("агенту виртуальной машины не удается установить связь со службой azure backup", SYMPTOMS[0]),
    ("no network connectivity on the virtual machine", SYMPTOMS[1]),
    ("отсутствует сетевое подключение у виртуальной машины", SYMPTOMS[1]),
    ("отсутствия сетевого подключения у виртуальной машины", SYMPTOMS[1]),
    ("vmsnapshot extension operation failed", SYMPTOMS[2]),
    ("сбой в ходе работы расширения vmsnapshot", SYMPTOMS[2]),
    ("операция с расширением vmsnapshot завершается сбоем", SYMPTOMS[2]),
    ("vm agent is not responsive", SYMPTOMS[3]),
    ("could not communicate with the vm agent for snapshot status", SYMPTOMS[3]),
    ("агент виртуальной машины не отвечает", SYMPTOMS[3]),
    ("backup failed with an internal error", SYMPTOMS[4]),
    ("произошла внутренняя ошибка архивации", SYMPTOMS[4]),
    ("внутренняя ошибка службы backup", SYMPTOMS[4]),
)
"""What the portal prints, in English (2018 and 2025) and Russian, without case, punctuation and «ё»."""


def recognise(pasted: str) -> Symptom | None:
    """The symptom a text speaks of: a code in any letter case or known misspelling, else one of the messages.

    The first code in the text wins; mails and JSON around it do not matter.
    """
    for word in _WORD.findall(pasted):
        symptom = _SPELLINGS.get(word.casefold())
        if symptom is not None:
            return symptom
    plain = _plain(pasted)
    return next((symptom for message, symptom in _MESSAGES if message in plain), None)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", text.casefold().replace("ё", "е")).split())


def causes_of(symptom: Symptom | None) -> tuple[Cause, ...]:
    """The causes to walk, in documented order; all of them when there is no code."""
    return tuple(cause(identity) for identity in (ALL if symptom is None else symptom.causes))


async def symptom_of_last_job(vm: Vm) -> Complaint:
    """The complaint of the failed job that still stands.

    Returns:
        `NO_CODE` when there is none, or when what Azure says names no code we know.

    Raises:
        CouldNotLook: the jobs could not be read.
    """
    job = await vm.last_failed_job()
    symptom = None if job is None else recognise(job.words.value)
    return NO_CODE if symptom is None else Complaint.of(symptom, SymptomSource.LAST_JOB)


async def code_of(vm: Vm) -> str | None:
    """The code a check may weigh: the one given, else that of the last failed job; None when neither is to be had."""
    if vm.code is not None:
        return vm.code
    try:
        return (await symptom_of_last_job(vm)).code
    except CouldNotLook:
        return None
