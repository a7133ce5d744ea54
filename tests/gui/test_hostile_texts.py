"""Every word of Azure's is hostile, in every field: it is shown as words, bounded, and nothing moves aside for it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.arm.cloud import PUBLIC
from backup_doctor.arm.identity.interaction import DeviceCode
from backup_doctor.arm.identity.method import Method, SignIn
from backup_doctor.arm.memory import RememberedAccount
from backup_doctor.arm.wire.proxies import ProxyAsks
from backup_doctor.core.report import loads
from backup_doctor.core.text import verbatim
from backup_doctor.lab.breaking.machine import add_extension, break_backup_extension, fill_restore_points, lock_backup_group, silence_agent
from backup_doctor.lab.breaking.network import add_rules
from backup_doctor.lab.build import SANDBOX, Site, fail_last_backup, windows
from backup_doctor.lab.failures import AGENT_UNAVAILABLE
from backup_doctor.lab.locks import CAN_NOT_DELETE
from backup_doctor.lab.network import rule
from backup_doctor.lab.running import LabVm, serve
from backup_doctor.lab.world import World
from backup_doctor.ui.app import Parts
from backup_doctor.ui.dialogs.dialog import Dialog
from backup_doctor.ui.dialogs.forget_account import ask_to_forget
from backup_doctor.ui.dialogs.plan import PlanSheet
from backup_doctor.ui.dialogs.proxy_sign_in import ProxySignInDialog
from backup_doctor.ui.dialogs.sign_in_again import SignInAgainDialog
from backup_doctor.ui.fleet import Phase
from backup_doctor.ui.pages.sign_in import SignInPage
from backup_doctor.ui.pages.symptom import SymptomPage
from backup_doctor.ui.sign_in_errands import Help, Trouble
from backup_doctor.ui.steps import Kind, Step
from tests.helpers.hostile import EVERYTHING, MARK, Spoil, Spoiling, words_say
from tests.helpers.qt_plain import faults, word_faults
from tests.helpers.qt_repairs import Repairing
from tests.helpers.qt_wizard import PATIENCE

VM, GROUP = "kiosk-04", "rg-kiosk"
ROBOT = RememberedAccount(
    "robot", Method.SECRET, EVERYTHING, EVERYTHING, EVERYTHING, EVERYTHING, EVERYTHING, last_used=datetime(2026, 11, 22, tzinfo=UTC)
)
LONG_VM, LONG_GROUP = MARK + "W" * 9_000, MARK + "-\u0639\u0440" * 400
"""Names that an id may hold: endless, and written from the right."""


def night(name: str = VM, group: str = GROUP) -> tuple[World, LabVm]:
    """A VM with something wrong of every kind, and another with a failed backup."""
    world = World()
    world.pace = timedelta(0)
    world.tenant("Fabrikam", "fabrikam.example")
    vm = windows(world, name, Site(group, backup_group="AzureBackupRG_westeurope_2"))
    other = windows(world, "kiosk-05", Site("rg-other", subscription=SANDBOX, vault="rsv-sandbox-weu"))
    for machine in (vm, other):
        silence_agent(machine)
        fill_restore_points(world, machine)
        fail_last_backup(world, machine, AGENT_UNAVAILABLE)
    break_backup_extension(world, vm, "failed/16", "Failed", "It failed.", timedelta(hours=9))
    add_extension(world, vm, "Microsoft.Azure.Security", "IaaSAntimalware", "Updating", timedelta(hours=9), message="Still at it.")
    add_rules(world, vm, rule("Deny-All", 200, "Deny", "*", port="*", description="No way out."))
    world.add_lock(str(vm.id), "kiosk", CAN_NOT_DELETE, "Ask Ada.")
    lock_backup_group(world, vm, "AzureBackupRG_westeurope_2", "no-delete", "Ask Ada.")
    world.deny("Microsoft.Network/networkInterfaces/effectiveNetworkSecurityGroups/action", str(vm.id.group_scope))
    return world, LabVm(str(vm.id), VM)


@contextmanager
def hostile(qtbot: QtBot, parts: Parts, spoil: Spoil, *names: str) -> Iterator[Repairing]:
    """A window before an Azure that speaks so, and where a VM and its group have these names."""
    world, vm = night(*names)
    with serve(world, (vm,)) as lab:
        lab._server.service = Spoiling(lab._server.service, spoil)  # type: ignore[assignment]  # it answers, and that is all it is asked
        with qtbot.waitActive(parts.window):
            parts.window.show()
            parts.window.activateWindow()
        yield Repairing(qtbot, parts, lab)
        parts.kit.flow.sign_out()


def settled(found: list[str], place: str) -> None:
    """Let everything be laid out, and look."""
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found += [f"{place}: {fault}" for fault in faults()]


def everywhere(wizard: Repairing, folder: Path) -> list[str]:
    """Walk through every page and dialog; what was wrong where."""
    found: list[str] = []
    wizard.sign_in()
    settled(found, "machines")
    wizard.window.go(Step(Kind.SIGN_IN))
    settled(found, "signed in")
    wizard.window.go(Step(Kind.VM))
    _fleet(wizard, found, folder)
    wizard.vm_page.filter.setText(f"https://portal.azure.com/#@{EVERYTHING}/resource/subscriptions/{EVERYTHING}")
    settled(found, "machines, pasted")
    page = _choose(wizard)
    page.inside.box.setChecked(True)
    settled(found, "symptom")
    page.from_paste.click()
    page.pasted.box.setPlainText(EVERYTHING)
    settled(found, "symptom, pasted")
    page.from_job.click()
    wizard.window.bar.primary.click()
    wizard.finish()
    wizard.know_offers()
    for step in wizard.state.steps():
        for row in getattr(wizard.show(step), "rows", []):
            row.opener.click()
        settled(found, step.cause or step.kind)
        if step.kind is Kind.CAUSE:
            _plans(wizard, step.cause, found)
    _paper(wizard, folder)
    settled(found, "summary, written")
    return found


def _choose(wizard: Repairing) -> SymptomPage:
    """Its row is taken, for no text field takes an endless id."""
    page, vm = wizard.vm_page, wizard.vm(VM)
    page.filter.setText("")
    wizard.flow.choose_vm(vm, wizard.state.vm_list.known(vm))
    wizard.window.go(Step(Kind.SYMPTOM))
    wizard.qtbot.waitUntil(lambda: wizard.state.last_job is not None, timeout=PATIENCE)
    return wizard.symptom_page


def _fleet(wizard: Repairing, found: list[str], folder: Path) -> None:
    page = wizard.vm_page
    page.views.setCurrentIndex(1)
    view = page.fleet
    assert view is not None
    wizard.qtbot.waitUntil(lambda: view.fleet.phase is Phase.READ, timeout=PATIENCE)
    settled(found, "failures")
    view.head.examine.click()
    wizard.qtbot.waitUntil(lambda: view.fleet.phase is Phase.EXAMINED, timeout=PATIENCE)
    view.tree.expandAll()
    for branch in view.tree.groups.branches:
        for key in (branch.key, *(leaf.key for leaf in branch.leaves)):
            view.tree.setCurrentIndex(view.tree.groups.find(key))
            settled(found, f"failures, {key[:40]}")
    for name, save in (("fleet.csv", view.save_csv), ("fleet.json", view.save_json)):
        with wizard.qtbot.waitSignal(view.fleet.written, timeout=PATIENCE):
            save(folder / name)
    page.views.setCurrentIndex(0)


def _plans(wizard: Repairing, cause: str, found: list[str]) -> None:
    for card in wizard.cause_page(cause).remedies:
        if not card.plan.isVisible() or not card.plan.isEnabled():
            continue
        card.plan.click()
        sheet = wizard.sheet(PlanSheet)
        for tab in range(sheet.steps.tabs.count()):
            sheet.steps.tabs.setCurrentIndex(tab)
            settled(found, f"plan {card.remedy.id}")
        sheet.close_button.click()
        wizard.alone()


def _paper(wizard: Repairing, folder: Path) -> None:
    page = wizard.summary_page()
    with wizard.qtbot.waitSignals([page.pdf_written], timeout=PATIENCE):
        page.export_pdf(folder / "report.pdf")
    page.save_json(folder / "report.json")
    page.report.ticket.button.click()
    (folder / "ticket.txt").write_text(QGuiApplication.clipboard().text(), "utf-8")


def test_hostile_words_stay_words_on_every_page(qtbot: QtBot, parts: Parts, tmp_path: Path, said: list[str]) -> None:
    with hostile(qtbot, parts, words_say(EVERYTHING)) as wizard:
        found = everywhere(wizard, tmp_path)
    found += [fault for words in said for fault in word_faults("announcement", words)]
    assert not found, "\n".join(sorted(set(found)))
    assert any(MARK in words for words in said)
    written_down(tmp_path)


def test_endless_names_fit_on_every_page(qtbot: QtBot, parts: Parts, tmp_path: Path, said: list[str]) -> None:
    with hostile(qtbot, parts, lambda _key, value: value, LONG_VM, LONG_GROUP) as wizard:
        found = everywhere(wizard, tmp_path)
    found += [fault for words in said for fault in word_faults("announcement", words)]
    assert not found, "\n".join(sorted(set(found)))
    written_down(tmp_path)


def test_hostile_words_of_whoever_signs_somebody_in_stay_words(qtbot: QtBot, parts: Parts, said: list[str]) -> None:
    """Of Entra in a cloud of one's own, of a proxy, and of another program that writes into the password store."""
    window, words, found = parts.window, verbatim(EVERYTHING), list[str]()
    page = window.page
    assert isinstance(page, SignInPage)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    parts.kit.flow.access.accounts = (ROBOT,)
    parts.kit.flow.access.changed.emit()
    settled(found, "remembered")
    page.error.show_trouble(Trouble(words, words, words, EVERYTHING, tuple(Help)))
    settled(found, "refused")
    page._show_waiting()
    page.waiting.code.show_code(DeviceCode(f"https://login.example/{EVERYTHING}", EVERYTHING, datetime.now(UTC) + timedelta(minutes=9)))
    settled(found, "a code")
    for banner in (window.banners.fault, window.banners.policy, window.banners.update_line):
        banner.show_text(words, heading=words)
    settled(found, "banners")
    asks = ProxyAsks(f"http://{EVERYTHING}:80", (EVERYTHING, "Basic"), refused=True)
    order = SignIn(Method.DEVICE, PUBLIC, tenant=EVERYTHING, client_id=EVERYTHING, user=EVERYTHING)
    dialogs: tuple[Callable[[], Dialog], ...] = (
        lambda: ask_to_forget(parts.kit, ROBOT, window),
        lambda: ProxySignInDialog(parts.kit, window, asks),
        lambda: SignInAgainDialog(parts.kit, words, order, window),
    )
    for number, make in enumerate(dialogs):
        dialog = make()
        dialog.show()
        settled(found, f"dialog {number}")
        dialog.close()
    found += [fault for told in said for fault in word_faults("announcement", told)]
    assert not found, "\n".join(sorted(set(found)))
    assert any(MARK in told for told in said)


def written_down(folder: Path) -> None:
    """Every file can be read again, and has the words."""
    for name in ("ticket.txt", "fleet.csv", "fleet.json", "report.json"):
        assert MARK in (folder / name).read_text("utf-8-sig"), name
    assert json.loads((folder / "fleet.json").read_bytes())
    assert list(csv.reader(io.StringIO((folder / "fleet.csv").read_text("utf-8-sig"))))
    assert loads((folder / "report.json").read_bytes()).root_cause
    assert MARK in "".join(page.extract_text() for page in PdfReader(folder / "report.pdf").pages)
