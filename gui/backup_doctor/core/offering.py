"""Whether a remedy can be offered: what it would do, what it needs, and what of that the account holds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping

from .facts import Vm
from .model import Cause, Check, CouldNotLook, Finding, Remedy, Verdict
from .offer import Offer
from .permission import Permission, allows, scope_to_ask
from .plan import Plan, Unavailable
from .text import Text
from .text import lazy_translate as translate
from .verdict import verdict_of

log = logging.getLogger(__name__)


async def offers(vm: Vm, causes: Iterable[Cause], verdicts: Mapping[str, Verdict]) -> dict[str, Offer]:
    """Every remedy of these causes, by its id. Nothing is changed, and what the checks have asked is not asked again.

    Args:
        verdicts: of the causes, by id.
    """
    remedies = [remedy for cause in causes for remedy in cause.remedies]
    found = await asyncio.gather(*(offer(vm, remedy, verdicts.get(remedy.cause.id)) for remedy in remedies))
    return {each.remedy.id: each for each in found}


class EarlyOffers:
    """Finds the remedies of each cause as soon as its own checks have landed: those of the others may still wait for Azure."""

    def __init__(self, vm: Vm, causes: Iterable[Cause], wanted: Callable[[], Awaitable[Collection[Cause]]]) -> None:
        """Begin; needs the running loop.

        Args:
            causes: those that are examined.
            wanted: tells of which of them the remedies are wanted; asked once for each cause.
        """
        self._vm, self._wanted = vm, wanted
        self._findings: dict[str, Finding] = {}
        self._landed = {cause.id: asyncio.Event() for cause in causes}
        self._asking = [asyncio.ensure_future(self._of(cause)) for cause in causes]

    def land(self, landed: tuple[Check, Finding]) -> None:
        """To be told of each check, as `examine` does."""
        check, finding = landed
        self._findings[check.id] = finding
        if all(one.id in self._findings for one in check.cause.checks):
            self._landed[check.cause.id].set()

    async def offers(self) -> dict[str, Offer]:
        """Every remedy of the causes wanted, by its id, once all checks have landed."""
        return {name: each for found in await asyncio.gather(*self._asking) for name, each in found.items()}

    def give_up(self) -> None:
        """Nobody waits for them any more; harmless once they are there."""
        for asking in self._asking:
            asking.cancel()

    async def _of(self, cause: Cause) -> dict[str, Offer]:
        await self._landed[cause.id].wait()
        if cause not in await self._wanted():
            return {}
        return await offers(self._vm, (cause,), {cause.id: verdict_of([self._findings[check.id] for check in cause.checks])})


async def offer(vm: Vm, remedy: Remedy, verdict: Verdict | None = None) -> Offer:
    """One remedy; without a verdict it is planned whatever the checks say."""
    idle = _idle(remedy, verdict)
    if idle is not None:
        return Offer(remedy, None, idle)
    try:
        if remedy.cause.os is not None and (await vm.machine()).os != remedy.cause.os:
            return Offer(remedy, None, translate("Repair", "This cause exists on {os} only.").format(os=remedy.cause.os))
        plan = await remedy.plan(vm)
    except Unavailable as error:
        return Offer(remedy, None, error.text)
    except CouldNotLook as error:
        return Offer(remedy, None, translate("Repair", "What this repair needs could not be read: {reason}").format(reason=error.text))
    except Exception:  # a fault of ours: the log, the user and every test see it
        log.exception("%s is broken", remedy.id)
        return Offer(remedy, None, translate("Repair", "This repair itself failed. The log says why."))
    return await _with_permissions(vm, remedy, plan)


def _idle(remedy: Remedy, verdict: Verdict | None) -> Text | None:
    """A repair of what is not broken is not offered; one that only helps to look is."""
    if verdict is Verdict.NOT_APPLICABLE:
        return translate("Repair", "Not offered: every check of this cause was skipped.")
    if verdict is Verdict.RULED_OUT and remedy.needs_fault:
        return translate("Repair", "Nothing to repair here: the checks rule this cause out.")
    return None


async def _with_permissions(vm: Vm, remedy: Remedy, plan: Plan) -> Offer:
    held = await asyncio.gather(*(_holds(vm, need) for need in plan.needs))
    missing = tuple(need for need, holds in zip(plan.needs, held, strict=True) if holds is False)
    unsure = tuple(need for need, holds in zip(plan.needs, held, strict=True) if holds is None)
    if not missing:
        return Offer(remedy, plan, None, unsure=unsure)
    text = translate("Repair", "The account lacks {action} on {scope}.").format(action=missing[0].action, scope=missing[0].scope)
    if len(missing) > 1:
        more = translate("Repair", "The account lacks %n permission(s), among them {action} on {scope}.", "", 0)
        text = more.counted(len(missing)).format(action=missing[0].action, scope=missing[0].scope)
    return Offer(remedy, plan, text, missing, unsure)


async def _holds(vm: Vm, need: Permission) -> bool | None:
    """None where nobody lets us see it."""
    try:
        grants = await vm.permissions(scope_to_ask(need.scope))
    except CouldNotLook as error:
        log.info("permissions at %s could not be read: %s", need.scope, error)
        return None
    return allows(grants.items, need.action)
