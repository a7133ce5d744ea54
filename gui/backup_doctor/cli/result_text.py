"""What came of a repair, as text: how it ended, and its cause's checks before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..core.action import outcome_in_words, undo_in_words
from ..core.language import Language
from ..core.model import Check, Finding
from ..core.plain import plain
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.undertaking import Outcome, Undertaking
from ..core.words import STAGE, STATUS
from .exits import Exit
from .verifying import BAD, Looked

NOT_LOOKED = translate("ResultText", "Not checked")


def outcome_lines(undertaking: Undertaking, checks: Sequence[Check], looked: Looked, code: Exit, words: Language) -> Iterator[str]:
    """The end of the text form."""

    def say(text: Text) -> str:
        return plain(words.render(text))

    yield ""
    yield say(translate("ResultText", "What was done ({id}):").format(id=undertaking.id))
    for record in undertaking.steps:
        yield f"  [{say(STAGE[record.stage])}] {say(record.step.title)}"
        if record.said is not None:
            yield f"      {say(record.said)}"
        if record.status:
            yield plain(f"      HTTP {record.status}, {record.request_id}")
    yield say(outcome_in_words(undertaking))
    if undertaking.is_open:
        yield say(undo_in_words(undertaking))
    if checks:
        yield ""
        yield from _checks(checks, looked, words)
    yield ""
    yield say(_conclusion(undertaking, code))


def _conclusion(undertaking: Undertaking, code: Exit) -> Text:
    match code:
        case Exit.DONE if undertaking.outcome is Outcome.UNDONE:
            return translate("ResultText", "Result: undone.")
        case Exit.DONE:
            return translate("ResultText", "Result: carried out, and verified.")
        case Exit.NOT_VERIFIED:
            return translate("ResultText", "Result: carried out, but not verified: something is still wrong or could not be checked.")
        case _:
            return translate("ResultText", "Result: not completed.")


def _checks(checks: Sequence[Check], looked: Looked, words: Language) -> Iterator[str]:
    yield plain(words.render(translate("ResultText", "Checks of “{cause}”, before → after:").format(cause=checks[0].cause.title)))
    for check in checks:
        before, after = looked.before.get(check.id), looked.after.get(check.id)
        yield f"  [{_status(before, words)} → {_status(after, words)}] {plain(words.render(check.title))}"
        latest = after or before
        if latest is not None and (latest.status in BAD or (before is not None and before.status is not latest.status)):
            yield f"      {plain(words.render(latest.text))}"


def _status(finding: Finding | None, words: Language) -> str:
    return words.render(NOT_LOOKED if finding is None else STATUS[finding.status])
