"""How a kept diagnosis is told in few words: in the list, and by a screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from ..core.history import Fixed, HistoryEntry, Unreadable
from ..core.text import Text, verbatim
from ..core.text import lazy_translate as translate
from ..core.words import VERDICT
from .marks import VERDICT_ICON, VERDICT_TONE
from .theme import Tone

FIXED: Mapping[Fixed, Text] = {
    Fixed.NOTHING: translate("History", "Nothing to fix"),
    Fixed.NO: translate("History", "Not fixed"),
    Fixed.RULED_OUT: translate("History", "Put right, not backed up since"),
    Fixed.YES: translate("History", "Fixed"),
}
FIXED_TONE: Mapping[Fixed, Tone] = {Fixed.NOTHING: Tone.QUIET, Fixed.NO: Tone.ERROR, Fixed.RULED_OUT: Tone.INFO, Fixed.YES: Tone.OK}


def utc(moment: datetime) -> str:
    """A moment by the clock that everybody shares."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def cause_of(entry: HistoryEntry) -> Text:
    """The root cause, or what is said where there is none."""
    if entry.cause is not None:
        return entry.cause
    if entry.unseen:
        return translate("History", "No cause found, but not everything could be checked")
    return translate("History", "No cause found")


def code_of(entry: HistoryEntry) -> Text:
    """The error code."""
    return translate("History", "Without an error code") if entry.code is None else verbatim(entry.code)


def state_of(entry: HistoryEntry) -> Text:
    """Verdict, and whether it is fixed."""
    if entry.verdict is None:
        return FIXED[entry.fixed]
    #: a verdict, and whether the cause was put right
    return translate("History", "{verdict} · {fixed}").format(verdict=VERDICT[entry.verdict], fixed=FIXED[entry.fixed])


def look_of(entry: HistoryEntry | Unreadable) -> tuple[str, str]:
    """Glyph and colour token."""
    if isinstance(entry, Unreadable):
        return "warning", Tone.WARNING.value
    if entry.verdict is None:
        return ("unknown", Tone.INFO.value) if entry.unseen else ("ok", Tone.OK.value)
    return VERDICT_ICON[entry.verdict], VERDICT_TONE[entry.verdict].value


def sentence(entry: HistoryEntry | Unreadable) -> Text:
    """The whole line, for a screen reader and for the filter."""
    if isinstance(entry, Unreadable):
        return translate("History", "{name}, {when}. Cannot be read: {reason}").format(name=entry.name, when=entry.at, reason=entry.text)
    text = translate("History", "{vm}, {when} ({utc}). {code}. {cause}. {state}. Resource group {group}.")
    if entry.demo:
        text = translate("History", "{vm} of the demo tenant, {when} ({utc}). {code}. {cause}. {state}. Resource group {group}.")
    return text.format(
        vm=entry.vm.name,
        when=entry.at,
        utc=utc(entry.at),
        code=code_of(entry),
        cause=cause_of(entry),
        state=state_of(entry),
        group=entry.vm.resource_group,
    )
