"""One account in several tenants: each shows what is its own, and what belongs to another is told apart from what does not exist."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backup_doctor.arm.errors import NotFound, OtherTenant, VmNotFound
from backup_doctor.arm.fleet import failed_vms
from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.identity.open_session import SignInFailed, SignInNeeded, in_tenant
from backup_doctor.arm.signin import Session
from backup_doctor.arm.vm import AzureVm
from backup_doctor.arm.vm_list.inventory import FellBack, News, RowsCame, read_vms
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.build import Site, fail_last_backup, windows
from backup_doctor.lab.failures import INTERNAL
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.identity import TENANT_ID
from tests.helpers.fake_browser import FakeBrowser
from tests.helpers.fake_entra import OTHER_TENANT, STRANGER_TENANT, STRICT_TENANT
from tests.unit.arm.identity.conftest import Place, ask_azure

FABRIKAM, STRICT = Site("rg-mill", subscription="Fabrikam Production"), Site("rg-safe", subscription="Strict Vaults")


@pytest.fixture
def world(place: Place) -> Place:
    """Three tenants, each with machines of its own."""
    azure = place.lab.world
    azure.subscription("Strict Vaults", azure.tenant("Strict", "strict.example"))
    for name in ("mill-01", "mill-02"):
        windows(azure, name, FABRIKAM)
    fail_last_backup(azure, windows(azure, "mill-03", FABRIKAM), INTERNAL)
    windows(azure, "safe-01", STRICT)
    return place


class TestTwoTenants:
    def test_an_account_tells_its_tenants_by_name_wherever_it_is(self, world: Place, browser: FakeBrowser) -> None:
        async def work(session: Session) -> list[list[tuple[str, str]]]:
            other = await in_tenant(session, OTHER_TENANT)
            await other.gateway.close()
            return [[(tenant.name, tenant.domain) for tenant in each.account.tenants] for each in (session, other)]

        known = [("Contoso", "contoso.example"), ("Fabrikam", "fabrikam.example"), ("Strict", "strict.example")]
        assert world.with_session(world.order(Method.BROWSER), work) == [known, known]

    def test_each_shows_its_own_machines_and_the_way_back_is_silent(self, world: Place, browser: FakeBrowser) -> None:
        async def work(session: Session) -> list[tuple[str, list[str]]]:
            other = await in_tenant(session, OTHER_TENANT)
            await session.gateway.close()
            home = await in_tenant(other, TENANT_ID)
            await other.gateway.close()
            seen = [(home.account.tenant, await _machines(home))]
            again = await in_tenant(home, OTHER_TENANT)
            seen.append((again.account.tenant, await _machines(again)))
            await again.gateway.close()
            await home.gateway.close()
            return seen

        home, other = world.with_session(world.order(Method.BROWSER), work)
        assert home == ("Contoso", [VmId.parse(world.lab.vms[0].id).name])
        assert other == ("Fabrikam", ["mill-01", "mill-02", "mill-03"])
        assert world.entra.count("authorize") == 1
        assert world.somebody.questions == []

    @pytest.mark.parametrize("fault", ["", "403:ResourceGraph"])
    def test_failures_are_those_of_the_tenant(self, world: Place, browser: FakeBrowser, fault: str) -> None:
        if fault:
            world.lab._server.faults.add(Fault.parse(fault))

        async def work(session: Session) -> list[list[str]]:
            other = await in_tenant(session, OTHER_TENANT)
            found = [await failed_vms(each, timedelta(days=1)) for each in (session, other)]
            await other.gateway.close()
            return [[failed.vm.name for failed in each.failed] for each in found]

        assert world.with_session(world.order(Method.BROWSER), work) == [[], ["mill-03"]]

    def test_signing_in_to_the_other_tenant_from_the_start(self, world: Place, browser: FakeBrowser) -> None:
        for tenant in (OTHER_TENANT, "fabrikam.example"):
            account = world.open_session(world.order(Method.BROWSER, tenant=tenant)).account
            assert (account.tenant_id, account.tenant) == (OTHER_TENANT, "Fabrikam")
            assert [subscription.name for subscription in account.subscriptions] == ["Fabrikam Production"]

    def test_a_device_code_serves_both(self, world: Place) -> None:
        async def work(session: Session) -> list[str]:
            other = await in_tenant(session, OTHER_TENANT)
            machines = await _machines(other)
            await other.gateway.close()
            return machines

        assert world.with_session(world.order(Method.DEVICE), work) == ["mill-01", "mill-02", "mill-03"]
        assert len(world.somebody.codes) == 1


class TestOneThatWantsToSeeThePerson:
    def test_one_question_and_then_its_machines(self, world: Place, browser: FakeBrowser) -> None:
        async def work(session: Session) -> tuple[str, list[str]]:
            strict = await in_tenant(session, STRICT_TENANT)
            seen = strict.account.tenant, await _machines(strict)
            await strict.gateway.close()
            return seen

        assert world.with_session(world.order(Method.BROWSER), work) == ("Strict", ["safe-01"])
        ((why, asked),) = world.somebody.questions
        assert "AADSTS50076" in why
        assert asked.tenant == STRICT_TENANT
        assert world.entra.count("authorize") == 2

    def test_from_there_the_way_to_a_lenient_tenant_is_silent(self, world: Place, browser: FakeBrowser) -> None:
        async def work(session: Session) -> list[str]:
            strict = await in_tenant(session, STRICT_TENANT)
            other = await in_tenant(strict, OTHER_TENANT)
            machines = await _machines(other)
            await strict.gateway.close()
            await other.gateway.close()
            return machines

        assert world.with_session(world.order(Method.BROWSER), work) == ["mill-01", "mill-02", "mill-03"]
        assert len(world.somebody.questions) == 1

    def test_a_no_leaves_the_session_where_it_is(self, world: Place, browser: FakeBrowser) -> None:
        world.somebody.answers = [None]

        async def work(session: Session) -> list[str]:
            with pytest.raises(SignInNeeded, match="multifactor"):
                await in_tenant(session, STRICT_TENANT)
            return await _machines(session)

        assert len(world.with_session(world.order(Method.BROWSER), work)) == 1


class TestWhatIsNotOurs:
    def test_a_tenant_the_person_is_not_in(self, world: Place, browser: FakeBrowser) -> None:
        async def work(session: Session) -> int:
            with pytest.raises((SignInFailed, SignInNeeded), match="AADSTS50020"):
                await in_tenant(session, STRANGER_TENANT)
            return await ask_azure(session)

        assert world.with_session(world.order(Method.BROWSER), work) == 1

    def test_a_machine_of_another_tenant_is_told_with_that_tenant_and_nobody_is_asked_to_sign_in(self, world: Place, browser: FakeBrowser) -> None:
        mill = next(vm.id for vm in world.lab.world.machines() if vm.id.name == "mill-01")

        async def work(session: Session) -> int:
            with pytest.raises(VmNotFound, match=f"belongs to tenant {OTHER_TENANT}, and the sign-in is for another one"):
                await AzureVm(session.gateway, mill).machine()
            with pytest.raises(OtherTenant, match=OTHER_TENANT) as refused:
                await session.gateway.get(f"{mill.group_scope}/providers/Microsoft.Compute/virtualMachines", "2024-07-01")
            (evidence,) = refused.value.evidence
            assert (refused.value.status, evidence.value) == (401, "InvalidAuthenticationTokenTenant")
            return await ask_azure(session)  # the sign-in is as good as before

        assert world.with_session(world.order(Method.BROWSER), work) == 1
        assert world.somebody.questions == []
        assert world.entra.count("refresh_token") == 0

    def test_a_subscription_that_nobody_has_does_not_exist(self, world: Place, browser: FakeBrowser) -> None:
        async def work(session: Session) -> None:
            with pytest.raises(NotFound, match="SubscriptionNotFound"):
                await session.gateway.get(
                    "/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Compute/virtualMachines", "2024-07-01"
                )

        world.with_session(world.order(Method.BROWSER), work)


async def _machines(session: Session) -> list[str]:
    """Names, from Resource Graph."""
    news: list[News] = []
    await read_vms(session, news.append)
    assert not [each for each in news if isinstance(each, FellBack)]
    return sorted(row.id.name for each in news if isinstance(each, RowsCame) for row in each.rows)
