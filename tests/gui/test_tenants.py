"""Another tenant of the account: chosen in the header or on the sign-in page, its VMs and failures on screen, and back again."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from backup_doctor.arm.identity.method import Method
from backup_doctor.lab.build import Site, fail_last_backup, windows
from backup_doctor.lab.failures import INTERNAL
from backup_doctor.lab.identity import TENANT_ID
from backup_doctor.ui.dialogs.sign_in_again import SignInAgainDialog, SignInAgainSheet
from backup_doctor.ui.fleet import Phase
from backup_doctor.ui.steps import Kind, Step
from tests.helpers.fake_entra import OTHER_TENANT, STRICT_TENANT
from tests.helpers.qt_access import nameless
from tests.helpers.qt_entra import Office
from tests.helpers.qt_wizard import PATIENCE

MILLS = ["mill-01", "mill-02", "mill-03"]


@pytest.fixture
def several(office: Office) -> Office:
    """The account is a guest of two tenants that have VMs of their own."""
    world = office.wizard.lab.world
    world.subscription("Fabrikam Production", OTHER_TENANT)
    world.subscription("Strict Vaults", STRICT_TENANT)
    mills = [windows(world, name, Site("rg-mill", subscription="Fabrikam Production")) for name in MILLS]
    fail_last_backup(world, mills[2], INTERNAL)
    windows(world, "safe-01", Site("rg-safe", subscription="Strict Vaults"))
    return office


def entries(office: Office) -> dict[str, QAction]:
    """The header's menu, by tenant."""
    menu = office.wizard.window.header.tenants.menu()
    assert menu is not None
    return {action.data(): action for action in menu.actions()}


def enter(office: Office, tenant: str) -> None:
    """Choose a tenant in the header and wait for its VMs."""
    entries(office)[tenant].trigger()
    wait_in(office, tenant)


def wait_in(office: Office, tenant: str) -> None:
    def there() -> bool:
        session = office.wizard.state.session
        return session is not None and session.account.tenant_id == tenant and office.wizard.state.vms_complete

    office.qtbot.waitUntil(there, timeout=PATIENCE)


def machines(office: Office) -> list[str]:
    return sorted(row.id.name for row in office.wizard.state.vms)


def questions() -> list[SignInAgainSheet]:
    """What asks the person to sign in again."""
    shown = [widget.sheet for widget in QApplication.topLevelWidgets() if isinstance(widget, SignInAgainDialog) and widget.isVisible()]
    return [sheet for sheet in shown if isinstance(sheet, SignInAgainSheet)]


def of_home(office: Office) -> list[str]:
    return sorted(office.wizard.vm(vm.scenario).name for vm in office.wizard.lab.vms)


@pytest.mark.parametrize("method", [Method.BROWSER, Method.DEVICE])
def test_the_header_leads_to_the_other_tenants_machines_and_back(several: Office, method: Method) -> None:
    several.sign_in(method)
    header = several.wizard.window.header
    assert [action.text() for action in entries(several).values()] == [
        "Contoso (contoso.example)",
        "Fabrikam (fabrikam.example)",
        "Strict (strict.example)",
    ]
    assert machines(several) == of_home(several)
    enter(several, OTHER_TENANT)
    assert machines(several) == MILLS
    assert "Fabrikam" in header._place.text()
    assert [tenant for tenant, action in entries(several).items() if action.isChecked()] == [OTHER_TENANT]
    assert "Fabrikam" in several.wizard.vm_page.kit.render(several.wizard.vm_page._subtitle())
    enter(several, TENANT_ID)
    assert machines(several) == of_home(several)
    assert "Contoso" in header._place.text()
    assert several.entra.count("authorize") + several.entra.count("devicecode") == 1, "one prompt for all of it"
    assert nameless(several.wizard.window) == []


def test_the_sign_in_page_leads_there_too_and_follows_the_header(several: Office) -> None:
    several.sign_in()
    enter(several, OTHER_TENANT)
    several.wizard.window.go(Step(Kind.SIGN_IN))
    card = several.page.signed_in
    assert card.tenants.currentData() == OTHER_TENANT
    assert not card.switch.isEnabled()
    card.tenants.setCurrentIndex(card.tenants.findData(TENANT_ID))
    card.switch.click()
    wait_in(several, TENANT_ID)
    assert machines(several) == of_home(several)
    assert several.wizard.window.step.kind is Kind.VM


def test_what_was_chosen_in_one_tenant_is_not_taken_to_another(several: Office) -> None:
    several.sign_in()
    several.wizard.choose("windows-agent-stopped")
    several.wizard.window.bar.primary.click()
    several.wizard.finish()
    enter(several, OTHER_TENANT)
    state = several.wizard.state
    assert (state.vm, state.run, state.complaint) == (None, None, None)
    assert several.wizard.window.step.kind is Kind.VM


def test_tonights_failures_are_those_of_the_tenant(several: Office) -> None:
    several.sign_in()
    several.wizard.vm_page.views.setCurrentIndex(1)
    view = several.wizard.vm_page.fleet
    assert view is not None
    several.qtbot.waitUntil(lambda: view.fleet.phase is Phase.READ, timeout=PATIENCE)
    assert [failed.vm.name for failed in view.fleet.failed] == ["erp-app"]
    enter(several, OTHER_TENANT)
    several.qtbot.waitUntil(lambda: view.fleet.phase is Phase.READ, timeout=PATIENCE)
    assert [failed.vm.name for failed in view.fleet.failed] == ["mill-03"]


def test_a_tenant_that_wants_to_see_the_person_asks_once_and_shows_its_machines(several: Office) -> None:
    several.sign_in()
    entries(several)[STRICT_TENANT].trigger()
    several.qtbot.waitUntil(lambda: bool(questions()), timeout=PATIENCE)
    (sheet,) = questions()
    assert "AADSTS50076" in sheet.why.plain()
    sheet.accept.click()
    wait_in(several, STRICT_TENANT)
    assert machines(several) == ["safe-01"]
    assert several.entra.count("authorize") == 2
    enter(several, TENANT_ID)
    assert machines(several) == of_home(several)
    assert several.entra.count("authorize") == 2


def test_a_pasted_machine_of_another_tenant_says_whose_it_is_and_the_header_leads_there(several: Office) -> None:
    several.sign_in()
    mill = next(str(vm.id) for vm in several.wizard.lab.world.machines() if vm.id.name == "mill-01")
    several.wizard.vm_page.filter.setText(mill)
    several.wizard.window.bar.primary.click()
    state = several.wizard.state
    several.qtbot.waitUntil(lambda: state.last_job_error is not None, timeout=PATIENCE)
    assert state.last_job_error is not None
    assert f"belongs to tenant {OTHER_TENANT}" in str(state.last_job_error)
    enter(several, OTHER_TENANT)
    several.wizard.vm_page.filter.setText(mill)
    several.wizard.window.bar.primary.click()
    several.qtbot.waitUntil(lambda: state.last_job is not None, timeout=PATIENCE)
    assert state.last_job_error is None
