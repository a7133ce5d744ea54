"""A plan as text, with everything somebody has to see before saying yes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..core.language import Language
from ..core.offer import Offer
from ..core.permission import Permission
from ..core.plain import plain
from ..core.plan import Plan, Request, Step
from ..core.resource_id import VmId
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.words import RISK


def offer_lines(offer: Offer, vm: VmId, words: Language, endpoint: str) -> Iterator[str]:
    """What a remedy would do to this VM, or why it cannot be done.

    Args:
        endpoint: the cloud's ARM endpoint without a trailing slash.
    """
    say = _Saying(words)
    yield say(translate("PlanText", "Repair: {title} ({id})").format(title=offer.remedy.title, id=offer.remedy.id))
    yield say(translate("PlanText", "VM: {vm} in {group}").format(vm=vm.name, group=vm.resource_group))
    risk = offer.remedy.risk if offer.plan is None else offer.plan.risk
    yield say(translate("PlanText", "Risk: {risk}").format(risk=RISK[risk]))
    yield say(offer.remedy.what)
    if offer.plan is not None:
        yield from _plan(offer.plan, offer, say, endpoint)
    if offer.reason is not None:
        yield ""
        yield say(translate("PlanText", "This cannot be done now. {reason}").format(reason=offer.reason))


class _Saying:
    """Renders a sentence for a terminal, whatever Azure has put into its gaps."""

    def __init__(self, words: Language) -> None:
        self._words = words

    def __call__(self, text: Text) -> str:
        return plain(self._words.render(text))


def _plan(plan: Plan, offer: Offer, say: _Saying, endpoint: str) -> Iterator[str]:
    for number, step in enumerate(plan.steps, 1):
        yield ""
        yield say(translate("PlanText", "Step {number}: {title}").format(number=str(number), title=step.title))
        yield from _indented(_step(step, offer, say, endpoint))
    yield ""
    yield say(translate("PlanText", "Interruption: {downtime}").format(downtime=plan.downtime))
    yield say(translate("PlanText", "What is lost: {loss}").format(loss=plan.loss))
    yield say(translate("PlanText", "Undo: {undo}").format(undo=plan.undo))
    for note in plan.notes:
        yield say(translate("PlanText", "Note: {note}").format(note=note))


def _step(step: Step, offer: Offer, say: _Saying, endpoint: str) -> Iterator[str]:
    if step.only_if:
        yield say(translate("PlanText", "Carried out only if it is needed when its turn comes."))
    if step.asks is not None:
        yield say(translate("PlanText", "A last resort, skipped unless --confirm names the VM: {question}").format(question=step.asks))
    if step.request is not None:
        yield from request_lines(step.request, say, endpoint)
    for need in step.needs:
        yield say(_permission(need, offer))
    if step.undo is not None:
        yield say(translate("PlanText", "Can be undone with: {request}").format(request=step.undo.line))


def request_lines(request: Request, say: _Saying, endpoint: str) -> Iterator[str]:
    """A request, and the same for those who would rather send it themselves."""
    yield plain(request.line)
    if request.if_match:
        yield plain(f"If-Match: {request.if_match}")
    script = script_of(request)
    if script is not None:
        yield say(translate("PlanText", "It runs this script of %n line(s) inside the VM:", "", 0).counted(len(script)))
        yield from (f"    {plain(line)}".rstrip() for line in script)
    elif request.body is not None:
        yield from _indented(map(plain, json.dumps(request.body, ensure_ascii=False, indent=2).splitlines()))
    yield say(translate("PlanText", "The same with the Azure CLI:"))
    yield f"    {plain(request.as_az(endpoint))}"
    yield say(translate("PlanText", "The same with PowerShell:"))
    yield f"    {plain(request.as_powershell())}"


def script_of(request: Request) -> list[str] | None:
    """The lines of the script that a request runs; None where it runs none."""
    lines = (request.body or {}).get("script")
    return [str(line) for line in lines] if request.runs_script and isinstance(lines, list) else None


def _permission(need: Permission, offer: Offer) -> Text:
    text = translate("PlanText", "Needs {action} on {scope}: the account has it.")
    if need in offer.missing:
        text = translate("PlanText", "Needs {action} on {scope}: the account lacks it.")
    elif need in offer.unsure:
        text = translate("PlanText", "Needs {action} on {scope}: whether the account has it could not be checked.")
    return text.format(action=need.action, scope=need.scope)


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"    {line}".rstrip() for line in lines)
