"""The answer on the first page: what is wrong, and how sure that is."""

from __future__ import annotations

from typing import Any

from ..core.aftermath import BackedUp, backed_up, is_put_right, root_before
from ..core.diagnosis import CauseResult, Diagnosis
from ..core.explanation import explanation
from ..core.language import Language
from ..core.model import Status, Verdict
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.words import CONFIDENCE
from .paper import SENTENCE, cut
from .steps import known_cause
from .words import STATUSES, VERDICTS


def banner(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """The verdict in one look: a sign, a headline, what it means, and how sure it is."""
    root = diagnosis.root
    body = _found(root, diagnosis) if root is not None else _put_right(diagnosis) or _nothing_found(diagnosis)
    sure = [CONFIDENCE[diagnosis.confidence], *explanation(diagnosis)]
    return {
        "sign": _sign(diagnosis, root),
        **{key: cut(language.render(text), SENTENCE) for key, text in body.items()},
        "fixed": [language.render(text) for text in _fixed(diagnosis)],
        "confidence": [cut(language.render(text), SENTENCE) for text in sure],
    }


def _fixed(diagnosis: Diagnosis) -> tuple[Text, Text]:
    """Fixed or not, and why one can say so."""
    if is_put_right(diagnosis):
        return _IS_FIXED[backed_up(diagnosis)]
    if diagnosis.root is None and not any(action.sent for action in diagnosis.actions):
        return _NOTHING_TO_FIX
    if not any(action.sent for action in diagnosis.actions):
        return _NO, translate("Pdf", "This program has changed nothing.")
    return _NO, translate("Pdf", "Changes were made, but not all is put right.")


_NO = translate("Pdf", "Fixed: no")
_NOTHING_TO_FIX = (translate("Pdf", "Fixed: nothing was found to fix"), translate("Pdf", "This program has changed nothing."))
_NOT_YET = translate("Pdf", "Fixed: not proved yet")
_IS_FIXED = {
    BackedUp.NO: (_NOT_YET, translate("Pdf", "The fault is gone, but no backup has completed since.")),
    BackedUp.RUNNING: (_NOT_YET, translate("Pdf", "The fault is gone, and a backup is under way.")),
    BackedUp.FAILED: (_NO, translate("Pdf", "The fault is gone, but the backup has failed again.")),
    BackedUp.YES: (translate("Pdf", "Fixed: yes"), translate("Pdf", "The fault is gone, and a backup has completed since.")),
}


def _sign(diagnosis: Diagnosis, root: CauseResult | None) -> str:
    if root is not None:
        return VERDICTS[root.verdict].sign
    if is_put_right(diagnosis) and backed_up(diagnosis) is not BackedUp.YES:
        return STATUSES[Status.WARNING].sign
    return STATUSES[Status.UNKNOWN if not diagnosis.causes or diagnosis.findings(Status.UNKNOWN) else Status.OK].sign


def _found(root: CauseResult, diagnosis: Diagnosis) -> dict[str, Text]:
    known = known_cause(root.id)
    kind = translate("Pdf", "Root cause, confirmed") if root.verdict is Verdict.CONFIRMED else translate("Pdf", "Probable root cause, suspected")
    if any(action.sent for action in diagnosis.actions):
        changed = (
            translate("Pdf", "Changes were made, and not all is put right: root cause, confirmed"),
            translate("Pdf", "Changes were made, and not all is put right: probable root cause, suspected"),
        )
        kind = changed[root.verdict is not Verdict.CONFIRMED]
    body = {"kind": kind, "headline": root.title}
    return body if known is None else {**body, "text": known.explanation}


def _put_right(diagnosis: Diagnosis) -> dict[str, Text] | None:
    """What was found before is gone. Whether it is fixed the backup decides."""
    before = root_before(diagnosis)
    if before is None or not is_put_right(diagnosis):
        return None
    kind, headline, text = _PUT_RIGHT[backed_up(diagnosis)]
    return {"kind": kind, "headline": headline.format(cause=before.title), "text": text}


_NOT_PROVED = translate("Pdf", "Put right, not proved yet")
_HEADLINE = translate("Pdf", "Put right: “{cause}”")
_PUT_RIGHT = {
    BackedUp.NO: (_NOT_PROVED, _HEADLINE, translate("Pdf", "The checks that had found it are in order now. A backup still has to prove it.")),
    BackedUp.RUNNING: (
        _NOT_PROVED,
        _HEADLINE,
        translate("Pdf", "The checks that had found it are in order now. How the backup ended that was asked for since is not known yet."),
    ),
    BackedUp.FAILED: (
        translate("Pdf", "Not fixed"),
        translate("Pdf", "Ruled out now, but the backup fails: “{cause}”"),
        translate(
            "Pdf",
            "The checks that had found it are in order now, but the backup that was started since has failed. Something else prevents it.",
        ),
    ),
    BackedUp.YES: (
        translate("Pdf", "Fixed"),
        translate("Pdf", "Fixed: “{cause}”"),
        translate("Pdf", "The checks that had found it are in order now, and a backup has completed since."),
    ),
}


def _nothing_found(diagnosis: Diagnosis) -> dict[str, Text]:
    kind = translate("Pdf", "Result")
    if not diagnosis.causes:
        return {
            "kind": kind,
            "headline": translate("Pdf", "This code has no cause that can be checked from outside"),
            "text": translate("Pdf", "Nothing was checked. “What to do next” says what is known about this code."),
        }
    if diagnosis.findings(Status.UNKNOWN):
        partly = translate("Pdf", "No cause found, but not everything could be checked")
        some = translate("Pdf", "The checks that could be made found no fault. The cause may be among what could not be checked.")
        none = translate("Pdf", "No check could be made. “What could not be checked” says why.")
        return {
            "kind": kind,
            "headline": translate("Pdf", "Nothing could be checked") if diagnosis.is_blind else partly,
            "text": none if diagnosis.is_blind else some,
        }
    if diagnosis.not_asked:
        return {
            "kind": kind,
            "headline": translate("Pdf", "No cause found from outside"),
            "text": translate(
                "Pdf", "No check that was made found a fault. What can only be seen inside the guest was not checked: the cause may be there."
            ),
        }
    return {
        "kind": kind,
        "headline": translate("Pdf", "No cause found"),
        "text": translate(
            "Pdf", "No check that was made found a fault. The failure may have been temporary, or may have a cause that this program does not know."
        ),
    }
