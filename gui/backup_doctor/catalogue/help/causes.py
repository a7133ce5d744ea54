"""A page of the help for each cause: what it is, how it is looked for, what repairs it, what hands can do."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.help import Block, Commands, Definition, Heading, HelpPage, Links, Paragraph, Section
from ...core.model import Cause
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from ...core.text import verbatim
from ...core.words import RISK
from ..causes import catalogue
from ..codes import SYMPTOMS

EXAMPLE = VmId("00000000-0000-0000-0000-000000000000", "my-group", "my-vm")
"""Stands in the commands for the reader's own VM."""


def cause_pages() -> Iterator[HelpPage]:
    """One for each cause, by title."""
    return map(page_about, sorted(catalogue(), key=lambda cause: str(cause.title)))


def page_about(cause: Cause) -> HelpPage:
    """The page of one cause."""
    return HelpPage(f"cause/{cause.id}", Section.CAUSES, cause.title, tuple(_blocks(cause)), cause.learn_more)


def _blocks(cause: Cause) -> Iterator[Block]:
    yield Paragraph(cause.explanation)
    if cause.os is not None:
        yield Paragraph(translate("Help", "It exists on {os} only.").format(os=cause.os))
    yield Heading(translate("Help", "What is checked, and why it matters"))
    yield from (Definition(check.title, (check.why,)) for check in cause.checks)
    if cause.remedies:
        yield Heading(translate("Help", "What Backup Doctor can repair"))
        yield Paragraph(translate("Help", "Each repair shows its whole plan first, and sends nothing before you confirm it."))
    for remedy in cause.remedies:
        risk = translate("Help", "Risk: {risk}. Permissions it may need: {permissions}")
        yield Definition(remedy.title, (remedy.what, risk.format(risk=RISK[remedy.risk], permissions=", ".join(remedy.permissions) or "–")))
    yield Heading(translate("Help", "What you can do manually"))
    yield from _manual(cause)
    yield from _codes(cause)


def _manual(cause: Cause) -> Iterator[Block]:
    steps = [(step, step.instructions(EXAMPLE)) for step in cause.manual_steps]
    if any(instructions.commands for _, instructions in steps):
        words = translate("Help", "In the commands, {vm} in the resource group {group} is an example: put your VM in its place.")
        yield Paragraph(words.format(vm=EXAMPLE.name, group=EXAMPLE.resource_group))
    for step, instructions in steps:
        yield Definition(step.title, (instructions.text,))
        if instructions.commands:
            yield Commands(instructions.commands)


def _codes(cause: Cause) -> Iterator[Block]:
    codes = dict.fromkeys(symptom.code for symptom in SYMPTOMS if cause.id in symptom.causes)
    if codes:
        yield Heading(translate("Help", "Error codes it can be behind"))
        yield Links(tuple((f"code/{code}", verbatim(code)) for code in codes))
