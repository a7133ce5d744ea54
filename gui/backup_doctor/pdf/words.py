"""The sign each status and verdict wears on paper, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.diagnosis import CauseResult
from ..core.model import Status, Verdict
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.words import STATUS, VERDICT, verdict_word


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign of the template (``ok``, ``warning``, ``failed``, ``skipped``, ``unknown``), its word, and what that means."""

    sign: str
    word: Text
    meaning: Text


STATUSES: Mapping[Status, Mark] = {
    Status.OK: Mark("ok", STATUS[Status.OK], translate("Glossary", "Azure shows that all is well here.")),
    Status.WARNING: Mark(
        "warning",
        STATUS[Status.WARNING],
        translate("Glossary", "Something is not right, but it does not prove that the backup failed because of it."),
    ),
    Status.FAILED: Mark("failed", STATUS[Status.FAILED], translate("Glossary", "The fault itself was seen.")),
    Status.SKIPPED: Mark("skipped", STATUS[Status.SKIPPED], translate("Glossary", "The check does not apply to this VM, or was not asked for.")),
    Status.UNKNOWN: Mark(
        "unknown",
        STATUS[Status.UNKNOWN],
        translate("Glossary", "The check could not be made; its finding says why."),
    ),
}

VERDICTS: Mapping[Verdict, Mark] = {
    Verdict.CONFIRMED: Mark("failed", VERDICT[Verdict.CONFIRMED], translate("Glossary", "At least one check of this cause failed.")),
    Verdict.SUSPECTED: Mark("warning", VERDICT[Verdict.SUSPECTED], translate("Glossary", "A check of this cause gave a warning.")),
    Verdict.RULED_OUT: Mark("ok", VERDICT[Verdict.RULED_OUT], translate("Glossary", "Every check of this cause that applies to this VM is OK.")),
    Verdict.UNKNOWN: Mark(
        "unknown",
        VERDICT[Verdict.UNKNOWN],
        translate("Glossary", "A check of this cause could not be made, so the cause is neither found nor ruled out."),
    ),
    Verdict.NOT_APPLICABLE: Mark("skipped", VERDICT[Verdict.NOT_APPLICABLE], translate("Glossary", "No check of this cause applies to this VM.")),
}

LEFT_OUT = Mark(
    "skipped",
    verdict_word(Verdict.NOT_APPLICABLE, left_out=True),
    translate("Glossary", "The checks of this cause can only be made inside the VM, and looking inside was not chosen."),
)


def verdict_mark(cause: CauseResult) -> Mark:
    """The sign and the word of a cause's verdict."""
    return LEFT_OUT if cause.left_out else VERDICTS[cause.verdict]
