"""The tree of tonight's failures as plain data: a branch for each group, a leaf for each VM, in words and glyphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ...core.diagnosis import CauseResult, Diagnosis
from ...core.fleet import Examined, FailedVm, Group, Kind, Share, worth_saying
from ...core.model import Status, Verdict
from ...core.resource_id import VmId, last_name
from ...core.text import Text, verbatim
from ...core.text import lazy_translate as translate
from ...core.words import VERDICT, conclusion
from .. import vocabulary
from ..fleet import Fleet, Phase, key_of
from ..marks import VERDICT_ICON, VERDICT_TONE
from ..theme import Tone

NOT_YET = translate("FleetTree", "Not examined")
NOT_EXAMINED = translate("FleetTree", "Could not be examined")
NAMELESS = translate("FleetTree", "No VM in Azure Resource Manager")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One VM."""

    key: str
    name: str
    subscription: str
    at: datetime | None
    code: str
    """Azure's; empty where only the job itself knows it."""
    icon: str
    tone: Tone
    word: Text
    """What the icon says."""
    said: Text
    """What was found, or why nothing was."""
    id: str
    vm: VmId | None = None
    """None for what is no VM that could be gone on with."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One group."""

    key: str
    title: Text
    word: Text
    icon: str
    tone: Tone
    leaves: tuple[Leaf, ...]
    line: Text | None = None
    """What its VMs have in common."""
    shares: tuple[Share, ...] = ()
    is_cause: bool = False

    @property
    def count(self) -> Text:
        """How many VMs."""
        return translate("FleetTree", "%n VM(s)", "", 0).counted(len(self.leaves))


def branches(fleet: Fleet) -> list[Branch]:
    """The whole tree: causes first, then what is still to be examined; before any examination, Azure's codes."""
    waiting = fleet.waiting
    if fleet.phase is Phase.READ:
        made = _by_code(waiting)
    else:
        made = [_of_group(group) for group in fleet.groups]
        if waiting:
            made.append(_still_waiting(fleet, waiting))
    nameless = () if fleet.failures is None else fleet.failures.nameless
    return [*made, *([_nameless(nameless)] if nameless else [])]


def _by_code(failed: Sequence[FailedVm]) -> list[Branch]:
    by_code: dict[str, list[FailedVm]] = {}
    for each in failed:
        by_code.setdefault(each.error, []).append(each)
    ordered = sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0].casefold()))
    return [_of_code(code, members) for code, members in ordered]


def _of_code(code: str, members: Sequence[FailedVm]) -> Branch:
    from ...catalogue.symptoms import recognise

    title = verbatim(code) if code else translate("FleetTree", "No code in the list: only the backup job itself has it")
    symptom = recognise(code) if code else None
    leaves = tuple(_leaf(each, "pending", Tone.QUIET, NOT_YET, NOT_YET) for each in members)
    return Branch(f"code {code}", title, NOT_YET, "pending", Tone.QUIET, leaves, None if symptom is None else symptom.message)


def _still_waiting(fleet: Fleet, waiting: Sequence[FailedVm]) -> Branch:
    goes_on = fleet.phase is Phase.EXAMINING
    title = translate("FleetTree", "Still to be examined") if goes_on else NOT_YET
    line = None if goes_on else translate("FleetTree", "The examination ended before their turn came.")
    leaves = []
    for each in waiting:
        looking = key_of(each.vm) in fleet.looked_at
        word = vocabulary.LOOKING if looking else NOT_YET
        leaves.append(_leaf(each, "search" if looking else "pending", Tone.INFO if looking else Tone.QUIET, word, word))
    return Branch("waiting", title, NOT_YET, "pending", Tone.QUIET, tuple(leaves), line)


def _of_group(group: Group) -> Branch:
    leaves = tuple(map(_of_examined, group.members))
    shares = tuple(worth_saying(group))
    line = shares[0].text if shares else None
    match group.kind:
        case Kind.CAUSE:
            verdict, word = _verdict(group)
            icon, tone = VERDICT_ICON[verdict], VERDICT_TONE[verdict]
            return Branch(f"cause {group.cause}", group.title, word, icon, tone, leaves, line, shares, is_cause=True)
        case Kind.NO_CAUSE:
            return Branch("no cause", group.title, translate("FleetTree", "Examined"), "unknown", Tone.INFO, leaves, line, shares)
        case Kind.NOT_EXAMINED:
            return Branch("not examined", NOT_EXAMINED, NOT_YET, "warning", Tone.WARNING, leaves, _why_not(group.members))


def _verdict(group: Group) -> tuple[Verdict, Text]:
    """The strongest of its members' verdicts, and how many have which."""
    verdicts = [root.verdict for each in group.members if (root := _root(each)) is not None]
    confirmed = verdicts.count(Verdict.CONFIRMED)
    if confirmed in (0, len(verdicts)):
        verdict = Verdict.CONFIRMED if confirmed else Verdict.SUSPECTED
        return verdict, VERDICT[verdict]
    words = translate("FleetTree", "Confirmed on {confirmed}, suspected on {suspected}")
    return Verdict.CONFIRMED, words.format(confirmed=confirmed, suspected=len(verdicts) - confirmed)


def _why_not(members: Iterable[Examined]) -> Text | None:
    """Their reason, where they have one and the same."""
    reasons = {str(each.error): each.error for each in members if each.error is not None}
    if len(reasons) > 1:
        return translate("FleetTree", "For different reasons: choose a VM to read its own.")
    return next(iter(reasons.values()), None)


def _root(examined: Examined) -> CauseResult | None:
    return None if examined.diagnosis is None else examined.diagnosis.root


def _of_examined(examined: Examined) -> Leaf:
    diagnosis = examined.diagnosis
    if diagnosis is None:
        return _leaf(examined.failed, "warning", Tone.WARNING, NOT_EXAMINED, examined.error or NOT_EXAMINED)
    root = diagnosis.root
    if root is None:
        said = conclusion(diagnosis)
        return _leaf(examined.failed, "unknown", Tone.INFO, said, said, diagnosis.symptom.code)
    code = diagnosis.symptom.code
    return _leaf(examined.failed, VERDICT_ICON[root.verdict], VERDICT_TONE[root.verdict], VERDICT[root.verdict], _finding(diagnosis, root), code)


def _finding(diagnosis: Diagnosis, root: CauseResult) -> Text:
    """What decided."""
    wanted = Status.FAILED if root.verdict is Verdict.CONFIRMED else Status.WARNING
    return next((check.finding.text for check in root.checks if check.finding.status is wanted), conclusion(diagnosis))


def _leaf(failed: FailedVm, icon: str, tone: Tone, word: Text, said: Text, code: str | None = None) -> Leaf:
    vm = failed.vm
    return Leaf(key_of(vm), vm.name, failed.subscription, failed.failed_at, code or failed.error, icon, tone, word, said, str(vm), vm)


def _nameless(ids: Iterable[str]) -> Branch:
    said = translate("FleetTree", "Resource Manager has no VM for this backup item, so there is nothing that could be examined.")
    leaves = tuple(Leaf(f"item {item}", last_name(item), "", None, "", "skipped", Tone.QUIET, NAMELESS, said, item) for item in ids)
    return Branch("nameless", NAMELESS, NAMELESS, "skipped", Tone.QUIET, leaves, said)
