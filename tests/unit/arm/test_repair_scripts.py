"""What a repair script says is a stranger's word: read with care, cut short, and never taken for success when it is not there."""

from __future__ import annotations

import base64
import gzip
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backup_doctor.arm.errors import Garbled, Rejected
from backup_doctor.arm.repair_scripts import LARGEST_FILE, LONGEST_WORDS, outcome_of
from backup_doctor.core.model import CouldNotLook
from backup_doctor.core.resource_id import VmId
from backup_doctor.core.scripts import run_script, script, script_files

DONE = '{"repair": 1, "ok": true, "said": "done"}'
LOGS = b"2026-11-22 agent started\n" * 40


def result(*messages: object) -> dict[str, object]:
    return {"value": [{"code": "ComponentStatus/StdOut/succeeded", "message": message} for message in messages]}


def with_data(data: object) -> dict[str, object]:
    return result(json.dumps({"repair": 1, "ok": True, "data": data}))


def packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content)).decode()


@pytest.mark.parametrize("file", script_files())
def test_a_repair_script_is_sent_as_it_is_and_takes_no_parameters(file: str) -> None:
    command = "RunPowerShellScript" if file.endswith(".ps1") else "RunShellScript"
    assert run_script(VmId("0", "rg", "$(reboot)"), file).body == {"commandId": command, "script": script(file).splitlines()}


@pytest.mark.parametrize(
    "answer",
    [
        result(DONE),
        result(f"Enable succeeded: \n[stdout]\n{DONE}\n\n[stderr]\n"),
        result(f"profile says hello\r\n{DONE}\r\n", "a warning on the other stream"),
        result("", DONE),
        {"properties": {"output": result(DONE)}},
        result(f'{{"repair": 1, "ok": false, "said": "of an earlier run"}}\n{DONE}'),
        result(f"{DONE}\n{{not ours}}\n[1, 2]\n"),
    ],
)
def test_an_answer_is_found_among_what_else_was_printed(answer: dict[str, object]) -> None:
    assert outcome_of(answer) == b""


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"value": None},
        {"value": "text"},
        {"value": [None, 5, {"message": None}, {"message": 5}]},
        {"properties": []},
        {"properties": {"output": {"value": []}}},
        result(""),
        result("Terminated"),
        result(DONE[:-5]),
        result(DONE[5:]),
        result('{"repair": 2, "ok": true}'),
        result('{"repair": true, "ok": true}'),
        result('{"repair": "1", "ok": true}'),
        result('{"ok": true}'),
        result("[" * 10_000),
        result('{"repair": ' + "9" * 5000 + ', "ok": true}'),
        result('{"a":' * 10_000),
    ],
)
def test_without_our_answer_nothing_is_called_done(answer: dict[str, object]) -> None:
    with pytest.raises(Garbled, match="may have stopped half-way"):
        outcome_of(answer)


@pytest.mark.parametrize("ok", ["false", "null", "1", '"true"', "[]"])
def test_only_true_is_success(ok: str) -> None:
    with pytest.raises(Rejected, match="could not do its work: why"):
        outcome_of(result(f'{{"repair": 1, "ok": {ok}, "said": "why"}}'))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("no space left", "no space left"),
        ("\u202eevil\n\x1b[31m<b>", "?evil??[31m<b>"),
        ("имя", "???"),
        ("x" * 5000, "x" * LONGEST_WORDS),
        (None, "—"),
        (7, "—"),
        ({"a": 1}, "—"),
    ],
)
def test_its_words_are_plain_and_short(said: object, shown: str) -> None:
    with pytest.raises(Rejected) as failure:
        outcome_of(result(json.dumps({"repair": 1, "ok": False, "said": said})))
    assert failure.value.text.params["words"] == shown


@given(st.binary(max_size=5000))
def test_a_file_arrives_as_it_was(content: bytes) -> None:
    assert outcome_of(with_data(packed(content))) == content


NOISE = random.Random(7).randbytes(3000)


@pytest.mark.parametrize(
    "data",
    [
        "",
        5,
        {"a": 1},
        "not base64!",
        "имя",
        base64.b64encode(b"no gzip").decode(),
        base64.b64encode(gzip.compress(LOGS)[:-4]).decode(),
        base64.b64encode(gzip.compress(NOISE)[:1000]).decode(),
        base64.b64encode(gzip.compress(LOGS) + b"more").decode(),
        base64.b64encode(gzip.compress(LOGS)[:-8] + b"\0" * 8).decode(),
        packed(b"\0" * (LARGEST_FILE + 1)),
    ],
)
def test_half_a_file_or_a_bomb_is_none(data: object) -> None:
    with pytest.raises(Garbled, match="arrived damaged"):
        outcome_of(with_data(data))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
    )
)
def test_nothing_a_guest_says_breaks_anything(said: object) -> None:
    for answer in ({"value": said}, {"properties": said}, result(said), result(json.dumps(said))):
        with pytest.raises(CouldNotLook):
            outcome_of(answer)
