"""Finding the error in whatever people paste: a code, a number, a message, or the id of a job; and nothing where there is none."""

from __future__ import annotations

import json
import random
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backup_doctor.catalogue.messages import SMALL, words_of
from backup_doctor.catalogue.symptoms import SYMPTOMS, job_name_in, recognise
from backup_doctor.core.model import Symptom

JOB = "8ddb3a3a-9a1c-4d1e-8f6a-3b1f6a4c2d10"
OTHER = "11111111-2222-3333-4444-555555555555"
UNAMBIGUOUS = [symptom for symptom in {symptom.code: symptom for symptom in reversed(SYMPTOMS)}.values() if symptom.code != "OperationNotAllowed"]
"""What each code means without a message; the one left out means nothing then."""
SAYING = [
    symptom
    for symptom in SYMPTOMS
    if symptom is next(other for other in SYMPTOMS if words_of(other.message.source) == words_of(symptom.message.source))
]
"""Each message once; what two codes say alike belongs to the first of them."""

RUSSIAN = {
    "Агенту виртуальной машины не удается установить связь со службой Azure Backup": "UserErrorGuestAgentStatusUnavailable",
    "Сбой операции моментального снимка, отсутствует сетевое подключение у виртуальной машины": "ExtensionSnapshotFailedNoNetwork",
    "Сбой операции моментального снимка из-за отсутствия сетевого подключения у виртуальной машины": "ExtensionSnapshotFailedNoNetwork",
    "Сбой в ходе работы расширения VMSnapshot": "ExtentionOperationFailed",
    "Операция с расширением VMSnapshot завершается сбоем": "ExtentionOperationFailed",
    "Не удалось выполнить операцию, так как агент виртуальной машины не отвечает": "GuestAgentSnapshotTaskStatusError",
    "Архивация завершается ошибкой, так как агент виртуальной машины не отвечает": "GuestAgentSnapshotTaskStatusError",
    "Произошла внутренняя ошибка архивации. Повторите операцию через несколько минут": "BackUpOperationFailed",
    "Внутренняя ошибка службы Backup": "BackUpOperationFailed",
}
"""What the Russian article of 2018 prints."""

MESSAGES = {**{symptom.message.source: symptom.code for symptom in SAYING if symptom.code != "VMRestorePointClientError"}, **RUSSIAN}


def code(pasted: str) -> str | None:
    symptom = recognise(pasted)
    return None if symptom is None else symptom.code


def message(pasted: str) -> str:
    symptom = recognise(pasted)
    assert symptom is not None
    return symptom.message.source


@pytest.mark.parametrize("symptom", UNAMBIGUOUS, ids=lambda symptom: str(symptom.code))
def test_every_code_is_read_in_any_letter_case(symptom: Symptom) -> None:
    spelled = symptom.code
    assert recognise(spelled.lower()) is recognise(spelled.upper()) is recognise(f"  {spelled}.\n") is symptom


@pytest.mark.parametrize("symptom", SAYING, ids=lambda symptom: words_of(symptom.message.source)[-1])
def test_every_message_is_read_and_told_from_all_others(symptom: Symptom) -> None:
    said = symptom.message.source
    assert recognise(said) is recognise(said.upper()) is recognise(f"Hi,\nthe portal says:\n> {said}\nAny idea? Regards") is symptom


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("ExtensionOperationFailed", "ExtentionOperationFailed"),
        ("ExtensionOperationFailedForManagedDisks", "ExtentionOperationFailed"),
        ("ExtentionOperationFailedForManagedDisks", "ExtentionOperationFailed"),
        ("BackupOperationFailedV2", "BackUpOperationFailedV2"),
        ('{"error": {"code": "GuestAgentSnapshotTaskStatusError", "message": "…"}}', "GuestAgentSnapshotTaskStatusError"),
        ("Hi Anna,\nlast night: Error Code\tExtensionSnapshotFailedNoNetwork (ID 42).\nRegards", "ExtensionSnapshotFailedNoNetwork"),
        ("код ошибки:UserErrorGuestAgentStatusUnavailable,проверьте", "UserErrorGuestAgentStatusUnavailable"),
        ("BackUpOperationFailedV2 after ExtensionSnapshotFailedNoNetwork", "BackUpOperationFailedV2"),
        ("VMSnapshot extension operation failed. Code: UserErrorFsFreezeFailed", "UserErrorFsFreezeFailed"),
        ("320001, ResourceNotFound", "ResourceNotFound"),
        ("ResourceNotFound", "ResourceNotFound"),
        ("400094 BCMV2VMNotFound", "BCMV2VMNotFound"),
        ("InternalOperationError: An internal execution error occurred.", "InternalOperationError"),
    ],
)
def test_a_code_wins_over_a_message_and_the_first_code_over_the_next(pasted: str, expected: str) -> None:
    assert code(pasted) == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            {"error": {"code": "UserErrorRpCollectionLimitReached", "message": "The Restore Point collection max limit has reached."}},
            "UserErrorRpCollectionLimitReached",
        ),
        ({"error": {"code": "Conflict", "details": [{"code": "VmNotInDesirableState", "target": "vm"}]}}, "VmNotInDesirableState"),
        (
            {"error": {"code": "BadRequest", "innererror": {"code": "UserErrorCrpReportedUserError", "detail": "UserErrorUnableToOpenMount"}}},
            "UserErrorUnableToOpenMount",
        ),
        (
            {
                "code": "OperationNotAllowed",
                "message": "Changes were made to the Virtual Machine while the operation 'Create Restore Point' was in progress.",
            },
            "OperationNotAllowed",
        ),
    ],
)
def test_an_error_of_the_resource_manager_is_read_to_its_details(document: dict[str, object], expected: str) -> None:
    assert code(json.dumps(document)) == code(json.dumps(document, indent=1)) == expected


def test_the_wrapper_of_an_error_of_compute_gives_way_to_what_it_wraps() -> None:
    assert code("UserErrorCrpReportedUserError") == "UserErrorCrpReportedUserError"
    assert code("UserErrorCrpReportedUserError: VM has not reported status for VM agent or extensions.") == "VMAgentStatusCommunicationError"


def test_the_second_meaning_of_a_code_is_told_by_its_message() -> None:
    migrated = "The backups of VMs have failed after the policy migration from Standard to Enhanced policy."
    assert message("BackUpOperationFailedV2") == "Backup failed with an internal error - Please retry the operation in a few minutes"
    assert message(f"BackUpOperationFailedV2: {migrated}") == message(migrated) == migrated
    assert message(f"{migrated} (Error code BackupOperationFailedV2)") == migrated
    assert message(f"BackUpOperationFailed. {migrated}") != migrated, "the other code has one meaning only"


@pytest.mark.parametrize(
    "symptom", [symptom for symptom in SYMPTOMS if symptom.code == "VMRestorePointClientError"], ids=lambda symptom: symptom.causes[0]
)
def test_a_client_error_of_compute_is_what_its_message_says(symptom: Symptom) -> None:
    assert recognise(f"VMRestorePointClientError - {symptom.message.source} Please retry.") is symptom


@pytest.mark.parametrize(
    "pasted",
    ['{"errorCode": 400239}', '{"errorCode":"400239"}', "'errorCode': 400239,", "Error code: 400239", "Error Code\t400239", "Код ошибки: 400239"],
)
def test_a_number_that_is_called_an_error_code_is_one(pasted: str) -> None:
    assert code(pasted) == "UserErrorGuestAgentStatusUnavailable"


@pytest.mark.parametrize(
    "pasted",
    ["400239", "invoice 400239 is due", '{"size": 400239}', '{"errorCode": 4002391}', '{"errorCode": 123456}', "call +49 320001", '{"errorCode": 0}'],
)
def test_any_other_number_is_none(pasted: str) -> None:
    assert recognise(pasted) is None


@pytest.mark.parametrize(("pasted", "expected"), MESSAGES.items(), ids=lambda value: value[:40])
def test_a_message_is_found_in_both_languages_slightly_altered(pasted: str, expected: str) -> None:
    for altered in (
        pasted.upper(),
        pasted.replace("е", "ё"),
        pasted.replace(" ", "\n"),
        pasted.replace(" ", "\N{NO-BREAK SPACE}"),
        pasted.replace(" ", "  ").rstrip("."),
        f"«{pasted}» – вот и всё",
        re.sub(r"[-,.]", " — ", pasted),
        json.dumps({"errorString": pasted}),
        json.dumps({"errorString": pasted}, ensure_ascii=False),
        pasted.replace(" the ", " ").replace(" of ", " for ").replace(" on ", " at ").replace(" со ", " с "),
        pasted.replace("doesn't", "does not").replace("isn't", "isn’t").replace("is not", "isn't"),
        f"Резервная копия за ночь не создана. {pasted} Что делать?",
    ):
        assert code(altered) == expected, altered


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("Backup failed with an internal error – please retry", "BackUpOperationFailed"),
        ("Could not communicate with the VM agent for snapshot status", "GuestAgentSnapshotTaskStatusError"),
        ("VM Agent unable to comunicate with Azure Backup", "UserErrorGuestAgentStatusUnavailable"),
        ("агент виртуальной машины не отвечает", "GuestAgentSnapshotTaskStatusError"),
        ("у виртуальной машины отсутствует сетевое подключение", None),
        ("there is no network connectivity on this virtual machine", "ExtensionSnapshotFailedNoNetwork"),
        ("Snapshot operation failed due to VSS service in bad state", None),
        (
            "The number of restore points across restore point collections and resource groups for a VM can't exceed 18.",
            "UserErrorRpCollectionLimitReached",
        ),
    ],
)
def test_a_message_cut_short_or_mistyped_is_found_where_it_still_says_one_thing(pasted: str, expected: str | None) -> None:
    assert code(pasted) == expected


@pytest.mark.parametrize(
    "pasted",
    [
        *("", "   ", "it does not work", "OperationFailed", "OperationNotAllowed", "XBackUpOperationFailedX", "копия не создана", "🤷" * 100),
        *("агент виртуальной машины отвечает", "агент виртуальной машины не установлен", "The VM agent is responsive"),
        *("Snapshot operation failed due to disk errors", "extension operation failed", "Extension CustomScript operation failed"),
        "Failed to install Microsoft Recovery Services extension as virtual machine is running",
        "Creation of Restore Point of a Virtual Machine with Shared disks is supported.",
        "Our backup of the virtual machine works and the network connectivity on it is fine",
        "The Resource 'Microsoft.Network/networkInterfaces/nic' under resource group 'rg' was not found. (ResourceNotFound)",
        '{"error": {"code": "OperationNotAllowed", "message": "Cannot modify extensions in the VM when the VM is not running."}}',
        '{"error": {"code": "InternalError", "message": "Something happened."}}',
        "Резервное копирование виртуальной машины выполнено, ошибок нет. Повторите операцию завтра.",
        "Backup report\nCompleted: 42 virtual machines\nFailed: 0\nNext backup in a few minutes",
    ],
)
def test_anything_else_is_not_guessed_at(pasted: str) -> None:
    assert recognise(pasted) is None


def _nudged(said: str, rng: random.Random) -> str:
    """The message with small accidents: a small word lost or another, letter case, punctuation, a line break, one slip of the finger."""
    out, slips = [], 1
    for word in said.split():
        match rng.randrange(8):
            case 0 if word.casefold() in SMALL:
                continue
            case 1 if word.casefold() in SMALL:
                out.append(rng.choice(["the", "a", "on", "при", "с"]))
            case 2:
                out.append(word.upper())
            case 3:
                out.append(word + rng.choice([",", " -", "…", "»", "\n"]))
            case 4 if slips and len(word.strip(".,()")) >= 8 and word.strip(".,()").isalpha():
                slips -= 1
                at = rng.randrange(3, len(word) - 2)
                out.append(word[:at] + word[at + 1 :])
            case _:
                out.append(word)
    return " ".join(out)


ANYTHING = st.lists(st.text(max_size=7), max_size=40).map(" ".join)
"""Words too short for a code: Hypothesis knows our codes and likes to try them."""


@settings(max_examples=150)
@given(st.sampled_from(sorted(MESSAGES)), st.randoms(use_true_random=False), ANYTHING, ANYTHING)
def test_a_message_with_small_accidents_in_any_surroundings_is_still_found(said: str, rng: random.Random, before: str, after: str) -> None:
    pasted = f"{before}\n{_nudged(said, rng)}\n{after}"
    assert code(pasted) == MESSAGES[said], pasted


@settings(max_examples=200)
@given(ANYTHING)
def test_unrelated_text_is_never_recognised(pasted: str) -> None:
    assert recognise(pasted) is None
    assert job_name_in(pasted) is None


def _shared() -> list[str]:
    """The words that many messages have in common, but «COM»: with it the four others make a message."""
    said = Counter(word for message in {symptom.message.source for symptom in SYMPTOMS} for word in set(words_of(message)))
    return sorted({word for word, times in said.items() if times > 3} - {"com"} | SMALL)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(_shared()), max_size=60))
def test_what_all_messages_say_makes_none_of_them(heap: list[str]) -> None:
    assert recognise(" ".join(heap)) is None


@pytest.mark.parametrize(
    "pasted",
    [
        JOB,
        f"  {JOB}\n",
        f"/Subscriptions/{OTHER}/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v/backupJobs/{JOB}",
        f"https://management.azure.com/subscriptions/{OTHER}/resourceGroups/rg/providers/microsoft.recoveryservices/vaults/v/BACKUPJOBS/{JOB}?api-version=1",
        f"Subscription {OTHER}\nJob ID: {JOB}",
        f'{{"subscriptionId": "{OTHER}", "jobId": "{JOB}"}}',
        f"Подписка {OTHER}, задание {JOB} завершилось сбоем",
        f"VM /subscriptions/{OTHER}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm: see {JOB}",
    ],
)
def test_a_backup_job_is_named_by_its_id(pasted: str) -> None:
    assert job_name_in(pasted) == JOB


@pytest.mark.parametrize(
    "pasted",
    [
        *("", "no job here", JOB[:-1], JOB + "0", JOB.replace("-", "")),
        f"{JOB} or {OTHER}",
        f"/subscriptions/{JOB}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm",
        f"BackUpOperationFailed in job {JOB}",
        f"VM Agent unable to communicate with Azure Backup, correlation id {JOB}",
    ],
)
def test_what_names_no_job_or_an_error_already_asks_for_none(pasted: str) -> None:
    assert job_name_in(pasted) is None
