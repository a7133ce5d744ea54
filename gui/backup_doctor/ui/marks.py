"""Colour and glyph of statuses, verdicts, stages and risks, alike wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..core.model import Status, Verdict
from ..core.plan import Risk
from ..core.undertaking import Stage
from .tokens import Tone

STATUS_TONE: Final[Mapping[Status, Tone]] = {
    Status.OK: Tone.OK,
    Status.WARNING: Tone.WARNING,
    Status.FAILED: Tone.ERROR,
    Status.SKIPPED: Tone.QUIET,
    Status.UNKNOWN: Tone.INFO,
}
VERDICT_TONE: Final[Mapping[Verdict, Tone]] = {
    Verdict.CONFIRMED: Tone.ERROR,
    Verdict.SUSPECTED: Tone.WARNING,
    Verdict.RULED_OUT: Tone.OK,
    Verdict.UNKNOWN: Tone.INFO,
    Verdict.NOT_APPLICABLE: Tone.QUIET,
}
VERDICT_ICON: Final[Mapping[Verdict, str]] = {
    Verdict.CONFIRMED: "failed",
    Verdict.SUSPECTED: "warning",
    Verdict.RULED_OUT: "ok",
    Verdict.UNKNOWN: "unknown",
    Verdict.NOT_APPLICABLE: "skipped",
}
STAGE_TONE: Final[Mapping[Stage, Tone]] = {
    Stage.PLANNED: Tone.QUIET,
    Stage.SENDING: Tone.INFO,
    Stage.FOLLOWING: Tone.INFO,
    Stage.WATCHING: Tone.INFO,
    Stage.DONE: Tone.OK,
    Stage.FAILED: Tone.ERROR,
    Stage.UNKNOWN: Tone.INFO,
    Stage.SKIPPED: Tone.QUIET,
    Stage.UNDOING: Tone.WARNING,
    Stage.UNDONE: Tone.QUIET,
}
STAGE_ICON: Final[Mapping[Stage, str]] = {
    Stage.PLANNED: "pending",
    Stage.SENDING: "unknown",
    Stage.FOLLOWING: "unknown",
    Stage.WATCHING: "unknown",
    Stage.DONE: "ok",
    Stage.FAILED: "failed",
    Stage.UNKNOWN: "unknown",
    Stage.SKIPPED: "skipped",
    Stage.UNDOING: "warning",
    Stage.UNDONE: "undo",
}
RISK_TONE: Final[Mapping[Risk, Tone]] = {Risk.SAFE: Tone.OK, Risk.DISRUPTIVE: Tone.WARNING, Risk.DESTRUCTIVE: Tone.ERROR}
STATUS_ICON: Final[Mapping[Status, str]] = {status: status.value for status in Status}
