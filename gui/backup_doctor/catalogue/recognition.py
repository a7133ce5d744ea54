"""Which error a text speaks of: anything a user may paste, and what Azure said about a failed job."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..core.model import Symptom
from .codes import SYMPTOMS
from .messages import Messages

if TYPE_CHECKING:
    from ..core.facts import Job

_BY_CODE: dict[str, list[Symptom]] = {}
for _symptom in SYMPTOMS:
    _BY_CODE.setdefault(_symptom.code.casefold(), []).append(_symptom)
for _spelling in ("extensionoperationfailed", "extensionoperationfailedformanageddisks", "extentionoperationfailedformanageddisks"):
    _BY_CODE[_spelling] = _BY_CODE["extentionoperationfailed"]
"""Symptoms by case-folded spelling, the known misspelling and its successors among them. Most codes mean one thing."""

_OF_ANYTHING = ("operationnotallowed", "resourcenotfound")
"""Codes that Azure Resource Manager has for faults of every kind. They count by their number or message, or where
nothing else was pasted and they have one meaning only."""

_WRAPPER = "usererrorcrpreportedusererror"
"""Says only that the details say more, so it gives way to any other code or message."""

_NUMBERS = {
    400239: "UserErrorGuestAgentStatusUnavailable",  # seen in published answers of the job
    320001: "ResourceNotFound",
    400094: "BCMV2VMNotFound",
    380008: "AzureVmOffline",
}
"""The few numbers that Microsoft publishes together with their codes (general article, 2025-11-12)."""

_LABELLED = r"(?:error[ _-]?code|код(?:а|ом)? ошибки)[\\\"'»]*\s*(?:[:=|]\s*|\s)[\\\"'«]*(?P<number>\d{6})(?!\d)"
_PAIRED = r"(?<!\d)(?P<paired>\d{6})[\s,;:/–-]+(?=(?:resourcenotfound|bcmv2vmnotfound|azurevmoffline)(?![a-z0-9]))"
_CODE = re.compile(rf"{_LABELLED}|{_PAIRED}|(?<![a-z0-9])(?P<word>[a-z][a-z0-9]{{7,}})", re.IGNORECASE)

_MESSAGES_OF_2018 = (
    ("UserErrorGuestAgentStatusUnavailable", "Агенту виртуальной машины не удается установить связь со службой Azure Backup"),
    ("ExtensionSnapshotFailedNoNetwork", "no network connectivity on the virtual machine"),
    ("ExtensionSnapshotFailedNoNetwork", "Сбой операции моментального снимка, отсутствует сетевое подключение у виртуальной машины"),
    ("ExtensionSnapshotFailedNoNetwork", "Сбой операции моментального снимка из-за отсутствия сетевого подключения у виртуальной машины"),
    ("ExtensionSnapshotFailedNoNetwork", "отсутствует сетевое подключение у виртуальной машины"),
    ("ExtentionOperationFailed", "Сбой в ходе работы расширения VMSnapshot"),
    ("ExtentionOperationFailed", "Операция с расширением VMSnapshot завершается сбоем"),
    ("GuestAgentSnapshotTaskStatusError", "VM Agent is not responsive"),
    ("GuestAgentSnapshotTaskStatusError", "Не удалось выполнить операцию, так как агент виртуальной машины не отвечает"),
    ("GuestAgentSnapshotTaskStatusError", "Архивация завершается ошибкой, так как агент виртуальной машины не отвечает"),
    ("GuestAgentSnapshotTaskStatusError", "агент виртуальной машины не отвечает"),
    ("BackUpOperationFailed", "Backup failed with an internal error"),
    ("BackUpOperationFailed", "Произошла внутренняя ошибка архивации. Повторите операцию через несколько минут"),
    ("BackUpOperationFailed", "Произошла внутренняя ошибка архивации"),
    ("BackUpOperationFailed", "Внутренняя ошибка службы Backup"),
)
"""Messages and headings of the article of 2018-01-09 in Russian, and what is left of a message that was cut short."""

_FURTHER_MESSAGES = (
    ("GuestAgentSnapshotTaskStatusError", "Could not communicate with the VM agent for snapshot status"),  # as of 2025-11-12
    # In Compute's words (issue 47934 of azure-docs).
    (
        "UserErrorRpCollectionLimitReached",
        "The number of restore points across restore point collections and resource groups for a VM cannot exceed 18",
    ),
    ("ExtensionInstallationFailedMDTC", "COM+ was unable to talk to the Microsoft Distributed Transaction Coordinator"),
    ("ExtensionSnapshotBitlockerError", "This drive is locked by BitLocker Drive Encryption"),
)

_MESSAGES = Messages(
    [
        *((symptom.message.source, symptom) for symptom in SYMPTOMS),
        *((message, _BY_CODE[code.casefold()][0]) for code, message in (*_MESSAGES_OF_2018, *_FURTHER_MESSAGES)),
    ]
)

_GUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z-])"
_JOB_PATHS = (
    re.compile(rf"/backupJobs/({_GUID})", re.IGNORECASE),
    re.compile(rf"\b(?:job|задани[а-я]*)(?:[ _-]?(?:id|name|имя|код|ид))?[\"'»]*\s*[:=#|]?\s*[\"'«]*({_GUID})", re.IGNORECASE),
)
_BARE = re.compile(rf"(?<![0-9a-z/-]){_GUID}", re.IGNORECASE)


def recognise(pasted: str) -> Symptom | None:
    """The symptom a text speaks of: a code in any letter case or known misspelling, else a message, exact or slightly altered.

    The first code in the text wins; mails and JSON around it do not matter. Where a code has several meanings, its message tells which.
    """
    codes = list(_codes(pasted))
    telling = next((code for code in codes if code != _WRAPPER), None)
    if telling is not None:
        return _meant(_BY_CODE[telling], pasted)
    return _MESSAGES.find(pasted) or (_BY_CODE[_WRAPPER][0] if codes else None)


def recognise_job(job: Job) -> Symptom | None:
    """The symptom that a job's words name, else one of its numbers."""
    known = (_BY_CODE[_NUMBERS[number].casefold()][0] for number in job.numbers if number in _NUMBERS)
    return recognise(job.words.value) or next(known, None)


def job_name_in(pasted: str) -> str | None:
    """The name (a GUID) of the backup job that a text means: in a resource id, after the word «job», or as the only GUID there is.

    None where the text itself names an error: then nothing has to be asked of Azure.
    """
    if recognise(pasted) is not None:
        return None
    for pattern in _JOB_PATHS:
        if found := pattern.search(pasted):
            return found[1]
    bare = {found[0].casefold(): found[0] for found in _BARE.finditer(pasted)}
    return next(iter(bare.values())) if len(bare) == 1 else None


def _codes(pasted: str) -> Iterator[str]:
    """Case-folded spellings of the known codes in a text, in order."""
    alone = re.sub(r"\W", "", pasted).casefold()
    for found in _CODE.finditer(pasted):
        number = found["number"] or found["paired"]
        code = _NUMBERS.get(int(number), "").casefold() if number else found["word"].casefold()
        if code in _BY_CODE and (number or code not in _OF_ANYTHING or (code == alone and len(_BY_CODE[code]) == 1)):
            yield code


def _meant(meanings: list[Symptom], pasted: str) -> Symptom:
    if len(meanings) == 1:
        return meanings[0]
    said = _MESSAGES.find(pasted)
    return next((symptom for symptom in meanings if symptom is said), meanings[0])
