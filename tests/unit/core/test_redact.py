"""A redacted diagnosis names nobody, says the same as before, and shows which masked names are one."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backup_doctor.core.diagnosis import CauseResult, CheckResult, Complaint, Diagnosis, SymptomSource
from backup_doctor.core.environment import Environment
from backup_doctor.core.language import language
from backup_doctor.core.model import Verdict, failed, not_asked, warning
from backup_doctor.core.redact import Masks, redact
from backup_doctor.core.report import dumps, loads
from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import lazy_translate as translate
from backup_doctor.core.text import verbatim
from tests.helpers.diagnoses import SUBSCRIPTION, VM, changed, evidence, sample

ENGLISH = language("en")
REQUEST_ID = "5d0c2f0e-1111-4222-8333-444455556666"


def saying(words: str, *, vm: VmId = VM) -> Diagnosis:
    """The sample, with one more check in which Azure says something."""
    check = CheckResult("x/y", translate("Lock", "There is room for new restore points"), warning(verbatim(words), evidence(str(vm), words)))
    sampled = sample()
    cause = CauseResult("x", translate("Agent", "The agent does not report to Azure."), Verdict.SUSPECTED, (check,))
    return replace(sampled, vm=replace(sampled.vm, id=vm), causes=(*sampled.causes, cause))


def said(diagnosis: Diagnosis) -> str:
    return ENGLISH.render(diagnosis.causes[-1].checks[-1].finding.text)


def test_what_nobody_chose_to_look_at_stays_so() -> None:
    first = sample().causes[0]
    unasked = replace(first, checks=(CheckResult("x/y", first.title, not_asked(verbatim("Not checked."))),))
    assert [check.id for check in redact(replace(sample(), causes=(unasked,), root_cause=None)).not_asked] == ["x/y"]


def test_nothing_that_names_the_house_is_left_in_the_document() -> None:
    document = dumps(redact(sample()), ENGLISH)
    for name in (SUBSCRIPTION, "rg-payroll", "web01", "AzureBackupRG_1", "Payroll", "web01-nsg", "Deny-Payroll"):
        assert name.casefold() not in document.casefold()


def test_request_ids_stay_because_support_asks_for_them() -> None:
    document = json.loads(dumps(redact(sample()), ENGLISH))
    left = set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", json.dumps(document)))
    assert left == {REQUEST_ID}


def test_what_was_found_stays() -> None:
    before, after = sample(), redact(sample())
    assert [cause.verdict for cause in after.causes] == [cause.verdict for cause in before.causes]
    assert after.vm.location == "westeurope"
    assert [item.value for check in after.causes[0].checks for item in check.finding.evidence] == ["CanNotDelete", "11"]
    assert after.causes[1].checks[0].finding.evidence[0].value == "2.15.0.1", "a version is no address"


@pytest.mark.parametrize(
    ("words", "masked"),
    [
        ("WEB01 in rg-payroll", "[VM-1] in [group-1]"),
        ("web01-nsg on web01", "[NSG-1] on [VM-1]"),
        ("disk web01_OsDisk", "disk [VM-1]_OsDisk"),
        ("web010 is another", "web010 is another"),
        ("from 10.1.2.3:443 to 10.1.2.3/24, 10.9.9.9.", "from [address-1]:443 to [address-1]/24, [address-2]."),
        ("the host 168.63.129.16 by 0.0.0.0/0", "the host 168.63.129.16 by 0.0.0.0/0"),
        ("agent 2.2.53.1 and 2.7.41491.1010", "agent 2.2.53.1 and 2.7.41491.1010"),
        ("ask anna.smith@contoso.com", "ask [account-1]"),
        ("/providers/Microsoft.Compute/disks/secret-disk,", "/providers/Microsoft.Compute/disks/[disk-1]"),
    ],
)
def test_names_addresses_and_accounts_are_masked_and_nothing_else(words: str, masked: str) -> None:
    assert said(redact(saying(words))) == masked


def test_what_azure_said_of_an_unknown_error_names_nobody_either() -> None:
    message = translate("Test", "Azure said: {error}").format(error=f"{VM.name} failed in {SUBSCRIPTION}")
    redacted = redact(replace(sample(), symptom=Complaint(SymptomSource.NONE, None, message))).symptom
    assert str(redacted.message) == "Azure said: [VM-1] failed in [subscription-1]"


def test_a_vm_that_is_called_like_a_mask_is_masked_too() -> None:
    diagnosis = redact(saying("VM-1 and id belong to group-1", vm=VmId(SUBSCRIPTION, "group-1", "VM-1")))
    assert diagnosis.vm.id == VmId("[subscription-1]", "[group-1]", "[VM-1]")
    assert said(diagnosis) == "[VM-1] and id belong to [group-1]"


def test_two_strangers_do_not_share_a_mask() -> None:
    other = "aaaaaaaa-0000-4000-8000-000000000000"
    masked = said(redact(saying(f"{other} {SUBSCRIPTION} {other.upper()}")))
    first, own, again = masked.split()
    assert first == again != own


def test_a_missing_permission_keeps_its_action_and_loses_its_place() -> None:
    missing = redact(sample()).causes[2].checks[0].finding.missing
    assert missing is not None
    assert missing.action == "Microsoft.Network/networkSecurityGroups/read"
    assert missing.scope == "/subscriptions/[subscription-1]/resourceGroups/[group-1]/providers/Microsoft.Network/networkSecurityGroups/[NSG-1]"


def test_a_redacted_diagnosis_is_read_like_any_other() -> None:
    assert loads(dumps(redact(sample()), ENGLISH).encode()) == redact(sample())


azure_words = st.lists(
    st.sampled_from(["web01", "VM", "id", "1", "10.0.0.4", "a@b.example", SUBSCRIPTION, "/disks/d1", "agent", "rg-payroll", "ß", "ſ"])
).map(" ".join)
azure_names = st.sampled_from(["web01", "VM-1", "id", "1", "name-1", "İ", "ß", "x.y"])


@settings(deadline=None)
@given(azure_words, azure_names)
def test_masking_twice_changes_nothing_more(words: str, name: str) -> None:
    once = redact(saying(words, vm=VmId(SUBSCRIPTION, "rg", name)))
    assert redact(once) == once


@settings(deadline=None)
@given(azure_words)
def test_a_mask_does_not_depend_on_where_the_name_stands(words: str) -> None:
    masks = Masks()
    masks.learn("web01", "VM")
    assert masks.apply(f"{words} web01").split()[-1] == "[VM-1]"


def test_names_that_only_a_sentence_mentions_are_masked_everywhere() -> None:
    words = translate("Lock", "%n lock(s) keep Azure Backup from cleaning up: {names}. Restore points: {total}; the limit is 18.", "", 0)
    finding = failed(words.counted(2).format(names="Audit-2026, Merger", total="18"), evidence("/x", "see Merger"))
    check = CheckResult("x/y", translate("Lock", "No lock applies to the VM's restore points"), finding)
    cause = CauseResult("x", translate("Agent", "The agent does not report to Azure."), Verdict.CONFIRMED, (check,))
    document = dumps(redact(replace(sample(), causes=(cause,), root_cause=None)), ENGLISH)
    assert "Audit" not in document
    assert "Merger" not in document


def test_names_inside_an_encoded_name_and_in_a_json_path_are_masked_too() -> None:
    item = f"/protectedItems/vm%3Biaasvmcontainerv2%3B{VM.resource_group}%3B{VM.name}"
    seen = evidence(item, "0", f"$.value[?(@.properties.source.id=='{VM}')].length()")
    check = CheckResult("x/y", translate("Lock", "There is room for new restore points"), warning(verbatim("…"), seen))
    cause = CauseResult("x", translate("Agent", "The agent does not report to Azure."), Verdict.SUSPECTED, (check,))
    redacted = redact(replace(sample(), causes=(cause,))).causes[0].checks[0].finding.evidence[0]
    for name in (VM.resource_group, VM.name, SUBSCRIPTION):
        assert name not in redacted.request + redacted.path


HOUSE = (SUBSCRIPTION, "rg-payroll", "web01", "AzureBackupRG_1", "Payroll", "10.20.30.40", "D:/Users/anna")


def with_file() -> Diagnosis:
    """The changed sample, in which a step also tells where it has saved something on this computer."""
    given = changed()
    first, *others = given.actions[0].steps
    said = translate("Repair", "Saved: {file}").format(file="D:/Users/anna/logs of web01/guest.zip")
    return replace(given, actions=(replace(given.actions[0], steps=(replace(first, said=said), *others)), *given.actions[1:]))


def test_nothing_that_was_done_names_the_house() -> None:
    document = dumps(redact(with_file()), ENGLISH)
    assert [name for name in HOUSE if name.casefold() in document.casefold()] == []
    assert [name for name in HOUSE if name.casefold() not in dumps(with_file(), ENGLISH).casefold()] == [], "each of them is in it before"


def test_the_same_lock_has_the_same_mask_in_finding_step_and_request() -> None:
    redacted = redact(changed())
    lock = redacted.causes[0].checks[0].finding.text.params["lock"]
    lifted = redacted.actions[0].steps[0]
    assert lifted.sent is not None
    assert lock == lifted.title.params["lock"] == lifted.sent.lock == "[lock-1]"


def test_how_it_went_stays() -> None:
    before, after = changed(), redact(changed())
    for left, right in zip(before.actions, after.actions, strict=True):
        assert [step.stage for step in left.steps] == [step.stage for step in right.steps]
        assert [(sent.status, sent.request_id, sent.method) for sent in left.sent] == [
            (sent.status, sent.request_id, sent.method) for sent in right.sent
        ]
        assert (left.state, left.started, left.finished) == (right.state, right.started, right.finished)
    reason = after.causes[0].remedies[1].reason
    assert reason is not None
    assert reason.params["action"] == "Microsoft.Compute/restorePointCollections/delete"
    assert {check: finding.status for check, finding in before.before.items()} == {check: finding.status for check, finding in after.before.items()}


def test_a_redacted_account_is_read_like_any_other_and_masking_twice_changes_nothing() -> None:
    once = redact(with_file())
    assert loads(dumps(once, ENGLISH).encode()) == once
    assert redact(once) == once


MADE = Environment("2C41-9E07", "https://management.contoso.example", "Contoso", "8d4f1c55-9f63-4a52-8a0e-0f6a7b1f0001", "anna@contoso.example")


def test_who_was_signed_in_and_where_is_masked_alike_wherever_it_stands() -> None:
    given = replace(saying("anna@contoso.example of Contoso (8d4f1c55-9f63-4a52-8a0e-0f6a7b1f0001) on web01.contoso.example"), environment=MADE)
    redacted = redact(given)
    assert said(redacted) == "[account-1] of [tenant-1] ([tenant-1]) on [VM-1].[domain-1]"
    made = redacted.environment
    assert (made.account, made.tenant, made.tenant_id, made.rules, made.masked) == ("[account-1]", "[tenant-1]", "[tenant-1]", "2C41-9E07", True)


def test_a_private_endpoint_is_masked_and_stays_an_address() -> None:
    seen = evidence("/x", "ok")
    seen = replace(seen, request=seen.request.replace("management.azure.com", "management.contoso.example:8443"))
    cause = replace(sample().causes[0], checks=(CheckResult("x/y", verbatim("…"), warning(verbatim("…"), seen)),))
    redacted = redact(replace(sample(), causes=(cause,), environment=MADE))
    assert redacted.causes[0].checks[0].finding.evidence[0].request.startswith("GET https://endpoint-1.invalid:8443/x")
    assert redacted.environment.cloud == "https://endpoint-1.invalid"
    assert redact(redacted) == redacted


@pytest.mark.parametrize(
    ("words", "masked"),
    [
        ("from 2001:db8::10 to fe80::1", "from [address-1] to [address-2]"),
        ("any ::/0, host ::1", "any ::/0, host ::1"),
        ("at 03:12:45 on 127.0.0.1", "at 03:12:45 on 127.0.0.1"),
    ],
)
def test_addresses_of_ipv6_are_masked_and_times_of_day_are_not(words: str, masked: str) -> None:
    assert said(redact(saying(words))) == masked


@pytest.mark.parametrize("letter", ["a", "a.", "a@"])
def test_a_long_run_of_one_letter_is_masked_in_no_time(letter: str) -> None:
    began = process_time()
    Masks().apply(letter * 50_000)
    assert process_time() - began < 2
