"""Words in one language: plurals, dates, numbers, spans, sentences within sentences, and translations that are broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backup_doctor.core.language import Language, language, messages_in
from backup_doctor.core.text import Text, lazy_translate, verbatim
from tests.helpers.logfail import LogWatch

DISKS = lazy_translate("Test", "%n disk(s) of {vm}", "", 0)
RUSSIAN = Language(
    "ru",
    {
        ("Test", "%n disk(s) of {vm}", ""): ("%n диск {vm}", "%n диска {vm}", "%n дисков {vm}"),
        ("Test", "The VM runs.", ""): ("ВМ работает.",),
        ("Test", "{vm} reports: {words}", ""): ("{vm} сообщает: {words}",),
        ("Test", "Open", "verb"): ("Открыть",),
    },
)
ENGLISH = Language("en", {("Test", "%n disk(s) of {vm}", ""): ("%n disk of {vm}", "%n disks of {vm}")})


@pytest.mark.parametrize(
    ("n", "russian", "english"),
    [
        (0, "0 дисков web01", "0 disks of web01"),
        (1, "1 диск web01", "1 disk of web01"),
        (2, "2 диска web01", "2 disks of web01"),
        (5, "5 дисков web01", "5 disks of web01"),
        (11, "11 дисков web01", "11 disks of web01"),
        (12, "12 дисков web01", "12 disks of web01"),
        (21, "21 диск web01", "21 disks of web01"),
        (22, "22 диска web01", "22 disks of web01"),
        (111, "111 дисков web01", "111 disks of web01"),
        (1001, "1\N{NO-BREAK SPACE}001 диск web01", "1,001 disks of web01"),
    ],
)
def test_a_count_takes_the_form_of_its_language(n: int, russian: str, english: str) -> None:
    text = DISKS.counted(n).format(vm="web01")
    assert (RUSSIAN.render(text), ENGLISH.render(text)) == (russian, english)


def test_a_sentence_within_a_sentence_is_translated_too() -> None:
    text = lazy_translate("Test", "{vm} reports: {words}").format(vm="web01", words=lazy_translate("Test", "The VM runs."))
    assert RUSSIAN.render(text) == "web01 сообщает: ВМ работает."


def test_the_same_word_with_another_comment_is_another_word() -> None:
    assert RUSSIAN.render(lazy_translate("Test", "Open", "verb")) == "Открыть"
    assert RUSSIAN.render(lazy_translate("Test", "Open", "adjective")) == "Open"


@pytest.mark.parametrize("words", ["{vm}", "{0}", "{", "100 %n", "{vm.__class__}"])
def test_what_azure_said_is_never_a_format_string(words: str) -> None:
    text = lazy_translate("Test", "{vm} reports: {words}").format(vm="web01", words=words)
    assert RUSSIAN.render(text) == f"web01 сообщает: {words}"
    assert RUSSIAN.render(verbatim(words)) == words


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        (datetime(2026, 11, 2, 3, 4, tzinfo=UTC), "02.11.2026 03:04", "2026-11-02 03:04"),
        (1234567, "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567", "1,234,567"),
        (0.5, "0,5", "0.5"),
        ("2.15.0.1", "2.15.0.1", "2.15.0.1"),
        (True, "True", "True"),
    ],
)
def test_values_follow_the_habits_of_the_language(value: object, russian: str, english: str) -> None:
    assert (RUSSIAN.value(value), ENGLISH.value(value)) == (russian, english)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-30), "0 seconds"),  # a guest's clock that is ahead
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=59), "59 seconds"),
        (timedelta(seconds=59.9), "1 minute"),
        (timedelta(minutes=15), "15 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_span_is_told_in_its_largest_unit(span: timedelta, words: str) -> None:
    assert language("en").value(span) == words


@pytest.mark.parametrize(
    "forms",
    [("нет пробела {в", "", ""), ("{machine}", "{machine}", "{machine}"), ("один {vm}",), ("{vm.name}",) * 3],
    ids=["brace left open", "gap of another name", "plural forms lost", "gap that digs"],
)
def test_a_broken_translation_falls_back_to_english_and_is_logged(forms: tuple[str, ...], log_watch: LogWatch) -> None:
    log_watch.expect("broken translation")
    broken = Language("ru", {("Test", "%n disk(s) of {vm}", ""): forms})
    assert broken.render(DISKS.counted(21 if len(forms) == 3 else 5).format(vm="web01")) in ("21 disk(s) of web01", "5 disk(s) of web01")


def test_the_log_reads_a_text_as_plain_english() -> None:
    assert str(DISKS.counted(2).format(vm="web01")) == "2 disk(s) of web01"


def test_a_language_nobody_speaks_here_is_refused() -> None:
    with pytest.raises(KeyError):
        language("xx")


def test_filling_gaps_leaves_the_sentence_itself_alone() -> None:
    sentence: Text = lazy_translate("Test", "{vm} reports: {words}")
    sentence.format(vm="web01").format(words="x")
    assert sentence.params == {}


def test_a_translation_that_is_not_finished_or_lacks_a_form_is_none(tmp_path: Path) -> None:
    file = tmp_path / "words.ts"
    file.write_text(
        """<TS language="ru"><context><name>Test</name>
        <message><source>Open</source><translation>Открыть</translation></message>
        <message><source>Close</source><translation type="unfinished">Закрыть?</translation></message>
        <message><source>Wait</source></message>
        <message numerus="yes"><source>%n disk(s)</source><translation>
        <numerusform>%n диск</numerusform><numerusform></numerusform></translation></message>
        </context></TS>""",
        "utf-8",
    )
    assert messages_in(file) == [(("Test", "Open", ""), ("Открыть",))]


def test_a_comment_tells_the_same_words_apart(tmp_path: Path) -> None:
    file = tmp_path / "words.ts"
    file.write_text(
        """<TS language="ru"><context><name>Test</name>
        <message><source>Close</source><comment>the window</comment><translation>Закрыть</translation></message>
        <message><source>Close</source><translation>Близко</translation></message>
        </context></TS>""",
        "utf-8",
    )
    assert messages_in(file) == [(("Test", "Close", "the window"), ("Закрыть",)), (("Test", "Close", ""), ("Близко",))]
