"""The user guide, printed into docs/guide.en.md and docs/guide.ru.md from the pages of the offline help."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.catalogue.codes import SYMPTOMS
from backup_doctor.core.language import LANGUAGES, language
from backup_doctor.core.resources import translations
from tests.helpers.guide import FRAMES, guide, plain

RUSSIAN = ElementTree.parse(translations() / "backup_doctor_ru.ts").getroot()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_guide_says_what_the_help_says(code: str, golden: Callable[[str, str], None]) -> None:
    golden(f"docs/guide.{code}.md", guide(code))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_cause_and_every_code_is_in_it_with_its_words(code: str) -> None:
    text, say = guide(code), language(code).render
    for cause in catalogue():
        part = text.split(f'<a id="cause-{cause.id}"></a>')[1].split("<a id=")[0]
        parts = (cause.title, cause.explanation, *(check.title for check in cause.checks), *(remedy.what for remedy in cause.remedies))
        for words in (*parts, *(step.title for step in cause.manual_steps)):
            assert plain(say(words)) in part
    for name in {symptom.code for symptom in SYMPTOMS}:
        part = text.split(f'<a id="code-{name}"></a>')[1].split("<a id=")[0]
        in_order = [identity for symptom in SYMPTOMS if symptom.code == name for identity in symptom.causes]
        assert re.findall(r"\(#cause-([^)]+)\)", part) == in_order


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_place_it_leads_to_is_on_the_page_once(code: str) -> None:
    text = guide(code)
    places = re.findall(r'<a id="([^"]+)"></a>', text)
    assert len(places) == len(set(places))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(places)


@pytest.mark.parametrize(("code", "tag"), [("en", "source"), ("ru", "translation")])
def test_what_it_tells_to_press_is_written_so_in_the_window(code: str, tag: str) -> None:
    shown = {(message.findtext(tag) or "").replace("&", "") for message in RUSSIAN.iter("message")}
    told = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", FRAMES[code].begin)
    assert told
    assert set(told) <= shown


def test_nothing_in_it_is_taken_for_markup() -> None:
    assert plain(r"<b> `c` *d* [e](f) _g_ h_i | \* C:\Windows") == r"\<b> \`c\` \*d\* \[e\](f) \_g\_ h_i \| \\\* C:\Windows"
