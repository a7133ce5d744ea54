"""Two diagnoses of one VM side by side: what has changed, cause by cause and check by check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from .aftermath import STANDS
from .diagnosis import CauseResult, CheckResult, Diagnosis
from .masks import Masks
from .model import Finding, Verdict
from .redact import redact
from .text import Text
from .text import lazy_translate as translate

T = TypeVar("T", CauseResult, CheckResult)


class CannotCompare(ValueError):
    """These two say nothing about each other. Carries the sentence for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class ComparedCheck:
    """A check then and later; None where it was not made."""

    id: str
    title: Text
    before: Finding | None
    after: Finding | None

    @property
    def changed(self) -> bool:
        """Whether it says something else. The values within the same sentence do not count: an age goes on by itself."""
        if self.before is None or self.after is None:
            return True
        return self.before.status is not self.after.status or _said(self.before.text) != _said(self.after.text)


@dataclass(frozen=True, slots=True)
class ComparedCause:
    """A cause then and later; None where it was not examined."""

    id: str
    title: Text
    before: Verdict | None
    after: Verdict | None
    checks: tuple[ComparedCheck, ...]
    left_out: tuple[bool, bool] = (False, False)
    """Whether it had no verdict then, and has none now, because nobody chose to look."""

    @property
    def stands(self) -> bool:
        """Whether it was examined both times, with the same verdict."""
        return self.before is not None and self.before is self.after and self.left_out[0] is self.left_out[1]

    @property
    def changed(self) -> bool:
        """Whether its verdict, or what any of its checks says, is another one."""
        return not self.stands or any(check.changed for check in self.checks)

    @property
    def changed_checks(self) -> list[ComparedCheck]:
        """The checks that say something else."""
        return [check for check in self.checks if check.changed]

    @property
    def is_idle(self) -> bool:
        """Whether it was examined only once, because the error code was another one, and nothing was found there."""
        return None in (self.before, self.after) and (self.after or self.before) in (Verdict.RULED_OUT, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier and a later diagnosis of the same VM."""

    before: Diagnosis
    after: Diagnosis
    causes: tuple[ComparedCause, ...]
    """In the order of the later one; those that it did not examine come last."""

    @property
    def changed(self) -> list[ComparedCause]:
        """The causes of which something is told: first those whose verdict is another one."""
        changed = [cause for cause in self.causes if cause.changed and not cause.is_idle]
        return sorted(changed, key=lambda cause: cause.stands)

    @property
    def only_before(self) -> int:
        """How many causes were examined only then, with nothing found."""
        return sum(cause.is_idle for cause in self.causes if cause.after is None)

    @property
    def only_after(self) -> int:
        """How many causes are examined only now, with nothing found."""
        return sum(cause.is_idle for cause in self.causes if cause.before is None)

    @property
    def unchanged(self) -> int:
        """How many causes are as they were, in every check."""
        return sum(not cause.changed for cause in self.causes)

    def cause(self, identity: str | None) -> ComparedCause | None:
        """A cause by its id."""
        return next((cause for cause in self.causes if cause.id == identity), None)


def compare(one: Diagnosis, other: Diagnosis) -> Comparison:
    """Put two diagnoses in order and side by side.

    Raises:
        CannotCompare: they are about different VMs.
    """
    if not one.vm.id.same(str(other.vm.id)):
        text = translate("Comparison", "{one} and {other} are different VMs. Only diagnoses of the same VM can be compared.")
        raise CannotCompare(text.format(one=one.vm.id.name, other=other.vm.id.name))
    before, after = sorted((one, other), key=lambda diagnosis: (diagnosis.finished, diagnosis.started))
    return Comparison(before, after, tuple(_causes(before, after)))


def redacted(comparison: Comparison) -> Comparison:
    """A copy in which the same name has the same mask on both sides."""
    masks = Masks()
    redact(comparison.before, masks)  # what only the later one tells of may be named in the earlier one, too: learn first, then mask
    after = redact(comparison.after, masks)
    return compare(redact(comparison.before, masks), after)


def outcome(comparison: Comparison) -> Text:
    """What has become of the root cause, in one sentence."""
    before, after = comparison.before.root, comparison.after.root
    if before is None and after is None:
        return _none_found(comparison)
    if before is None:
        assert after is not None
        return translate("Comparison", "No cause was found before. Now there is one: “{cause}”.").format(cause=after.title)
    if after is not None and after.id == before.id:
        return translate("Comparison", "The root cause is the same as before: “{cause}”.").format(cause=after.title)
    if after is not None:
        return _another(comparison, before, after)
    return _gone(comparison.cause(before.id)).format(cause=before.title)


def _another(comparison: Comparison, before: CauseResult, after: CauseResult) -> Text:
    """Another root: the earlier one may be gone, or only stand behind it."""
    then = comparison.cause(before.id)
    if then is not None and then.after in STANDS:
        text = translate("Comparison", "“{before}” is still there, but the root cause is now a different one: “{after}”.")
    else:
        text = translate("Comparison", "The root cause has changed. Before: “{before}”. Now: “{after}”.")
    return text.format(before=before.title, after=after.title)


def _gone(cause: ComparedCause | None) -> Text:
    match None if cause is None else cause.after:
        case Verdict.RULED_OUT:
            return translate("Comparison", "“{cause}” was found before and is ruled out now.")
        case Verdict.NOT_APPLICABLE:
            return translate("Comparison", "“{cause}” was found before and does not apply to this VM any more.")
        case None:
            return translate("Comparison", "“{cause}” was found before and was not among the causes examined now.")
        case _:
            return translate("Comparison", "“{cause}” was found before. Whether it is still there could not be checked.")


def _none_found(comparison: Comparison) -> Text:
    if any(cause.after is Verdict.UNKNOWN for cause in comparison.causes):
        return translate("Comparison", "No cause was found before and none is found now, but not everything could be checked.")
    return translate("Comparison", "No cause was found before and none is found now.")


def _causes(before: Diagnosis, after: Diagnosis) -> Iterator[ComparedCause]:
    for then, now in _pairs(before.causes, after.causes):
        known = now or then
        assert known is not None
        checks = tuple(_check(*pair) for pair in _pairs(() if then is None else then.checks, () if now is None else now.checks))
        left_out = then is not None and then.left_out, now is not None and now.left_out
        verdicts = None if then is None else then.verdict, None if now is None else now.verdict
        yield ComparedCause(known.id, known.title, *verdicts, checks, left_out)


def _check(then: CheckResult | None, now: CheckResult | None) -> ComparedCheck:
    known = now or then
    assert known is not None
    return ComparedCheck(known.id, known.title, None if then is None else then.finding, None if now is None else now.finding)


def _pairs(before: Sequence[T], after: Sequence[T]) -> list[tuple[T | None, T | None]]:
    """What has the same id side by side, in the later order; what is only in the earlier one last."""
    earlier = {item.id: item for item in before}
    later = {item.id for item in after}
    pairs: list[tuple[T | None, T | None]] = [(earlier.get(item.id), item) for item in after]
    pairs.extend((item, None) for item in before if item.id not in later)
    return pairs


def _said(text: Text) -> tuple[str, str]:
    """The sentence without its values; words that have no translation are all value."""
    return text.source, "" if text.context else str(text)
