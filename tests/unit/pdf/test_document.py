"""Holds the document itself: the same bytes, whole text in both languages, tags, fonts, attachment, and at most three pages before the appendices."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.core.alike import alike
from backup_doctor.core.diagnosis import Complaint, Diagnosis, SymptomSource
from backup_doctor.core.language import Language
from backup_doctor.core.model import Cause, not_asked, ok, skipped, unknown
from backup_doctor.core.permission import Permission
from backup_doctor.core.report import dumps
from backup_doctor.core.text import verbatim
from backup_doctor.pdf import make_pdf
from tests.helpers.diagnoses import changed

from .printed import read, squeezed
from .samples import (
    ENGLISH,
    HOSTILE,
    RUSSIAN,
    VM,
    confirmed,
    diagnosis,
    evidence,
    faulty,
    healthy,
    hostile,
    not_all_seen,
    not_checkable,
    nothing_found,
    result,
    seen,
)

SAMPLES: list[Callable[[], Diagnosis]] = [confirmed, nothing_found, not_all_seen, not_checkable, changed, hostile]
LANGUAGES = [ENGLISH, RUSSIAN]

every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)
A4_WIDTH, MARGIN = 595.3, 51.0  # points; the margin is 18 mm

both_languages = pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)


@every_sample
@both_languages
def test_the_same_diagnosis_gives_the_same_bytes(sample: Callable[[], Diagnosis], language: Language) -> None:
    assert make_pdf(sample(), language) == read(sample(), language).data


@pytest.mark.parametrize("sample", [confirmed, nothing_found, not_all_seen], ids=lambda sample: sample.__name__)
@both_languages
def test_every_check_stands_in_the_text(sample: Callable[[], Diagnosis], language: Language) -> None:
    printed = read(sample(), language).text
    for cause in sample().causes:
        assert squeezed(language.render(cause.title)) in printed
        for group in alike(cause.checks):
            titles = "".join(language.render(check.title) for check in group)
            assert squeezed(titles + language.render(group[0].finding.text)) in printed
            for proof in group[0].finding.evidence:
                for words in (proof.request, proof.request_id, f"{proof.path} = {proof.value}"):
                    assert squeezed(words) in printed


def test_russian_words_are_text_for_other_programs_too() -> None:
    document = read(confirmed(), RUSSIAN)
    words = squeezed("Azure ответил на вопрос: Unavailable, и другие ответы")
    assert words in document.text
    assert words in squeezed("".join(page.extract_text() for page in document.reader.pages)), "another reader agrees"


def test_a_found_cause_comes_with_its_explanation_steps_and_commands() -> None:
    for cause in catalogue():
        given = confirmed(cause)
        printed = read(given).text
        assert squeezed(str(cause.title) + str(cause.explanation)) in printed
        for step in cause.manual_steps:
            instructions = step.instructions(given.vm.id)
            assert printed.count(squeezed(str(step.title))) >= 2, "once in short, once in detail"
            assert squeezed(str(instructions.text)) in printed
            assert all(squeezed(command.line) in printed for command in instructions.commands)


def test_a_ticked_step_is_marked_as_done() -> None:
    cause = catalogue()[0]
    step = cause.manual_steps[0]
    assert squeezed(f"{step.title} Done") in read(confirmed(cause, done=frozenset({step.id}))).text
    assert squeezed(f"{step.title} Done") not in read(confirmed(cause)).text


def test_the_moment_is_told_by_both_clocks() -> None:
    printed = read(confirmed()).text
    assert squeezed("2026-11-22 03:13 (UTC+00:00) · 2026-11-22 03:13:04 UTC") in printed
    assert squeezed("2026-11-22 03:12:45 UTC The diagnosis started.") in printed


def test_causes_beside_the_root_cause_are_named() -> None:
    first, second, *rest = catalogue()
    given = diagnosis([result(first, [faulty()]), result(second, [faulty()]), *(result(cause, [healthy()]) for cause in rest)])
    printed = read(given).text
    assert squeezed("Confidence: medium. Decisive: the check") in printed
    assert squeezed(f"Also confirmed, independently: “{second.title}”.") in printed
    assert squeezed("Every check that was asked for could be made.") in read(confirmed()).text


def test_the_environment_is_that_of_the_diagnosis() -> None:
    printed = read(confirmed()).text
    assert squeezed("Azure endpoint management.azure.com Subscription 11111111-2222-3333-4444-555555555555") in printed
    assert squeezed("Region westeurope Operating system Windows Power state running") in printed


def test_what_could_not_be_checked_is_the_first_thing_to_do() -> None:
    printed = read(not_all_seen()).text
    assert "1.Getthemissingpermissionsandrepeatthediagnosis" in printed
    assert squeezed(f"Microsoft.Authorization/locks/read{not_all_seen().vm.id.group_scope}") in printed


def test_one_reason_that_kept_many_checks_from_being_made_is_given_once() -> None:
    refused = unknown(seen("AuthorizationFailed"), missing=Permission("Microsoft.Compute/virtualMachines/read", str(VM)))
    document = read(diagnosis([result(cause, [refused]) for cause in catalogue()]))
    printed = document.text
    assert document.bookmarks["Appendix: the other causes"] <= 4
    assert squeezed("No check could be made. “What could not be checked” says why.") in printed
    assert printed.count(squeezed(f"Microsoft.Compute/virtualMachines/read{VM}")) == 2, "beside the checks, and in the list of permissions"
    assert squeezed(f"{len(catalogue())} cause") in printed


def test_what_nobody_chose_to_look_at_is_said_and_how_to_look() -> None:
    first, *rest = catalogue()
    given = diagnosis([result(first, [healthy(), not_asked(seen("nothing"))]), *(result(cause, [healthy()]) for cause in rest)])
    printed = read(given).text
    assert squeezed("No cause found from outside No check that was made found a fault. What can only be seen inside the guest") in printed
    assert squeezed("1. Repeat the diagnosis and look inside the VM") in printed
    assert squeezed("look inside the VM") not in read(nothing_found()).text


def test_only_checks_that_were_made_are_counted_as_in_order_or_not() -> None:
    first, second, *rest = catalogue()
    idle, partly = result(first, [skipped(seen("nothing"))]), result(second, [healthy(), skipped(seen("nothing"))])
    printed = read(diagnosis([idle, partly, *(result(cause, [healthy()]) for cause in rest)])).text
    assert squeezed(f"{first.title} Not applicable —") in printed
    assert squeezed(f"{second.title} Ruled out 1 of 1") in printed


def test_causes_that_do_not_apply_are_one_line_on_the_first_pages_and_named_in_the_appendix() -> None:
    first, second, *rest = catalogue()
    idle = [result(cause, [skipped(seen("nothing"))]) for cause in (first, second)]
    printed = read(diagnosis([*idle, *(result(cause, [healthy()]) for cause in rest)])).text
    assert squeezed("2 causes that do not concern this VM Not applicable —") in printed
    for cause in (first, second):
        assert squeezed(f"{cause.title} Not applicable") in printed


def test_causes_nobody_looked_at_are_not_said_not_to_concern_the_vm() -> None:
    first, second, *rest = catalogue()
    left = [result(cause, [not_asked(seen("nothing"))]) for cause in (first, second)]
    printed = read(diagnosis([*left, *(result(cause, [healthy()]) for cause in rest)])).text
    assert squeezed("2 causes that can only be seen inside the VM Not checked —") in printed
    assert squeezed(f"{first.title} Not checked") in printed
    assert squeezed("do not concern this VM") not in printed


def test_evidence_without_end_is_cut_short_on_paper() -> None:
    disks = [evidence(f"$.disks[{number}].sku", "Premium_LRS") for number in range(30)]
    printed = read(diagnosis([result(catalogue()[0], [ok(seen("Premium_LRS"), *disks), healthy()])])).text
    assert squeezed("$.disks[7].sku = Premium_LRS 22 more") in printed
    assert squeezed("$.disks[8].sku") not in printed


def test_a_code_without_a_cause_to_check_is_honest_about_it_and_says_what_to_do() -> None:
    printed = read(not_checkable()).text
    assert squeezed("This code has no cause that can be checked from outside Nothing was checked.") in printed
    assert squeezed("What to do next Contact the support of the cloud, and name this code. 1. If the backup keeps failing") in printed
    assert squeezed("Checks None was made: this code has no cause that can be checked from outside.") in printed
    assert squeezed("Confidence: low. Nothing was checked.") in printed
    assert squeezed("Nothing: for this code no check was to be made.") in printed
    assert squeezed("it shows what was checked") not in printed


def test_why_there_is_no_code_is_told() -> None:
    given = replace(confirmed(), symptom=Complaint(SymptomSource.NONE, None, verbatim("What Azure says is no code.")))
    assert squeezed("Why there is none What Azure says is no code.") in read(given).text


def test_a_cause_that_left_the_catalogue_is_still_printed() -> None:
    assert hostile().root_cause == "zzz"
    assert "rootcause,confirmed" + squeezed(HOSTILE) in read(hostile()).text


def test_hostile_words_are_shown_and_not_obeyed() -> None:
    document = read(hostile())
    printed = document.text
    assert printed.count(squeezed(HOSTILE)) > 5
    assert squeezed('#panic(1)*b*"$x$\\u{202E}nnn') in printed
    assert not re.search("[\u200b\u202e\x00-\x08]", printed)
    assert len(document.pages) < 12


def test_nothing_runs_over_the_edge_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(read(hostile()).data)
    boxes = subprocess.run(["pdftotext", "-bbox", "report.pdf", "-"], cwd=tmp_path, capture_output=True, check=True).stdout.decode()
    left = [float(edge) for edge in re.findall(r'<word xMin="([\d.-]+)"', boxes)]
    right = [float(edge) for edge in re.findall(r' xMax="([\d.-]+)"', boxes)]
    assert len(left) == len(right) > 500
    assert MARGIN - 1 < min(left) < max(right) < A4_WIDTH - MARGIN + 1


@every_sample
@both_languages
def test_the_diagnosis_is_attached_as_data(sample: Callable[[], Diagnosis], language: Language) -> None:
    reader = read(sample(), language).reader
    assert {name: b"".join(data) for name, data in reader.attachments.items()} == {"diagnosis.json": dumps(sample(), language).encode()}
    catalog: Any = reader.trailer["/Root"]
    assert [file.get_object()["/AFRelationship"] for file in catalog["/AF"]] == ["/Data"]


@both_languages
def test_the_document_says_what_it_is(language: Language) -> None:
    reader = read(confirmed(), language).reader
    catalog: Any = reader.trailer["/Root"]
    about, xmp = reader.metadata, catalog["/Metadata"].get_data().decode()
    assert catalog["/Lang"] == language.code
    assert catalog["/MarkInfo"]["/Marked"]
    assert about is not None
    assert about.title == "Backup diagnosis of sql-prod-01"
    assert about.author == "Backup Doctor for Azure VMs"
    assert about.creation_date == confirmed().finished
    for claim in ("<pdfuaid:part>1<", "<pdfaid:part>3<", "<pdfaid:conformance>A<"):
        assert claim in xmp


@every_sample
def test_only_our_fonts_are_used_and_all_are_embedded(sample: Callable[[], Diagnosis], tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(read(sample()).data)
    listed = subprocess.run(["pdffonts", "report.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert listed
    for line in listed:
        assert re.match(r"[A-Z]{6}\+NotoSans(Mono)?-(Regular|Bold) .* yes yes yes ", line), line


@pytest.mark.parametrize("cause", catalogue(), ids=lambda cause: cause.id)
@both_languages
def test_the_appendices_begin_on_page_four_at_the_latest(cause: Cause, language: Language) -> None:
    pages = read(confirmed(cause), language).bookmarks
    assert pages["Appendix: the steps in detail"] <= 4
    assert pages["Commands to repeat"] < pages["Appendix: the steps in detail"] < pages["Appendix: all evidence"] <= pages["Glossary"]


def test_every_cause_has_a_bookmark() -> None:
    assert {str(cause.title) for cause in catalogue()} < set(read(confirmed()).bookmarks)


def test_the_footer_counts_pages_and_names_the_document() -> None:
    pages = read(confirmed()).pages
    for number, page in enumerate(pages, 1):
        assert re.search(rf"2026-11-22 03:13:04 UTC\s*Document [0-9A-F]{{4}}-[0-9A-F]{{4}}-[0-9A-F]{{4}}\s*Page {number} of {len(pages)}", page)


@every_sample
@both_languages
def test_readers_for_the_blind_can_follow(sample: Callable[[], Diagnosis], language: Language, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(read(sample(), language).data)
    found = shutil.which("pdfua", path=str(Path(sys.executable).parent))
    assert found is not None, "pdfua is a development dependency"
    checked = subprocess.run([found, "check", "report.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_typst_is_loaded_only_when_something_is_printed() -> None:
    program = f"import sys; sys.path[:] = {sys.path!r}; import backup_doctor.pdf; print('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"
