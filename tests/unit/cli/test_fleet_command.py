"""``fleet``: one document on stdout, everything else on stderr, and the exit codes scripts rely on."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backup_doctor.cli.fleet import FleetProgress
from backup_doctor.core.fleet import Fact, FactKind, Failures, FleetRun, Slowed, as_text
from backup_doctor.core.language import language
from backup_doctor.core.resources import translations
from backup_doctor.core.text import verbatim
from backup_doctor.lab.world import World
from tests.helpers.commands import Command
from tests.helpers.diagnoses import THEN, VM
from tests.helpers.fleets import member, small_fleet, unexamined
from tests.helpers.worlds import NIGHT, Lab, one_vm, serving

RUSSIAN_IS_READY = 'type="unfinished"' not in (translations() / "backup_doctor_ru.ts").read_text("utf-8")


@pytest.fixture(scope="module")
def fleet_lab() -> Iterator[Lab]:
    with small_fleet() as (lab, _):
        yield lab


def test_the_small_fleet_reads_well(command: Command, fleet_lab: Lab, golden: Callable[[str, str], None]) -> None:
    outcome = command("fleet", fleet_lab)
    golden("tests/golden/fleet/small.en.txt", outcome.out)
    assert (outcome.code, outcome.err) == (1, "")


@pytest.mark.skipif(not RUSSIAN_IS_READY, reason="the translation is unfinished")
def test_the_small_fleet_reads_well_in_russian(command: Command, fleet_lab: Lab, golden: Callable[[str, str], None]) -> None:
    golden("tests/golden/fleet/small.ru.txt", command("fleet", fleet_lab, "--lang", "ru").out)


def test_the_document_of_the_small_fleet(command: Command, fleet_lab: Lab, golden: Callable[[str, str], None]) -> None:
    outcome = command("fleet", fleet_lab, "--format", "json")
    document = outcome.document | {"started": "…", "finished": "…"}
    golden(
        "tests/golden/fleet/small.json",
        json.dumps(document | {"tool": {"name": "backup-doctor", "version": "…"}}, indent=1, ensure_ascii=False) + "\n",
    )
    assert (outcome.code, outcome.err) == (1, "")


def test_the_table_of_the_small_fleet(command: Command, fleet_lab: Lab, golden: Callable[[str, str], None]) -> None:
    outcome = command("fleet", fleet_lab, "--format", "csv")
    golden("tests/golden/fleet/small.csv.txt", outcome.out.replace("\r\n", "\n"))
    assert outcome.out.startswith("group,"), "a pipe needs no mark of the encoding"


def test_a_file_is_what_a_spreadsheet_opens(command: Command, fleet_lab: Lab, tmp_path: Path) -> None:
    file = tmp_path / "failures.csv"
    outcome = command("fleet", fleet_lab, "--format", "csv", "--output", str(file))
    assert (outcome.code, outcome.out, outcome.err) == (1, "", "")
    assert file.read_bytes().startswith(b"\xef\xbb\xbfgroup,")
    rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
    assert len(rows) == 20


def test_a_limit_takes_the_latest_and_names_the_others(command: Command, fleet_lab: Lab) -> None:
    outcome = command("fleet", fleet_lab, "--format", "json", "--limit", "3")
    members = [each for group in outcome.document["groups"] for each in group["members"]]
    left_out = [each for each in members if each["error"] == "Skipped: --limit allows no more. Run it again without --limit."]
    assert (len(members), len(left_out)) == (20, 17)


def test_a_span_without_failures(command: Command, fleet_lab: Lab) -> None:
    outcome = command("fleet", fleet_lab, "--since", "0.5")
    assert (outcome.code, outcome.out) == (0, "No backup of a virtual machine has failed since 2026-11-22 02:42.\n")


def test_without_any_failure_the_exit_code_is_zero(command: Command) -> None:
    with one_vm() as lab:
        outcome = command("fleet", lab, "--format", "json")
    assert (outcome.code, outcome.document["failed"], outcome.document["groups"]) == (0, 0, [])


def test_failures_of_which_none_could_be_explained_have_a_code_of_their_own(command: Command) -> None:
    with small_fleet(change=lambda world, _fleet: world.deny("Microsoft.Compute/*", "/")) as (lab, _):
        outcome = command("fleet", lab, "--format", "json", "--limit", "1")
    assert outcome.code == 4


@pytest.mark.parametrize(
    ("faults", "words"),
    [
        (("403:ResourceGraph", "403:RecoveryServices/vaults"), "the account lacks Microsoft.RecoveryServices/vaults/read"),
        (("401:/",), "does not accept this sign-in"),
    ],
)
def test_no_way_into_azure(command: Command, faults: tuple[str, ...], words: str) -> None:
    with small_fleet(*faults) as (lab, _):
        outcome = command("fleet", lab)
    assert (outcome.code, outcome.out) == (3, "")
    assert words in outcome.err


def test_without_resource_graph_the_vaults_are_asked_and_it_is_said(command: Command) -> None:
    with small_fleet("403:ResourceGraph") as (lab, fleet):
        outcome = command("fleet", lab, "--format", "json")
    assert outcome.code == 1
    (remark,) = outcome.document["remarks"]
    assert remark.startswith("Azure Resource Graph did not say which backups failed.")
    assert remark in outcome.err
    assert {group["cause"] or group["kind"]: group["count"] for group in outcome.document["groups"]} == dict(fleet.causes)


@pytest.mark.parametrize(
    "arguments", [["--since", "0"], ["--since", "500"], ["--since", "x"], ["--since", "nan"], ["--limit", "0"], ["--limit", "x"], ["--format", "xml"]]
)
def test_arguments_that_make_no_sense(command: Command, arguments: list[str]) -> None:
    outcome = command("fleet", *arguments, "--demo")
    assert (outcome.code, outcome.out) == (2, "")


def test_a_folder_that_is_not_there_is_said_before_the_work(command: Command, fleet_lab: Lab, tmp_path: Path) -> None:
    before = len(fleet_lab.seen)
    assert command("fleet", fleet_lab, "--output", str(tmp_path / "no" / "file")).code == 2
    assert len(fleet_lab.seen) == before


def test_throttling_is_said_on_stderr_and_in_the_result(command: Command) -> None:
    with small_fleet("429/1:virtualMachines:2") as (lab, _):
        outcome = command("fleet", lab, "--format", "json", "--limit", "2")
    assert "Azure is throttling this account and asks to wait 1 second." in outcome.err
    assert outcome.document["remarks"][0].startswith("Azure throttled this account, and the run had to wait:")
    assert {group["kind"] for group in outcome.document["groups"]} >= {"cause"}


def test_the_demo_tenant_as_a_whole(command: Command) -> None:
    outcome = command("fleet", "--demo", "--format", "json")
    assert (outcome.code, outcome.err) == (1, "")
    groups = {group["cause"]: group["count"] for group in outcome.document["groups"]}
    assert groups["vm-no-internet-access"] > 5
    assert groups["resource-group-lock"] > 5
    assert outcome.document["failed"] == sum(groups.values())


def test_a_terminal_sees_how_it_gets_on(command: Command, fleet_lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shown = command("fleet", fleet_lab, "--limit", "2").err
    lines = shown.split("\r")
    assert lines[1].startswith("20 virtual machines to examine.")
    assert lines[-1].startswith("Examined 2 of 2: ")
    assert shown.endswith("\n")


def test_a_shorter_line_leaves_nothing_of_the_longer_one(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    progress = FleetProgress(language("en"))
    progress.tell(verbatim("a long line"))
    progress.tell(verbatim("short"))
    progress.hear(Slowed(3, verbatim("Waits.")))
    progress.close()
    assert capsys.readouterr().err == "\ra long line\rshort      \nWaits.\n"


def test_names_from_azure_cannot_move_the_cursor() -> None:
    hostile = "\x1b[2J\u202eevil"
    examined = [member("a", "resource-group-lock", Fact(FactKind.LOCK, hostile)), member("b", "resource-group-lock", Fact(FactKind.LOCK, hostile))]
    run = FleetRun.of(
        Failures(THEN - timedelta(days=1), ()), [*examined, unexamined("c", verbatim(hostile))], version="1", started=THEN, finished=THEN
    )
    text = as_text(run, language("en"))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\u001b[2J" in text


def test_items_without_a_vm_are_listed() -> None:
    run = FleetRun.of(Failures(THEN, (), ("/subscriptions/0/items/classic",)), [], version="1", started=THEN, finished=THEN)
    assert "  - /subscriptions/0/items/classic" in as_text(run, language("en"))


def test_the_lab_serves_a_fleet_of_the_size_asked_for() -> None:
    from backup_doctor.lab.running import start

    with start(fleet=50) as lab:
        assert len(lab.world.machines()) == 50
        assert len(lab.vms) == 20


def test_a_lab_is_a_fleet_or_scenarios_and_not_both(command: Command) -> None:
    assert command("lab", "--fleet", "50", "--scenario", "deallocated").code == 2


def test_an_empty_tenant_has_no_failures(command: Command) -> None:
    with serving(World(clock=lambda: NIGHT), str(VM)) as lab:
        outcome = command("fleet", lab)
    assert outcome.code == 0
