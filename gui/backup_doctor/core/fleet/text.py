"""A run over the fleet as text for a terminal, a mail or a ticket."""

from __future__ import annotations

from collections.abc import Iterator

from ..language import Language
from ..plain import plain
from ..text import Text
from ..text import lazy_translate as translate
from ..words import conclusion
from .document import code_of
from .model import Examined, FactKind, Group, Kind, Share
from .run import FleetRun

CIRCUMSTANCES = (FactKind.CODE, FactKind.BACKUP_POLICY, FactKind.VAULT, FactKind.REGION, FactKind.SUBSCRIPTION)
"""Worth a line only where all share them: the rest of a big group always has some in common."""

MOST = 3
"""Lines about what may be the fault itself; the JSON form has all."""


def as_text(run: FleetRun, words: Language) -> str:
    """The summary, what to know besides, and the groups with their members."""
    return "\n".join(plain(line) for line in _lines(run, words)) + "\n"


def _lines(run: FleetRun, words: Language) -> Iterator[str]:
    say = words.render
    yield say(run.summary)
    for remark in run.remarks:
        yield say(remark)
    for group in run.groups:
        yield ""
        yield say(translate("FleetText", "{title}: {count}").format(title=group.title, count=len(group.members)))
        for share in worth_saying(group):
            yield f"  {say(share.text)}"
        for member in group.members:
            yield f"  - {say(_member(member))}"
            if group.kind is not Kind.CAUSE:
                yield f"      {say(_outcome(member))}"
    if run.nameless:
        yield ""
        yield say(translate("FleetText", "Failed backup items without a virtual machine in Azure Resource Manager:"))
        for identity in run.nameless:
            yield f"  - {identity}"


def worth_saying(group: Group) -> list[Share]:
    """What may be the fault, and the circumstances that all share."""
    if len(group.members) < 2:
        return []
    faults = [share for share in group.shares if FactKind(share.what) not in CIRCUMSTANCES]
    around = [share for share in group.shares if FactKind(share.what) in CIRCUMSTANCES and share.count == len(group.members)]
    return [*faults[:MOST], *around]


def _member(member: Examined) -> Text:
    failed, code = member.failed, code_of(member)
    values = {
        "vm": failed.vm.name,
        "group": failed.vm.resource_group,
        "subscription": failed.subscription,
        "region": failed.location or "—",
        "moment": failed.failed_at,
        "code": code or "",
    }
    if code is None:
        return translate("FleetText", "{vm} in {group} ({subscription}, {region}), {moment}").format(**values)
    return translate("FleetText", "{vm} in {group} ({subscription}, {region}), {moment}: {code}").format(**values)


def _outcome(member: Examined) -> Text:
    if member.diagnosis is not None:
        return conclusion(member.diagnosis)
    return member.error or translate("FleetText", "Not examined.")
