"""Every scenario's diagnosis, made once for all tests that look at it."""

from __future__ import annotations

from functools import cache

from backup_doctor.arm.gateway import Gateway
from backup_doctor.arm.vm import AzureVm
from backup_doctor.catalogue.remedies import all_remedies
from backup_doctor.core.diagnosis import NO_CODE, Diagnosis
from backup_doctor.core.offer import Offer
from backup_doctor.core.offering import offers
from backup_doctor.core.plan import Plan
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.scenarios import all_scenarios
from tests.helpers.worlds import scenario


@cache
def everything(name: str) -> tuple[Diagnosis, tuple[str, ...]]:
    """A scenario with every cause examined, and the requests that took."""
    with scenario(name) as lab:
        return lab.diagnose(NO_CODE, looks_inside=looks_inside(name)), tuple(lab.seen)


@cache
def as_a_user_would(name: str) -> Diagnosis:
    """A scenario with the code of its last failed job."""
    with scenario(name) as lab:
        return lab.diagnose(looks_inside=looks_inside(name))


def looks_inside(name: str) -> bool:
    """Whether only a look inside the VM tells."""
    return all_scenarios()[name].scenario.looks_inside


@cache
def planning(name: str) -> tuple[dict[str, Offer], tuple[str, ...]]:
    """Every remedy as it stands in a scenario, whatever the checks say, and the requests that took; in a session that allows repairs."""
    causes = {remedy.cause.id: remedy.cause for remedy in all_remedies()}.values()

    async def plan_all(gateway: Gateway, vm: VmId) -> dict[str, Offer]:
        gateway.repairs_allowed = True
        return await offers(AzureVm(gateway, vm), causes, {})

    with scenario(name) as lab:
        return lab.use(lambda gateway: plan_all(gateway, lab.vm)), tuple(lab.seen)


def planned(name: str) -> dict[str, Plan]:
    """The plan of every remedy that has one in a scenario, by its id, whatever the checks say."""
    return {identity: offer.plan for identity, offer in planning(name)[0].items() if offer.plan is not None}
