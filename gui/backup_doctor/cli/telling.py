"""What a repair says while it is under way: whole sentences on stderr, because stdout holds the result and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from ..core.action import outcome_in_words
from ..core.language import Language
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.undertaking import Outcome, Stage, StepRecord, Undertaking
from ..core.words import STAGE
from .streams import say


class Teller:
    """Says things in one language, and how a plan gets on."""

    def __init__(self, words: Language, stream: TextIO | None = None) -> None:
        self._words = words
        self._stream = stream
        self._said: dict[int, str] = {}

    def tell(self, text: Text) -> None:
        """One line."""
        self._put(self._words.render(text))

    def progress(self, undertaking: Undertaking) -> None:
        """What has changed since the last time, a line per step. Fits `core.carrying_out.Tools`."""
        for number, record in enumerate(undertaking.steps, 1):
            if record.stage is Stage.PLANNED and record.said is None:
                continue
            line = self._words.render(_state(record, number, len(undertaking.steps)))
            if self._said.get(number) != line:
                self._said[number] = line
                self._put(line)

    def what_stands_open(self, undertaking: Undertaking, options: str) -> None:
        """Everything somebody has to know to finish by hand what was begun.

        Args:
            options: the connection, for the commands that do it.
        """
        if undertaking.is_open:
            for text in _open(undertaking, options):
                self.tell(text)

    def what_can_be_undone(self, undertaking: Undertaking, options: str) -> None:
        """The way back from something that has ended well, where there is one."""
        if undertaking.undoable and undertaking.outcome is Outcome.DONE:
            text = translate("Progress", "It can be undone, even later: {command}")
            self.tell(text.format(command=_command("undo", undertaking, options)))

    def _put(self, line: str) -> None:
        say(line, self._stream)


def _state(record: StepRecord, number: int, total: int) -> Text:
    values = {"number": str(number), "total": str(total), "step": record.step.title, "state": STAGE[record.stage], "said": record.said}
    parts = ", ".join(f"{name}: {state}" for name, state in record.parts)  # the tasks of a job, in Azure's words
    if record.said is None:
        return translate("Progress", "Step {number} of {total}, “{step}”: {state}").format(**values)
    if parts:
        return translate("Progress", "Step {number} of {total}, “{step}”: {state}. {said} ({parts})").format(**values, parts=parts)
    return translate("Progress", "Step {number} of {total}, “{step}”: {state}. {said}").format(**values)


def _open(undertaking: Undertaking, options: str) -> Iterator[Text]:
    stopped = translate("Progress", "“{remedy}” on {vm} is unfinished; its id in the journal is {id}. {outcome}")
    yield stopped.format(remedy=undertaking.title, vm=str(undertaking.vm), id=undertaking.id, outcome=outcome_in_words(undertaking))
    for record in undertaking.steps:
        if record.stage in (Stage.SENDING, Stage.UNKNOWN, Stage.FOLLOWING, Stage.UNDOING):
            text = translate("Progress", "It is not known whether Azure has completed “{step}”.")
            if record.stage is Stage.UNDOING:
                text = translate("Progress", "It is not known whether Azure has undone “{step}”.")
            yield text.format(step=record.step.title)
    for record in undertaking.undoable:
        yield translate("Progress", "Still changed, and can be undone: “{step}”.").format(step=record.step.title)
    for text, word in _ways_on(undertaking):
        yield text.format(command=_command(word, undertaking, "" if word == "leave" else options))


def _command(word: str, undertaking: Undertaking, options: str) -> str:
    return f"backup-doctor journal --{word} {undertaking.id} {options}".rstrip()


def _ways_on(undertaking: Undertaking) -> Iterator[tuple[Text, str]]:
    if not undertaking.undoing:
        yield translate("Progress", "To finish it: {command}"), "finish"
    if undertaking.undoable:
        yield translate("Progress", "To undo it: {command}"), "undo"
    yield translate("Progress", "To leave it as it is: {command}"), "leave"
