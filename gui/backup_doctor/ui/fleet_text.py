"""Tonight's failures as plain text, to paste into a ticket or a message."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.fleet import Examined, FleetRun, Group
from ..core.language import Language
from ..core.text import Text, verbatim
from ..core.text import lazy_translate as translate
from ..core.words import conclusion


def fleet_text(run: FleetRun, language: Language) -> str:
    """The whole run: a sentence for all of it, then each group with its machines."""
    parts = [language.render(run.summary), *map(language.render, run.remarks)]
    parts += ["\n".join(_lines(group, language)) for group in run.groups]
    if run.nameless:
        title = translate("FleetText", "Failed backup items without a machine of Resource Manager:")
        parts.append("\n".join([language.render(title), *(f"  {item}" for item in run.nameless)]))
    return "\n\n".join(parts) + "\n"


def _lines(group: Group, language: Language) -> Iterator[str]:
    title = translate("FleetText", "{title} ({machines})")
    machines = translate("FleetTree", "%n machine(s)", "", 0).counted(len(group.members))
    yield language.render(title.format(title=group.title, machines=machines))
    for share in group.shares:
        yield "  " + language.render(share.text)
    for member in group.members:
        yield "  " + language.render(_member(member))


def _member(member: Examined) -> Text:
    failed, diagnosis = member.failed, member.diagnosis
    said = (member.error or verbatim("—")) if diagnosis is None else conclusion(diagnosis)
    code = (diagnosis.symptom.code if diagnosis is not None else None) or failed.error or "—"
    line = translate("FleetText", "{machine} | {subscription} | {when} | {code} | {said}")
    return line.format(machine=failed.vm.name, subscription=failed.subscription, when=failed.failed_at, code=code, said=said)
