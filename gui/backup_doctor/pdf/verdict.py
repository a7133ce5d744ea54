"""The answer on the first page: what is wrong, and how sure that is."""

from __future__ import annotations

from typing import Any

from ..core.diagnosis import CauseResult, Diagnosis
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
    body = _nothing_found(diagnosis) if root is None else _found(root)
    sure = [CONFIDENCE[diagnosis.confidence], *_reasons(diagnosis, language)]
    return {
        "sign": _sign(diagnosis, root),
        **{key: cut(language.render(text), SENTENCE) for key, text in body.items()},
        "confidence": [language.render(text) for text in sure],
    }


def _sign(diagnosis: Diagnosis, root: CauseResult | None) -> str:
    if root is not None:
        return VERDICTS[root.verdict].sign
    return STATUSES[Status.UNKNOWN if diagnosis.findings(Status.UNKNOWN) else Status.OK].sign


def _found(root: CauseResult) -> dict[str, Text]:
    known = known_cause(root.id)
    kind = translate("Pdf", "Root cause, confirmed") if root.verdict is Verdict.CONFIRMED else translate("Pdf", "Probable root cause, suspected")
    body = {"kind": kind, "headline": root.title}
    return body if known is None else {**body, "text": known.explanation}


def _nothing_found(diagnosis: Diagnosis) -> dict[str, Text]:
    kind = translate("Pdf", "Result")
    if diagnosis.findings(Status.UNKNOWN):
        return {
            "kind": kind,
            "headline": translate("Pdf", "No cause found, but not everything could be checked"),
            "text": translate("Pdf", "The checks that could be made found no fault. The cause may lie behind the checks that could not be made."),
        }
    return {
        "kind": kind,
        "headline": translate("Pdf", "No cause found"),
        "text": translate("Pdf", "No check that was made found a fault. The failure may have been temporary, or have a cause not known here."),
    }


def _reasons(diagnosis: Diagnosis, language: Language) -> list[Text]:
    """Why the confidence is what it is: the doubts that `core.verdict.confidence_of` counts."""
    root, reasons = diagnosis.root, list[Text]()
    if root is not None and root.verdict is Verdict.SUSPECTED:
        reasons.append(translate("Pdf", "The signs point to this cause, but do not prove it."))
    reasons += _rivals(diagnosis, language)
    if diagnosis.findings(Status.UNKNOWN):
        reasons.append(translate("Pdf", "Some checks could not be made."))
    return reasons or [translate("Pdf", "Nothing was left open.")]


def _rivals(diagnosis: Diagnosis, language: Language) -> list[Text]:
    sentences = {
        #: {causes} is a list of titles of causes
        Verdict.CONFIRMED: translate("Pdf", "Also confirmed: {causes}."),
        #: {causes} is a list of titles of causes
        Verdict.SUSPECTED: translate("Pdf", "Also suspected: {causes}."),
    }
    found = []
    for verdict, sentence in sentences.items():
        rivals = [cause for cause in diagnosis.causes if cause.verdict is verdict and cause.id != diagnosis.root_cause]
        if rivals:
            found.append(sentence.format(causes="; ".join(cut(language.render(rival.title)) for rival in rivals)))
    return found
