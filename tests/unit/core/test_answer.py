"""Whole answers: kept while something refers to them and there is room, laid out with the deciding place marked, and without secrets."""

from __future__ import annotations

import gc
import json

import pytest

from backup_doctor.core.answer import LARGEST, Answer, Answers
from backup_doctor.core.answer_text import LONGEST, LaidOut, Place, lay_out
from tests.helpers.tokens import jwt

DOCUMENT = {
    "name": "web01",
    "properties": {"state": "Failed", "tags": {"cost.centre": {"id": 7}}, "nothing": None},
    "value": [{"name": "first"}, {"name": "second"}],
    "message": '{"host80":true}',
}
BODY = json.dumps(DOCUMENT).encode()


def marked(laid: LaidOut) -> str:
    return laid.shown[laid.start : laid.end]


@pytest.mark.parametrize(
    ("path", "place", "value"),
    [
        ("$.properties.state", Place.HERE, "Failed"),
        ("$.value[1].name", Place.HERE, "second"),
        ("$.properties.tags.cost.centre.id", Place.HERE, 7),
        ("$.properties.nothing", Place.HERE, None),
        ("$.value.length()", Place.LIST, DOCUMENT["value"]),
        ("$.value[?(@.name=='first')].length()", Place.LIST, DOCUMENT["value"]),
        ("$.message.host80", Place.WITHIN, DOCUMENT["message"]),
        ("$.properties.absent", Place.ABSENT, DOCUMENT["properties"]),
        ("$.value[2].name", Place.ABSENT, DOCUMENT["value"]),
    ],
)
def test_the_deciding_place_is_found(path: str, place: Place, value: object) -> None:
    laid = lay_out(BODY, path)
    assert laid.place is place
    assert json.loads(marked(laid)) == value


def test_what_is_shown_is_the_whole_answer() -> None:
    assert json.loads(lay_out(BODY, "$.properties.state").whole) == DOCUMENT


def test_without_a_place_nothing_is_marked() -> None:
    laid = lay_out(BODY, "HTTP status")
    assert (laid.place, marked(laid)) == (Place.UNKNOWN, "")
    assert json.loads(laid.shown) == DOCUMENT


def test_what_is_no_json_is_shown_as_it_came() -> None:
    laid = lay_out("<h1>Проксі</h1>".encode(), "$.x")
    assert (laid.shown, laid.place) == ("<h1>Проксі</h1>", Place.UNKNOWN)


def test_a_document_without_end_is_shown_as_it_came() -> None:
    body = b"[" * 200_000
    assert lay_out(body, "$[0]").whole == body.decode()


def test_a_value_cannot_pass_for_the_mark() -> None:
    body = json.dumps({"a": "place", "b": "place.", "c": "found"}).encode()
    assert marked(lay_out(body, "$.c")) == '"found"'


def test_half_a_surrogate_pair_can_be_shown_and_saved() -> None:
    laid = lay_out(b'{"name": "\\ud800", "state": "x"}', "$.state")
    assert laid.whole.encode()
    assert marked(laid) == '"x"'


def test_a_long_text_is_cut_where_it_is_shown_and_whole_where_it_is_saved() -> None:
    body = json.dumps({"log": ["x" * (LONGEST + 1), 7], "state": "Failed"}).encode()
    laid = lay_out(body, "$.state")
    assert laid.is_cut
    assert max(map(len, laid.shown.splitlines())) < LONGEST + 20
    assert json.loads(laid.whole)["log"] == ["x" * (LONGEST + 1), 7]
    assert marked(laid) == '"Failed"'


def test_secrets_in_an_answer_are_masked_and_it_stays_a_document() -> None:
    token = jwt(upn="ada@contoso.example")
    document = {"password": "hunter2", "said": f"Bearer {token}", "authorization": {"action": "read"}, "state": "x"}
    laid = lay_out(json.dumps(document).encode(), "$.state")
    assert "hunter2" not in laid.whole and token[-30:] not in laid.whole
    assert json.loads(laid.whole)["authorization"] == {"action": "read"}


def test_an_answer_goes_with_the_last_who_refers_to_it() -> None:
    answers = Answers(most=100)
    kept = [answers.keep(b"x" * 40)]
    for _ in range(50):
        answers.keep(b"y" * 40)
    gc.collect()
    assert kept[0].body == b"x" * 40


def test_the_oldest_answers_make_room() -> None:
    answers = Answers(most=100)
    kept = [answers.keep(bytes([number]) * 40) for number in range(5)]
    assert [answer.body is None for answer in kept] == [True, True, True, False, False]
    assert kept[0].size == 40


def test_an_answer_beyond_measure_is_not_kept() -> None:
    assert Answer(b"x" * (LARGEST + 1)).body is None
    assert Answer(b"x" * LARGEST).body is not None
    answers = Answers(most=100)
    small = answers.keep(b"x" * 90)
    answers.keep(b"x" * (LARGEST + 1))
    assert small.body is not None, "what is not kept needs no room"
