"""Where the diagnosis was made stands in the document; masked, the document names nobody anywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.wire.proxies import Origin
from backup_doctor.core.diagnosis import Diagnosis
from backup_doctor.core.environment import Environment
from backup_doctor.core.language import Language, language
from backup_doctor.core.redact import redact
from tests.helpers.diagnoses import changed

from .printed import ENGLISH, read, squeezed
from .samples import VM, confirmed, not_all_seen

MADE = Environment(
    rules="2C41-9E07",
    cloud="public",
    tenant="Contoso Payroll",
    tenant_id="8d4f1c55-9f63-4a52-8a0e-0f6a7b1f0001",
    account="anna.smith@contoso.example",
    method="browser",
    proxy="system",
    system="Windows 11, Python 3.11.9",
)
RUSSIAN = language("ru")


def made(environment: Environment = MADE) -> Diagnosis:
    return replace(changed(), environment=environment)


def test_who_asked_and_from_where_is_told() -> None:
    told = read(made()).text
    for words in (
        "Rule set 2C41-9E07",
        "Made on Windows 11, Python 3.11.9",
        "Proxy A proxy that the system's settings name",
        "Cloud Azure, the public cloud",
        "Tenant Contoso Payroll",
        "Tenant id 8d4f1c55-9f63-4a52-8a0e-0f6a7b1f0001",
        "Signed in anna.smith@contoso.example (browser)",
    ):
        assert squeezed(words) in told


def test_what_an_older_file_does_not_hold_is_not_known() -> None:
    told = read(confirmed()).text
    assert squeezed("Rule set not known") in told
    assert squeezed("Tenant not known Tenant id not known Signed in not known") in told


@pytest.mark.parametrize(
    ("cloud", "words"),
    [
        ("usgov", "Azure for the US government"),
        ("china", "Azure in China"),
        ("http://127.0.0.1:4711", "The demo tenant on this computer"),
        ("https://management.contoso.example", "Another cloud"),
        ("https://[broken", "not known"),
        ("moon", "not known"),
    ],
)
def test_every_cloud_has_a_name(cloud: str, words: str) -> None:
    assert squeezed(f"Cloud {words}") in read(made(replace(MADE, cloud=cloud))).text


@pytest.mark.parametrize("origin", Origin)
def test_every_way_to_azure_has_words(origin: Origin) -> None:
    assert squeezed("Proxy not known") not in read(made(replace(MADE, proxy=str(origin)))).text


@pytest.mark.parametrize("method", Method)
def test_every_sign_in_has_words(method: Method) -> None:
    assert squeezed("Signed in anna.smith@contoso.example (") in read(made(replace(MADE, method=str(method)))).text


def test_permissions_are_listed_held_and_missing() -> None:
    told = read(not_all_seen()).text
    assert squeezed(f"Missing Microsoft.Authorization/locks/read {VM.group_scope}") in told
    assert squeezed(f"Held Microsoft.Compute/virtualMachines/instanceView/read {VM}") in told
    assert squeezed("1 missing: “What could not be checked” names") in told
    assert squeezed("Every permission, held and missing: page") in told


@pytest.mark.parametrize("words", [ENGLISH, RUSSIAN], ids=lambda words: words.code)
def test_a_masked_document_names_nobody_in_text_data_and_title(words: Language) -> None:
    document = read(redact(made()), words)
    about = document.reader.metadata
    assert about is not None
    attached = b"".join(data for files in document.reader.attachments.values() for data in files).decode()
    everything = squeezed(f"{document.text} {attached} {about.title} {document.bookmarks}").casefold()
    for name in ("rg-payroll", "web01", "Payroll", "10.20.30.40", "Contoso", "anna", "8d4f1c55", str(made().vm.id.subscription)):
        assert name.casefold() not in everything, name
    assert "[tenant-1]" in document.text
    assert "[account-1]" in document.text


def test_every_page_says_whether_names_are_masked() -> None:
    for page in read(redact(made())).pages:
        assert "Names, ids and addresses are masked" in page
    for page in read(made()).pages:
        assert "Holds names and ids: not for the public" in page


def test_a_file_that_was_masked_by_an_older_version_is_known_by_its_masks() -> None:
    masked = replace(redact(confirmed()), environment=Environment())
    assert "Names, ids and addresses are masked" in read(masked).pages[0]
