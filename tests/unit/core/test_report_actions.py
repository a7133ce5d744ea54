"""What was done, and what was found before it, in the saved diagnosis: the schema's letter, the way back, damage, and older files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from backup_doctor.core.diagnosis import Diagnosis
from backup_doctor.core.language import Language, language
from backup_doctor.core.model import Status
from backup_doctor.core.report import BadReport, dumps, loads, to_json
from backup_doctor.core.report_actions import action_to_json
from backup_doctor.core.undertaking import Outcome, Stage
from tests.helpers.diagnoses import GROUP_LOCK, changed, sample, stopped, unlocked

ENGLISH = language("en")
RUSSIAN = Language(
    "ru",
    {
        ("Unlock", "Lift lock {lock}", ""): ("Снять блокировку {lock}",),
        ("Unlock", "Unlock, clean up, and lock again", ""): ("Снять, очистить и вернуть",),
        ("Repair", "Nothing is left to undo.", ""): ("Отменять нечего.",),
        ("Repair", "The account lacks {action} on {scope}.", ""): ("Не хватает {action} в {scope}.",),
        ("Lock", "%n restore point(s) of at most 18.", ""): ("%n точка", "%n точки", "%n точек"),
    },
)
Damage = Callable[[dict[str, Any]], object]


def saved() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(dumps(changed(), ENGLISH))
    return document


def read(document: dict[str, Any]) -> Diagnosis:
    return loads(json.dumps(document).encode())


def test_an_action_has_the_letter_of_the_schema() -> None:
    assert action_to_json(unlocked(), ENGLISH) == {
        "remedy": "resource-group-lock/unlock",
        "started": "2026-11-22T03:13:45Z",
        "finished": "2026-11-22T05:12:45Z",
        "steps": [
            {"request": f"DELETE {GROUP_LOCK}?api-version=2020-05-01", "status": 204, "request_id": "id-1"},
            {"request": f"PUT {GROUP_LOCK}?api-version=2020-05-01", "status": 201, "request_id": "id-2"},
        ],
        "outcome": "Carried out. The checks will show whether it helped.",
        "undo": "Nothing is left to undo.",
    }


def test_only_what_was_sent_is_listed_as_sent_and_what_took_it_back_comes_last() -> None:
    steps = action_to_json(stopped(), ENGLISH)["steps"]
    assert [(step["request"].split()[0], step["status"], step["request_id"]) for step in steps] == [
        ("PUT", 200, "id-3"),
        ("PUT", None, ""),
        ("DELETE", 202, "id-4"),
    ]


def test_a_remedy_has_the_letter_of_the_schema() -> None:
    first, second = saved()["causes"][0]["remedies"]
    assert first == {
        "id": "resource-group-lock/unlock",
        "title": "Unlock, clean up, and lock again",
        "risk": "disruptive",
        "available": True,
        "reason": None,
    }
    assert (second["risk"], second["available"]) == ("destructive", False)
    assert second["reason"].startswith("The account lacks Microsoft.Compute/restorePointCollections/delete on /subscriptions/")


def test_an_english_document_tells_its_actions_in_russian() -> None:
    russian = to_json(loads(dumps(changed(), ENGLISH).encode()), RUSSIAN)
    assert russian == to_json(changed(), RUSSIAN)
    assert russian["actions"][0]["undo"] == "Отменять нечего."
    assert russian["extra"]["actions"][0]["title"] == "Снять, очистить и вернуть"
    assert russian["extra"]["actions"][0]["steps"][0]["title"] == "Снять блокировку Payroll-Freeze"
    assert russian["extra"]["before"]["resource-group-lock/room"]["message"] == "18 точек"
    assert russian["causes"][0]["remedies"][1]["reason"].startswith("Не хватает")


def test_without_extra_the_words_and_requests_are_kept_and_nothing_is_claimed_of_how_they_ended() -> None:
    document = saved()
    del document["extra"]
    action = read(document).actions[1]
    assert (str(action.title), str(action.undo)) == ("vm-no-internet-access/allow-storage", "Can still be undone: Allow Azure Storage.")
    assert [step.stage for step in action.steps] == [Stage.UNKNOWN] * 3
    assert [sent.request_id for sent in action.sent] == ["id-3", "", "id-4"]
    assert action.state is Outcome.LEFT, "whether it is open only the journal knows"
    assert read(document).before == {}


def test_a_sentence_that_was_doctored_gives_way_to_the_words() -> None:
    document = saved()
    for key in ("actions/0#title", "actions/0/0#title", "actions/1/1#said", "resource-group-lock/room#before", "resource-group-lock/unlock#title"):
        document["extra"]["texts"][key] = {"context": "", "source": "{x.__class__}", "params": {"x": "a"}}
    again = read(document)
    assert str(again.actions[0].title) == "Unlock, clean up, and lock again"
    assert str(again.actions[0].steps[0].title) == "Lift lock Payroll-Freeze"
    assert str(again.actions[1].steps[1].said).endswith("hung up")
    assert str(again.before["resource-group-lock/room"].text) == "18 restore point(s) of at most 18."
    assert str(again.causes[0].remedies[0].title) == "Unlock, clean up, and lock again"


def test_a_document_of_before_there_were_repairs_is_read() -> None:
    document = json.loads(dumps(sample(), ENGLISH))
    assert document["actions"] == [], "as the first version wrote it"
    for key in ("actions", "before"):
        del document["extra"][key]
    assert read(document) == sample()
    for cause in document["causes"]:
        del cause["remedies"]
    del document["actions"]
    assert read(document) == sample()


def first_step(document: dict[str, Any]) -> dict[str, Any]:
    step: dict[str, Any] = document["extra"]["actions"][0]["steps"][0]
    return step


@pytest.mark.parametrize(
    "damage",
    [
        lambda document: document.update(actions=None),
        lambda document: document.update(actions=["x"]),
        lambda document: document["actions"][0].pop("remedy"),
        lambda document: document["actions"][0].update(remedy=" "),
        lambda document: document["actions"][0].update(started="soon"),
        lambda document: document["actions"][0].update(outcome=None),
        lambda document: document["actions"][0]["steps"][0].update(request=None),
        lambda document: document["actions"][0]["steps"][0].update(status="202"),
        lambda document: document["actions"][0]["steps"][0].update(status=True),
        lambda document: document["actions"][0]["steps"].pop(),
        lambda document: document["actions"].pop(),
        lambda document: document["extra"]["actions"].pop(),
        lambda document: document["extra"]["actions"][0].update(title=""),
        lambda document: document["extra"]["actions"][0].update(state="splendid"),
        lambda document: first_step(document).update(stage="soon"),
        lambda document: first_step(document).update(sent=7),
        lambda document: first_step(document).update(sent=-1),
        lambda document: first_step(document).update(sent=1),
        lambda document: first_step(document).update(sent=None),
        lambda document: first_step(document).update(title=5),
        lambda document: first_step(document).pop("said"),
        lambda document: document["extra"].update(before=["x"]),
        lambda document: document["extra"]["before"]["resource-group-lock/room"].update(status="fine"),
        lambda document: document["causes"][0].update(remedies="all"),
        lambda document: document["causes"][0]["remedies"][0].update(available=False),
        lambda document: document["causes"][0]["remedies"][1].update(available=True),
        lambda document: document["causes"][0]["remedies"][0].update(risk="none"),
        lambda document: document["causes"][0]["remedies"][0].update(title=""),
    ],
)
def test_a_damaged_account_is_refused_and_never_crashes(damage: Damage) -> None:
    document = saved()
    damage(document)
    with pytest.raises(BadReport, match="damaged"):
        read(document)


def test_what_was_not_asked_before_stays_so() -> None:
    before = read(saved()).before["vm-no-internet-access/outbound-storage"]
    assert before.unasked
    assert before.status is Status.SKIPPED


def test_the_address_of_a_request_is_whole() -> None:
    for action in read(saved()).actions:
        assert all(sent.request.partition(" ")[2].startswith("https://management.azure.com/subscriptions/") for sent in action.sent)
    assert replace(unlocked().sent[0], request="DELETE nowhere").lock == ""
