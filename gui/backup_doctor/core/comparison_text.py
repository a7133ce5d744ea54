"""A comparison in words: the pieces that window and PDF share, and the whole as plain text for a ticket."""

from __future__ import annotations

from .comparison import ComparedCause, ComparedCheck, Comparison, outcome
from .diagnosis import Diagnosis
from .language import Language
from .model import Finding
from .text import Text
from .text import lazy_translate as translate
from .words import STATUS, conclusion, verdict_word

NEW = translate("Comparison", "Not examined before")
GONE = translate("Comparison", "Not examined now")


def verdict_change(cause: ComparedCause) -> Text:
    """The verdict then and now, in words."""
    before, after = verdicts(cause)
    if cause.stands:
        return translate("Comparison", "{verdict}, as before").format(verdict=after)
    #: a verdict before, and the verdict now
    text = translate("Comparison", "{before} → {after}")
    return text.format(before=before, after=after)


def verdicts(cause: ComparedCause) -> tuple[Text, Text]:
    """The word for the verdict then, and that for the one now."""
    before, after = cause.left_out
    return (
        NEW if cause.before is None else verdict_word(cause.before, left_out=before),
        GONE if cause.after is None else verdict_word(cause.after, left_out=after),
    )


def status_change(check: ComparedCheck) -> Text:
    """The status then and now, in words."""
    if check.before is not None and check.after is not None and check.before.status is check.after.status:
        return translate("Comparison", "{status}, as before").format(status=STATUS[check.after.status])
    text = translate("Comparison", "{before} → {after}")
    return text.format(before=_status(check.before, NEW), after=_status(check.after, GONE))


def remarks(comparison: Comparison) -> list[Text]:
    """How much is as it was, and what was examined only once without anything being found."""
    same, only_before, only_after = comparison.unchanged, comparison.only_before, comparison.only_after
    as_they_were = translate("Comparison", "%n other cause(s) are as they were.", "", 0)
    if not comparison.changed:
        as_they_were = translate("Comparison", "Nothing has changed: %n cause(s) are as they were.", "", 0)
    new = translate("Comparison", "%n cause(s) had not been examined before; nothing is found there.", "", 0)
    gone = translate("Comparison", "%n cause(s) were not examined now; nothing had been found there.", "", 0)
    counts = ((as_they_were, same), (new, only_after), (gone, only_before))
    return [text.counted(count) for text, count in counts if count]


def as_text(comparison: Comparison, language: Language) -> str:
    """Everything a colleague needs, without markup."""
    say, vm = language.render, comparison.after.vm.id
    lines = [
        say(translate("Comparison", "What has changed on {vm} (resource group {group})").format(vm=vm.name, group=vm.resource_group)),
        say(outcome(comparison)),
        "",
        _side(translate("Comparison", "Before, {when}: {conclusion}"), comparison.before, language),
        _side(translate("Comparison", "Now, {when}: {conclusion}"), comparison.after, language),
    ]
    for cause in comparison.changed:
        lines += ["", *_cause_lines(cause, language)]
    if remarks(comparison):
        lines += ["", *map(say, remarks(comparison))]
    lines += ["", say(translate("Comparison", "Compared by Backup Doctor; made by versions {before} and {after}.").format(**_versions(comparison)))]
    return "\n".join(lines) + "\n"


def _versions(comparison: Comparison) -> dict[str, str]:
    return {"before": comparison.before.version, "after": comparison.after.version}


def _side(text: Text, diagnosis: Diagnosis, language: Language) -> str:
    return language.render(text.format(when=diagnosis.finished, conclusion=conclusion(diagnosis)))


def _cause_lines(cause: ComparedCause, language: Language) -> list[str]:
    say = language.render
    lines = [say(translate("Comparison", "{cause}: {change}").format(cause=cause.title, change=verdict_change(cause)))]
    for check in cause.changed_checks:
        lines.append(say(translate("Comparison", "- {check}: {change}").format(check=check.title, change=status_change(check))))
        for text, finding in (
            (translate("Comparison", "    before: {finding}"), check.before),
            (translate("Comparison", "    now: {finding}"), check.after),
        ):
            if finding is not None:
                lines.append(say(text.format(finding=finding.text)))
    return lines


def _status(finding: Finding | None, without: Text) -> Text:
    return without if finding is None else STATUS[finding.status]
