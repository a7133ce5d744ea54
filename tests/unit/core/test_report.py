"""The saved diagnosis: the keys scripts rely on, the way there and back, and files that are damaged or doctored."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backup_doctor.core.diagnosis import Complaint, Diagnosis, SymptomSource
from backup_doctor.core.language import LANGUAGES, Language, language
from backup_doctor.core.report import BadReport, dumps, loads, to_json
from backup_doctor.core.text import Text, lazy_translate
from backup_doctor.core.text_json import BadText, text_from_json, text_to_json
from backup_doctor.core.verdict import Confidence
from tests.helpers.diagnoses import changed, sample
from tests.helpers.logfail import LogWatch

ENGLISH = language("en")
LOCKED = str(sample().causes[0].checks[0].finding.text.source)
RUSSIAN = Language(
    "ru",
    {
        ("Lock", LOCKED, ""): ("Блокировка {lock} ({level}) группы {group} не даёт удалять точки; их {total}.",),
        ("Words", "OK", "status of a check"): ("ОК",),
    },
)
Damage = Callable[[dict[str, Any]], object]


def nested(depth: int) -> dict[str, Any]:
    text: dict[str, Any] = {"context": "", "source": "x"}
    for _ in range(depth):
        text = {"context": "", "source": "{x}", "params": {"x": {"text": text}}}
    return text


def saved() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(dumps(sample(), ENGLISH))
    return document


def first_check(document: dict[str, Any]) -> dict[str, Any]:
    check: dict[str, Any] = document["causes"][0]["checks"][0]
    return check


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("given", [sample, changed], ids=lambda given: given.__name__)
def test_a_diagnosis_comes_back_as_it_was_whatever_language_it_was_saved_in(given: Callable[[], Diagnosis], code: str) -> None:
    assert loads(dumps(given(), language(code)).encode()) == given()


def test_the_keys_are_those_of_schema_1_and_extra() -> None:
    document = saved()
    assert list(document) == [
        *("schema", "tool", "started", "finished", "language", "vm", "symptom", "causes"),
        *("root_cause", "confidence", "actions", "extra"),
    ]
    assert document["tool"] == {"name": "backup-doctor", "version": "0.1.0"}
    assert set(document["vm"]) == {"id", "name", "resource_group", "subscription_id", "location", "os", "power"}
    assert set(document["symptom"]) == {"code", "source", "message"}
    assert {frozenset(cause) for cause in document["causes"]} == {frozenset({"id", "title", "verdict", "checks", "remedies"})}
    checks = [check for cause in document["causes"] for check in cause["checks"]]
    common = {"id", "title", "status", "message", "evidence"}
    assert [set(check) - common for check in checks] == [set(), set(), set(), {"missing_permission"}]
    assert set(checks[3]["missing_permission"]) == {"action", "scope"}
    assert {frozenset(item) for check in checks for item in check["evidence"]} == {frozenset({"request", "request_id", "at", "path", "value"})}


def advised() -> Diagnosis:
    guidance = lazy_translate("Guidance", "Wait for {job}.").format(job="the job")
    complaint = Complaint(SymptomSource.PASTED, "BackUpOperationFailedV2", lazy_translate("Symptom", "Moved."), guidance)
    return replace(sample(), symptom=complaint, causes=(), root_cause=None, confidence=Confidence.LOW)


def test_what_a_code_asks_for_is_kept_and_printed_in_the_other_language() -> None:
    russian = Language("ru", {("Guidance", "Wait for {job}.", ""): ("Дождитесь: {job}.",)})
    english = dumps(advised(), ENGLISH).encode()
    assert json.loads(english)["extra"]["guidance"] == "Wait for the job."
    assert set(json.loads(english)["symptom"]) == {"code", "source", "message"}, "scripts know these"
    assert loads(english) == advised()
    assert to_json(loads(english), russian)["extra"]["guidance"] == "Дождитесь: the job."
    assert "guidance" not in saved()["extra"]


def test_guidance_without_its_sentence_keeps_its_words_and_nonsense_is_refused() -> None:
    document = json.loads(dumps(advised(), ENGLISH))
    del document["extra"]["texts"]["guidance"]
    assert str(loads(json.dumps(document).encode()).symptom.guidance) == "Wait for the job."
    document["extra"]["guidance"] = ["wait"]
    with pytest.raises(BadReport, match="damaged"):
        loads(json.dumps(document).encode())


def test_moments_are_written_in_utc_to_the_second() -> None:
    assert (saved()["started"], saved()["finished"]) == ("2026-11-22T03:12:45Z", "2026-11-22T03:12:49Z")


def test_words_follow_the_language_and_codes_do_not() -> None:
    english, russian = to_json(sample(), ENGLISH), to_json(sample(), RUSSIAN)
    assert first_check(russian)["message"] == "Блокировка Payroll-Freeze (CanNotDelete) группы AzureBackupRG_1 не даёт удалять точки; их 18."
    for document in (english, russian):
        assert first_check(document)["status"] == "failed"
        assert first_check(document)["evidence"][0]["value"] == "CanNotDelete"


def test_an_english_document_is_printed_in_russian() -> None:
    english = dumps(sample(), ENGLISH).encode()
    assert json.loads(dumps(loads(english), RUSSIAN)) == to_json(sample(), RUSSIAN)


def test_a_document_without_its_sentences_keeps_its_words() -> None:
    document = saved()
    del document["extra"]
    again = to_json(loads(json.dumps(document).encode()), RUSSIAN)
    assert first_check(again)["message"] == first_check(document)["message"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not JSON"),
        (b"%PDF-1.7", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 5_000_000 + b"]" * 5_000_000, "not JSON"),
        (b"[]", "“schema” is missing"),
        (b"{}", "“schema” is missing"),
        (b'{"schema": 2}', "schema 2"),
        (b'{"schema": "' + b"x" * 1000 + b'"}', "schema xxx"),
        (b'{"schema": 1}', "damaged"),
    ],
    ids=["empty", "a PDF", "not text", "nested 5 million deep", "a list", "an empty object", "of the future", "of nonsense", "a mere frame"],
)
def test_a_file_that_is_no_diagnosis_is_refused_in_one_short_sentence(data: bytes, words: str) -> None:
    with pytest.raises(BadReport) as refused:
        loads(data)
    assert words in str(refused.value)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    "damage",
    [
        lambda document: document.pop("vm"),
        lambda document: document.update(vm=[]),
        lambda document: document["vm"].update(name=5),
        lambda document: document["vm"].pop("location"),
        lambda document: document.update(language="de"),
        lambda document: document.update(language=[]),
        lambda document: document.update(causes="none"),
        lambda document: document.update(causes={"a": 1}),
        lambda document: document["causes"][0].update(verdict="guilty"),
        lambda document: document.update(root_cause="moon-phase"),
        lambda document: document.update(root_cause=["resource-group-lock"]),
        lambda document: document.update(confidence="total"),
        lambda document: document.update(started="yesterday"),
        lambda document: document.update(started="2026-11-22T03:12:45"),
        lambda document: document.update(started="0001-01-01T00:00:00+14:00"),
        lambda document: document.update(started="0002-01-01T00:00:00+14:00"),  # a year earlier in UTC, and as that it would be kept
        lambda document: document.update(extra="none"),
        lambda document: document["extra"].update(manual_steps_done=5),
        lambda document: document["symptom"].update(source="rumour"),
        lambda document: document["causes"][0].update(title=" "),
        lambda document: first_check(document).update(title=""),
        lambda document: first_check(document).update(status="fine"),
        lambda document: first_check(document).update(evidence=None),
        lambda document: first_check(document)["evidence"][0].pop("at"),
        lambda document: first_check(document)["evidence"][0].update(value=18),
        lambda document: first_check(document).update(missing_permission="all"),
        lambda document: first_check(document).update(message="half \ud800 a pair"),
        lambda document: document.update(confidence=nested(300)),
    ],
)
def test_a_damaged_file_is_refused_and_never_crashes(damage: Damage) -> None:
    document = saved()
    damage(document)
    with pytest.raises(BadReport, match="damaged"):
        loads(json.dumps(document).encode())


@pytest.mark.parametrize(
    "text",
    [
        {"context": "Lock", "source": "{x.__class__}", "params": {"x": "a"}},
        {"context": "Lock", "source": "{x.__class__}", "params": {"x.__class__": "a", "x": "a"}},
        {"context": "Lock", "source": "{x[0]}", "params": {"x[0]": "a", "x": "a"}},
        {"context": "Lock", "source": "{x!r}", "params": {"x": "a"}},
        {"context": "Lock", "source": "{x:>99999999}", "params": {"x": "a"}},
        {"context": "Lock", "source": "{}", "params": {"": "a"}},
        {"context": "Lock", "source": "{0}", "params": {"0": "a"}},
        {"context": "Lock", "source": "{absent}"},
        {"context": "Lock", "source": "{"},
        {"context": "Lock", "source": " "},
        {"context": "Lock", "source": "{x}", "params": {"x": ""}},
        {"context": "Lock", "source": 5},
        {"context": "Lock", "source": "x", "n": "many"},
        {"context": "Lock", "source": "x", "params": ["x"]},
        {"context": "Lock", "source": "{x}", "params": {"x": {"seconds": 1e300}}},
        {"context": "Lock", "source": "{x}", "params": {"x": {"at": "9999-12-31T23:59:59-14:00"}}},
        {"context": "Lock", "source": "{x}", "params": {"x": None}},
        nested(200),
        "words",
    ],
    ids=repr,
)
def test_a_doctored_sentence_gives_way_to_the_plain_words(text: object) -> None:
    document = saved()
    document["extra"]["texts"]["resource-group-lock/no-lock#message"] = text
    again = to_json(loads(json.dumps(document).encode()), ENGLISH)
    assert first_check(again)["message"] == first_check(document)["message"]


def test_a_count_where_the_translation_has_none_does_no_harm(log_watch: LogWatch) -> None:
    log_watch.expect("broken translation")
    document = saved()
    text = {"context": "Words", "source": "OK", "comment": "status of a check", "n": 5}
    document["extra"]["texts"]["resource-group-lock/no-lock#message"] = text
    assert first_check(to_json(loads(json.dumps(document).encode()), RUSSIAN))["message"] == "OK"


@pytest.mark.parametrize("text", ["", "{}", None, 5, [], {"source": "x"}])
def test_what_is_no_sentence_is_no_sentence(text: object) -> None:
    with pytest.raises(BadText):
        text_from_json(text)


words = st.text(st.characters(exclude_characters="{}", codec="utf-8"), max_size=20)
leaves = st.one_of(
    words,
    st.integers(-(10**9), 10**9),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    st.timedeltas(timedelta(0), timedelta(days=400)).map(lambda span: timedelta(seconds=round(span.total_seconds()))),
)


def sentence(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Text]:
    def filled(source: str, params: dict[str, object]) -> Text:
        return lazy_translate("Test", source + "".join(f"{{{name}}}" for name in params), "note").format(**params)

    return st.builds(filled, words, st.dictionaries(st.sampled_from(["vm", "nsg", "age"]), values))


@settings(deadline=None)
@given(sentence(st.one_of(leaves, sentence(leaves))))
def test_every_sentence_survives_json_and_reads_the_same(text: Text) -> None:
    again = text_from_json(json.loads(json.dumps(text_to_json(text))))
    assert again == text
    assert RUSSIAN.render(again) == RUSSIAN.render(text)


def test_a_value_of_no_kind_that_json_knows_is_kept_by_its_name() -> None:
    text = lazy_translate("Test", "{place}").format(place=PurePosixPath("/a/b"))
    assert text_from_json(text_to_json(text)).params == {"place": "/a/b"}
