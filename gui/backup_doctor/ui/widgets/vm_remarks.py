"""What is said above and below the list of VMs."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..state import State
from ..theme import Tone
from .vm_choice import Pasted
from .vm_model import VmModel


@dataclass(frozen=True, slots=True)
class Remark:
    """A notice above the list."""

    text: Text
    tone: Tone
    heading: Text | None = None
    elsewhere: bool = False
    """Whether the way to another sign-in is offered beside it."""


def notice_of(state: State, pasted: Pasted | None) -> Remark | None:
    """What is to be known now; the answer to what was pasted goes before the state of the list."""
    if pasted is not None and pasted.problem is not None:
        return Remark(pasted.problem, Tone.WARNING)
    if pasted is not None and pasted.remark is not None:
        return Remark(pasted.remark, Tone.INFO, elsewhere=pasted.elsewhere)
    notices = list(dict.fromkeys(state.vm_list.notices))
    if state.vms_error is not None:
        return Remark(_lines([state.vms_error, *notices]), Tone.ERROR, translate("VmPage", "The list could not be read completely"))
    if notices:
        return Remark(_lines(notices), Tone.WARNING, translate("VmPage", "The list is incomplete"))
    return None


def count_of(state: State, model: VmModel) -> Text:
    """How many there are, how many are shown, and what is being waited for."""
    total = translate("VmPage", "%n virtual machine(s)", "", 0).counted(len(state.vms))
    if not state.vms_complete and state.vms_error is None:
        total = translate("VmPage", "%n virtual machine(s) so far", "", 0).counted(len(state.vms))
    failing = translate("VmPage", "%n with a failed backup", "", 0).counted(model.failing)
    words = translate("VmPage", "{total}, {failing}").format(total=total, failing=failing)
    if model.rowCount() != len(state.vms):
        words = translate("VmPage", "{shown} of {total} shown").format(shown=model.rowCount(), total=total)
    if state.vms_wait is not None:
        words = translate("VmPage", "{count}. {wait}").format(count=words, wait=state.vms_wait.why)
    return words


def _lines(texts: list[Text]) -> Text:
    """One below the other."""
    joined = texts[0]
    for text in texts[1:]:
        joined = Text("", "{first}\n{rest}", params={"first": joined, "rest": text})
    return joined
