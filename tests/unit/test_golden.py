"""Every scenario of the lab, diagnosed: what it must come to, what it sends, and how it reads (tests/golden, rewritten by --update-golden)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from backup_doctor.cli.exits import exit_of
from backup_doctor.cli.text import as_text
from backup_doctor.core.language import language
from backup_doctor.core.model import Status
from backup_doctor.core.redact import redact
from backup_doctor.core.report import dumps
from backup_doctor.core.resources import translations
from backup_doctor.lab.scenarios import all_scenarios
from tests.helpers.diagnosed import as_a_user_would, everything

SCENARIOS = sorted(all_scenarios())
GOLDEN = Path(__file__).parents[1] / "golden"
READING_POSTS = ("/backupstatus", "microsoft.resourcegraph/resources", "/effectivenetworksecuritygroups", "/effectiveroutetable", "/runcommand")
RUSSIAN_IS_READY = 'type="unfinished"' not in (translations() / "backup_doctor_ru.ts").read_text("utf-8")


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_comes_to_what_it_declares(name: str) -> None:
    diagnosis, _ = everything(name)
    declared = all_scenarios()[name].scenario
    found = {cause.id: cause.verdict for cause in diagnosis.causes}
    assert {cause: found[cause] for cause in declared.verdicts} == dict(declared.verdicts)
    assert diagnosis.root_cause == declared.root_cause


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_documented_order_finds_the_same_root(name: str) -> None:
    assert as_a_user_would(name).root_cause == all_scenarios()[name].scenario.root_cause


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_diagnosis_only_reads_and_asks_nothing_twice(name: str) -> None:
    _, requests = everything(name)
    assert [request for request in requests if not request.startswith("GET ") and not request.split("?")[0].casefold().endswith(READING_POSTS)] == []
    assert [request for request, times in Counter(map(str.casefold, requests)).items() if times > 1] == []


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_finding_is_backed_by_evidence(name: str) -> None:
    findings = everything(name)[0].findings(Status.OK, Status.WARNING, Status.FAILED)
    assert [check.id for check in findings if not check.finding.evidence] == []
    assert {bool(item.request_id and item.path.startswith("$") and item.value) for check in findings for item in check.finding.evidence} == {True}


def test_a_finding_names_the_permission_that_is_missing() -> None:
    """The window, the history and a ticket show its words and nothing beside them."""
    diagnoses = [everything(name)[0] for name in SCENARIOS if name.startswith("no-permission")]
    findings = [check.finding for diagnosis in diagnoses for check in diagnosis.findings(Status.UNKNOWN)]
    told = [(finding.missing, str(finding.text)) for finding in findings if finding.missing is not None]
    assert told
    assert [words for missing, words in told if missing.action not in words or missing.scope not in words] == []


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_redacted_diagnosis_names_nobody(name: str) -> None:
    diagnosis, _ = everything(name)
    document = dumps(redact(diagnosis), language("en"))
    vm = diagnosis.vm.id
    assert [word for word in (vm.name, vm.resource_group, vm.subscription, "AzureBackupRG_", "rsv-") if word.casefold() in document.casefold()] == []
    request_ids = {item.request_id for cause in diagnosis.causes for check in cause.checks for item in check.finding.evidence}
    assert set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", document)) <= request_ids
    assert re.findall(r"\b10(?:\.\d{1,3}){3}\b", document) == []  # the lab's own 127.0.0.1 names nobody


@pytest.mark.parametrize("name", SCENARIOS)
def test_verdicts(name: str, golden: Callable[[str, str], None]) -> None:
    diagnosis, _ = everything(name)
    usual = as_a_user_would(name)
    document = {
        "verdicts": {cause.id: cause.verdict for cause in diagnosis.causes},
        "root_cause": diagnosis.root_cause,
        "confidence": diagnosis.confidence,
        "exit_code": int(exit_of(diagnosis)),
        "with_the_code_of_the_last_job": {"code": usual.symptom.code, "confidence": usual.confidence, "exit_code": int(exit_of(usual))},
    }
    golden(f"{name}.verdict.json", json.dumps(document, indent=1) + "\n")


@pytest.mark.parametrize("code", ["en", pytest.param("ru", marks=pytest.mark.skipif(not RUSSIAN_IS_READY, reason="the translation is unfinished"))])
@pytest.mark.parametrize("name", SCENARIOS)
def test_reports(name: str, code: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.{code}.txt", settled(as_text(as_a_user_would(name), language(code))))


def settled(text: str) -> str:
    """The report without what differs from run to run: the lab's port, request ids and the SDK's api-versions."""
    text = re.sub(r"http://127\.0\.0\.1:\d+", "https://management.azure.com", text)
    text = re.sub(r"api-version=\d{4}-\d\d-\d\d(-preview)?", "api-version=…", text)
    return re.sub(r", [0-9a-f-]{36}\)$", ", <request id>)", text, flags=re.MULTILINE)


def test_no_golden_file_outlives_its_scenario() -> None:
    known = {f"{name}.{end}" for name in SCENARIOS for end in ("verdict.json", "en.txt", "ru.txt")}
    assert {path.name for path in GOLDEN.iterdir() if path.suffix in (".json", ".txt")} <= known


def test_rewriting_runs_nothing_but_what_is_compared() -> None:
    line = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--collect-only", "--quiet", "--update-golden", __file__]
    listed = subprocess.run(line, capture_output=True, text=True, check=True, cwd=GOLDEN.parents[1]).stdout
    assert set(re.findall(r"::(\w+)", listed)) == {"test_verdicts", "test_reports"}
