"""The offline help says of every cause and every code what the catalogue says, and no link leads nowhere."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.catalogue.codes import SYMPTOMS
from backup_doctor.catalogue.help import page_of_cause, page_of_code, pages
from backup_doctor.catalogue.help.causes import page_about
from backup_doctor.catalogue.help.topics import PERMISSIONS, STATUSES, VERDICTS
from backup_doctor.core.help import Links, words_of
from backup_doctor.core.language import language
from backup_doctor.core.model import Cause, Instructions, Status, Symptom, Verdict
from backup_doctor.core.role import READING, RUN_COMMAND
from backup_doctor.core.text import verbatim
from backup_doctor.core.words import STATUS, VERDICT
from backup_doctor.ui import help as opening

SAY = language("en").render


def text_of(identity: str) -> str:
    return words_of(pages()[identity], SAY)


@pytest.mark.parametrize("cause", catalogue(), ids=lambda cause: cause.id)
def test_a_cause_has_a_page_with_all_its_texts(cause: Cause) -> None:
    page = text_of(page_of_cause(cause.id))
    texts = [cause.title, cause.explanation]
    texts += [text for check in cause.checks for text in (check.title, check.why)]
    texts += [text for remedy in cause.remedies for text in (remedy.title, remedy.what)]
    texts += [step.title for step in cause.manual_steps]
    assert [SAY(text) for text in texts if SAY(text) not in page] == []
    assert cause.learn_more in page
    assert all(action in page for remedy in cause.remedies for action in remedy.permissions)


def test_a_page_has_no_heading_over_nothing() -> None:
    cause = Cause("made-up", verbatim("Made up"), verbatim("Nobody knows it."), "https://learn.microsoft.com/")
    cause.manual(title=verbatim("Wait"))(lambda _vm: Instructions(verbatim("It passes.")))
    page = words_of(page_about(cause), SAY)
    assert "It passes." in page
    assert [heading for heading in ("can repair", "In the commands", "Error codes it can be behind", "exists on") if heading in page] == []


@pytest.mark.parametrize("symptom", SYMPTOMS, ids=lambda symptom: symptom.code)
def test_a_code_has_a_page_with_its_message_and_its_causes(symptom: Symptom) -> None:
    page = text_of(page_of_code(symptom.code))
    assert SAY(symptom.message) in page
    assert symptom.guidance is None or SAY(symptom.guidance) in page
    linked = [[identity for identity, _ in block.pages] for block in pages()[page_of_code(symptom.code)].blocks if isinstance(block, Links)]
    assert not symptom.causes or [page_of_cause(cause) for cause in symptom.causes] in linked


def test_no_link_leads_nowhere() -> None:
    linked = {identity for page in pages().values() for block in page.blocks if isinstance(block, Links) for identity, _ in block.pages}
    assert linked
    assert linked - set(pages()) == set()


def test_every_status_and_verdict_is_explained() -> None:
    assert [status for status in Status if SAY(STATUS[status]) not in text_of(STATUSES)] == []
    assert [verdict for verdict in Verdict if SAY(VERDICT[verdict]) not in text_of(VERDICTS)] == []


def test_the_permissions_are_those_of_the_custom_role() -> None:
    page = text_of(PERMISSIONS)
    assert [action for action in (*READING, RUN_COMMAND) if action not in page] == []


def test_what_the_window_opens_is_there() -> None:
    ids = (opening.WIZARD, opening.VERDICTS, opening.REPAIRS, opening.EVIDENCE, opening.KEPT, opening.KEYBOARD)
    assert [identity for identity in ids if identity not in pages()] == []
