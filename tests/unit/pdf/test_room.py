"""However much was done, the answer stays within three pages; and the preview's pictures are pages of the same document."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import timedelta

import pytest

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.core.diagnosis import Diagnosis
from backup_doctor.core.language import Language, language
from backup_doctor.pdf.content import content_of
from backup_doctor.pdf.paper import PAGES, TIGHT
from backup_doctor.pdf.printing import MOST_DOTS
from backup_doctor.pdf.render import make_pages
from tests.helpers.diagnoses import changed, stopped, unlocked

from .printed import ENGLISH, read, squeezed
from .samples import confirmed, diagnosis, faulty, healthy, not_all_seen, result

RUSSIAN = language("ru")


def much_done() -> Diagnosis:
    """Every third cause stands, with all the checks there are, after seven repairs of which one is not over."""
    actions = [replace(unlocked(), started=unlocked().started + timedelta(hours=hour)) for hour in range(6)]
    causes = [result(cause, [faulty(), healthy()] if number % 3 == 0 else [healthy()]) for number, cause in enumerate(catalogue())]
    return replace(diagnosis(causes), actions=(*actions, stopped()), before=changed().before)


@pytest.mark.parametrize("words", [ENGLISH, RUSSIAN], ids=lambda words: words.code)
def test_three_pages_hold_the_answer_however_much_was_done(words: Language) -> None:
    document = read(much_done(), words)
    first = min(page for title, page in document.bookmarks.items() if title.startswith(("Appendix", "Приложение")))
    assert first <= PAGES + 1


def test_what_has_no_room_stands_in_the_appendix() -> None:
    given = much_done()
    document = read(given)
    assert squeezed("Its steps: page") in document.text
    for action in given.actions:
        for step in action.steps:
            assert squeezed(str(step.title)) in document.text
    tight = content_of(given, ENGLISH, "X", TIGHT)
    assert len(tight["timeline"]["rows"]) == TIGHT.events
    assert str(tight["timeline"]["more"]).startswith("9 event")
    assert len(tight["in_full"]["actions"]) == len(given.actions)


@pytest.mark.parametrize("words", [ENGLISH, RUSSIAN], ids=lambda words: words.code)
def test_pictures_are_the_same_pages_with_their_words(words: Language) -> None:
    pages, document = make_pages(not_all_seen(), words, 40), read(not_all_seen(), words)
    assert len(pages) == len(document.pages)
    for picture, printed in zip(pages, document.pages, strict=True):
        printed = squeezed(printed)
        assert picture.words
        for piece in picture.words.splitlines():
            assert squeezed(piece) in printed, "what is read out stands on that page"


def test_a_picture_is_as_fine_as_was_asked_for_but_not_finer_than_anybody_sees() -> None:
    def width(dots: float) -> int:
        size: int = struct.unpack_from(">I", make_pages(replace(confirmed(), causes=()), ENGLISH, dots)[0].picture, 16)[0]
        return size

    assert abs(width(96) - 794) <= 1
    assert abs(width(10_000) - MOST_DOTS * 210 / 25.4) <= 1
