"""Words that somebody pastes, and words from which secrets and names have to be taken."""

from __future__ import annotations

import unicodedata

from backup_doctor.catalogue.recognition import job_name_in, recognise
from backup_doctor.core.answer_text import lay_out
from backup_doctor.core.masks import Masks
from backup_doctor.core.pasted_vm import looks_pasted, vm_meant
from backup_doctor.core.plain import plain
from backup_doctor.core.resource_id import BadResourceId, VmId
from backup_doctor.core.secret_masking import mask_secrets
from tests.fuzz.harness import as_seeds, harness, words_in

VM = "/subscriptions/0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10/resourceGroups/rg-payroll/providers/Microsoft.Compute/virtualMachines/web01"
PASTED = (
    VM,
    f"https://portal.azure.com/#@contoso.example/resource{VM}/overview",
    "https%3A%2F%2Fportal.azure.com%2F%23%40contoso.example%2Fresource" + VM.replace("/", "%2F"),
    "VM;iaasvmcontainerv2;rg-payroll;web01",
    "UserErrorGuestAgentStatusUnavailable: the VM agent could not communicate with Azure Backup",
    "ExtentionOperationFailed 400239 Job Id: 0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10",
    '{"error": {"code": "GuestAgentSnapshotTaskStatusError", "message": "…"}}',
)


@harness("a text that is pasted: a mail, an address of the portal, a resource id", as_seeds(*PASTED))
def pasted(data: bytes) -> None:
    """A symptom, a job, a machine, or a sentence that says why not; a machine's name never holds what could leave its place."""
    words = words_in(data)
    recognise(words)
    job_name_in(words)
    looks_pasted(words)
    for read in (VmId.parse, lambda text: vm_meant(text).vm):
        try:
            vm = read(words)
        except BadResourceId as error:
            str(error.text)
            continue
        if vm is not None:
            assert not set(f"{vm.subscription}{vm.resource_group}{vm.name}") & set("/\\\"'`$;&|<>\n\r\x00")


SECRETS = (
    "Authorization: Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln",
    "client_secret=Zq8~not&x=1",
    '{"access_token": "abc", "refresh_token": "def"}',
    "https://ada:secret@proxy.example:8080/",
    "ada@contoso.example 10.0.0.4 fe80::1 2.15.0.1 " + VM,
)
TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl"


@harness("a log, a journal, an answer of Azure that goes into a support bundle", as_seeds(*SECRETS))
def masking(data: bytes) -> None:
    """No token survives beside whatever stands around it, and to mask twice is to mask once."""
    words = words_in(data)
    assert TOKEN not in mask_secrets(f"{words} Authorization: Bearer {TOKEN}\n{words}")
    masks = Masks()
    masks.learn_ids(words)
    masked = masks.apply(words)
    masks.apply(masked)
    lay_out(data, words[:100])


@harness("names that others chose, on their way to a terminal", as_seeds("web01", "\x1b]0;x\x07", "\u202egnp.exe"))
def showing(data: bytes) -> None:
    """Nothing is left that moves the cursor or turns the line around."""
    shown = plain(words_in(data))
    assert all(unicodedata.category(sign) not in ("Cc", "Cs") for sign in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
