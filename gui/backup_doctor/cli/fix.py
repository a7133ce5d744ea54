"""``fix``: show what a remedy would do to one VM, and carry it out when told to."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import __version__
from ..catalogue.remedies import all_remedies, remedy_of
from ..catalogue.symptoms import NoSuchJob
from ..core.diagnosis import Subject
from ..core.examination import must_exist, subject
from ..core.files import CannotWrite
from ..core.language import Language
from ..core.model import CannotStart, Finding, Remedy
from ..core.offer import Offer
from ..core.offering import offer
from ..core.plain import plain
from ..core.plan import Risk, Step
from ..core.policy import Policy, under
from ..core.report import subject_to_json
from ..core.resource_id import VmId
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.undertaking import Undertaking
from .connection import session
from .exits import Exit, Stop
from .files import check_place
from .given import GivenJob, complaint_of, looks_inside, of_job, vm_of
from .plan_json import action_document, checks_to_json, dumped, head, plan_to_json, remedy_to_json
from .plan_text import offer_lines
from .result import Result
from .result_text import outcome_lines
from .telling import Teller
from .unattended import UnattendedRun, journal_of
from .verifying import Looked, exit_of_repair, look, verdict_for_offer

if TYPE_CHECKING:
    from ..arm.gateway import Gateway
    from ..arm.vm import AzureVm


@dataclass(frozen=True, slots=True)
class _Order:
    """What the arguments ask for."""

    vm: VmId
    remedy: Remedy
    arguments: argparse.Namespace
    words: Language

    @property
    def confirm(self) -> str | None:
        """The name that --confirm gave."""
        given: str | None = self.arguments.confirm
        return given

    @property
    def policy(self) -> Policy:
        """What the organisation allows."""
        policy: Policy = self.arguments.policy
        return policy

    @property
    def names_the_vm(self) -> bool:
        """Whether it is this VM's, in whatever letter case, as Azure compares names."""
        return self.confirm is not None and self.confirm.casefold() == self.vm.name.casefold()


@dataclass(frozen=True, slots=True)
class _Seen:
    """How things stand before anything is done."""

    subject: Subject
    offer: Offer
    before: dict[str, Finding]
    looks_inside: bool


async def fix(arguments: argparse.Namespace, words: Language) -> Exit:
    """Carry out the command.

    Raises:
        Stop: bad arguments, no way into Azure, no such VM, a repair that is refused, or a file that cannot be written.
    """
    order = _Order(vm_of(arguments.vm), remedy_named(arguments.remedy), arguments, words)
    complaint_of(arguments.code)
    looks_inside(arguments)
    check_place(arguments.output)
    with Result(arguments.format, arguments.output, words) as result:
        async with session(arguments) as opened:
            try:
                seen = await _look(opened.gateway, order)
            except NoSuchJob as error:
                raise Stop(Exit.USAGE, error.text) from error
            except CannotStart as error:
                raise Stop(Exit.NO_AZURE, error.text) from error
            return await _decide(opened.gateway, order, seen, result)


def remedy_named(identity: str) -> Remedy:
    """The remedy of this id.

    Raises:
        Stop: there is none; its sentence names those there are, of the same cause where that is known.
    """
    remedy = remedy_of(identity)
    if remedy is None:
        text = translate("CommandLine", "There is no repair “{given}”. Known repairs: {known}.")
        near = [each.id for each in all_remedies() if each.cause.id == identity.partition("/")[0].casefold()]
        raise Stop(Exit.USAGE, text.format(given=identity[:200], known=", ".join(near or [each.id for each in all_remedies()])))
    return remedy


async def _look(gateway: Gateway, order: _Order) -> _Seen:
    """Ask everything the plan and the checks of its cause need. A repair inside the VM is looked at from inside too, once it is meant."""
    from ..arm.vm import AzureVm

    arguments, cause = order.arguments, order.remedy.cause
    vm = AzureVm(gateway, order.vm, looks_inside=arguments.guest)
    await must_exist(vm)
    vm.code = await _code(vm, arguments.code)
    if arguments.apply and not vm.looks_inside and order.policy.repairs and order.policy.run_command and await _will_go_inside(vm, order.remedy):
        vm = AzureVm(gateway, order.vm, vm.code, looks_inside=True)
    before = await look(vm, cause)
    offered = under(order.policy, await offer(vm, order.remedy, verdict_for_offer(cause, before)))
    return _Seen(await subject(vm), offered, before, vm.looks_inside)


async def _will_go_inside(vm: AzureVm, remedy: Remedy) -> bool:
    plan = (await offer(vm, remedy)).plan
    return plan is not None and goes_inside(plan.steps)


async def _code(vm: AzureVm, given: str | None) -> str | None:
    complaint = complaint_of(given)
    if isinstance(complaint, GivenJob):
        complaint = await of_job(vm, complaint)
    return None if complaint is None else complaint.code


def goes_inside(steps: Iterable[Step]) -> bool:
    """Whether a script is run inside the VM; what it does shows only from inside."""
    return any(step.request is not None and step.request.runs_script for step in steps)


async def _decide(gateway: Gateway, order: _Order, seen: _Seen, result: Result) -> Exit:
    arguments = order.arguments
    endpoint = gateway.cloud.endpoint.rstrip("/")
    result.text(lambda: offer_lines(seen.offer, order.vm, order.words, endpoint))
    refusal = _refusal(order, seen.offer)
    if arguments.apply and refusal is None:
        return await _apply(gateway, order, seen, result)
    result.text(lambda: _unchanged(order, seen.offer))
    result.document(lambda: _document(order, seen, endpoint, None, Looked(seen.before, {})))
    if refusal is not None:
        result.failed(refusal)
        return Exit.REFUSED
    return Exit.DONE


def _refusal(order: _Order, offered: Offer) -> Text | None:
    """Why nothing is sent; None where nothing stands against it."""
    if offered.plan is None or offered.reason is not None:
        return offered.reason
    if not order.arguments.apply:
        return None
    if order.confirm is not None and not order.names_the_vm:
        text = translate("CommandLine", "Nothing was sent: --confirm names {given}, but the VM is {vm}.")
        return text.format(given=order.confirm[:80], vm=order.vm.name)
    if offered.plan.risk is Risk.DESTRUCTIVE and order.confirm is None:
        text = translate("CommandLine", "Nothing was sent: something would be lost for good. To agree, add --confirm {vm}.")
        return text.format(vm=order.vm.name)
    return None


def _unchanged(order: _Order, offered: Offer) -> Iterator[str]:
    yield ""
    text = translate("PlanText", "Nothing has been changed.")
    if offered.is_available and not order.arguments.apply:
        text = translate("PlanText", "Nothing has been changed. Add --apply to carry it out.")
        if offered.plan is not None and offered.plan.risk is Risk.DESTRUCTIVE:
            text = translate("PlanText", "Nothing has been changed. Add --apply --confirm {vm} to carry it out.").format(vm=order.vm.name)
    yield plain(order.words.render(text))


async def _apply(gateway: Gateway, order: _Order, seen: _Seen, result: Result) -> Exit:
    plan, teller = seen.offer.plan, Teller(order.words)
    assert plan is not None
    with journal_of(order.arguments) as journal:
        try:
            entry = journal.begin(order.vm, order.remedy.id, order.remedy.title, plan, __version__)
        except CannotWrite as error:
            raise Stop(Exit.REFUSED, translate("CommandLine", "Nothing was sent. {reason}").format(reason=error.text)) from error
        undertaking = entry.undertaking
        result.something_changed()
        await UnattendedRun(gateway, teller, order.arguments, order.names_the_vm).carry_out(entry)
    looked = Looked(seen.before, await look_again(gateway, order.remedy, undertaking, looks_inside=seen.looks_inside))
    code = exit_of_repair(order.remedy, undertaking, looked)
    endpoint = gateway.cloud.endpoint.rstrip("/")
    result.text(lambda: outcome_lines(undertaking, order.remedy.cause.checks, looked, code, order.words))
    result.document(lambda: _document(order, seen, endpoint, undertaking, looked))
    return code


async def look_again(gateway: Gateway, remedy: Remedy, undertaking: Undertaking, *, looks_inside: bool) -> dict[str, Finding]:
    """What the checks of the cause find now, with nothing remembered; nothing where nothing can have changed."""
    from ..arm.vm import AzureVm

    if not any(record.may_have_changed for record in undertaking.steps):
        return {}
    return await look(AzureVm(gateway, undertaking.vm, looks_inside=looks_inside), remedy.cause)


def _document(order: _Order, seen: _Seen, endpoint: str, undertaking: Undertaking | None, looked: Looked) -> str:
    plan, words = seen.offer.plan, order.words
    document = {
        **head(),
        "vm": subject_to_json(seen.subject),
        "remedy": remedy_to_json(seen.offer, words),
        "plan": None if plan is None else plan_to_json(plan, seen.offer, words, endpoint),
        "applied": undertaking is not None and any(record.may_have_changed for record in undertaking.steps),
        "action": None if undertaking is None else action_document(undertaking, words, endpoint),
        "checks": checks_to_json(order.remedy.cause.checks, looked, words),
        "extra": {
            "language": words.code,
            "undertaking": None if undertaking is None else undertaking.id,
            "open": undertaking is not None and undertaking.is_open,
        },
    }
    return dumped(document)
