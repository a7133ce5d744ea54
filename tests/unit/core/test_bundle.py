"""The support bundle: no secret in it whatever is chosen, names masked alike in every file, and the same bytes from the same input."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest

from backup_doctor.core.bundle import Contents, Piece, packed, pieces
from tests.helpers.diagnoses import SUBSCRIPTION, VM, sample
from tests.helpers.tokens import jwt

TOKEN = jwt(upn="ada@contoso.example")
SECRET = "Zq8~.not-a-real_secret"
HOME = "/users/ada.lovelace"
LOG = (
    f"2026-11-22 03:12:45 INFO arm: GET https://management.azure.com{VM}?api-version=1\n"
    f"2026-11-22 03:12:46 ERROR arm: Authorization: Bearer {TOKEN}\n"
    f'Traceback (most recent call last):\n  File "{HOME}/x.py"\n'
    f"2026-11-22 03:12:47 INFO arm: asked 10.1.2.3 by proxy.corp.example for ada@contoso.example of Contoso Ltd; rg%2Dpayroll%0Aforged\n"
    f"2026-11-22 03:12:48 INFO arm: POST client_secret={SECRET}&x=1\n"
)
JOURNAL = (
    json.dumps({"event": "begun", "vm": str(VM), "body": {"password": SECRET, "script": [f"echo {VM.name}"]}})
    + "\n"
    + json.dumps({"event": "step", "note": "web01 \u2014 g\u00e9rard", "token": f"x {TOKEN}"})
    + '\n{"event": "st'
)
CONTENTS = Contents(
    environment={"python": "3.11.7", "tenant": "Contoso Ltd", "proxy": None},
    settings={"tenant": "contoso.example", "endpoint": f"https://ada:{SECRET}@arm.example"},
    logs={"backup-doctor.log": LOG},
    journal={"20261122T031245Z-0123456789ab.jsonl": JOURNAL},
    diagnosis=sample(),
    names=(("Contoso Ltd", "tenant"), ("contoso.example", "tenant"), ("", "tenant")),
    hosts=("arm.example", "proxy.corp.example", "management.azure.com"),
    home=HOME,
)


def whole(made: tuple[Piece, ...]) -> str:
    return "\n".join(f"{piece.name}\n{piece.text}" for piece in made)


@pytest.mark.parametrize("mask", [True, False])
def test_no_secret_is_in_it_whatever_is_chosen(mask: bool) -> None:
    text = whole(pieces(CONTENTS, mask=mask))
    assert SECRET not in text
    assert TOKEN[-30:] not in text and TOKEN[:40] not in text


def test_masked_it_names_nobody() -> None:
    text = whole(pieces(CONTENTS, mask=True)).casefold()
    for name in (SUBSCRIPTION, "web01", "rg-payroll", "payroll", "contoso", "ada@", "lovelace", "10.1.2.3", "proxy.corp", "arm.example"):
        assert name.casefold() not in text, name
    assert "management.azure.com" in text, "everybody's own"


def test_the_same_name_has_the_same_mask_in_every_file() -> None:
    made = {piece.name: piece.text for piece in pieces(CONTENTS, mask=True)}
    vm = json.loads(made["diagnosis.json"])["vm"]
    log, journal = made["log/backup-doctor.log"], made["journal/20261122T031245Z-0123456789ab.jsonl"]
    for part in (vm["name"], vm["resource_group"], vm["subscription_id"]):
        assert part in log and part in journal
    assert f"{vm['name']} \u2014 g\u00e9rard" in journal
    assert json.loads(made["environment.json"])["tenant"] in log


def test_with_names_it_is_what_was_found() -> None:
    made = {piece.name: piece.text for piece in pieces(CONTENTS, mask=False)}
    assert str(VM) in made["log/backup-doctor.log"]
    assert json.loads(made["diagnosis.json"])["vm"]["id"] == str(VM)
    assert HOME not in whole(pieces(CONTENTS, mask=False))
    assert made["journal/20261122T031245Z-0123456789ab.jsonl"].endswith('{"event": "st\n')


def test_request_ids_of_the_diagnosis_stay() -> None:
    made = {piece.name: piece.text for piece in pieces(CONTENTS, mask=True)}
    assert "5d0c2f0e-1111-4222-8333-444455556666" in made["diagnosis.json"]


def test_no_line_of_the_log_can_be_forged_by_what_is_quoted_in_it() -> None:
    for mask in (True, False):
        log = next(piece for piece in pieces(CONTENTS, mask=mask) if piece.name.startswith("log/"))
        assert log.text.count("\n") == LOG.count("\n")


def test_a_long_log_is_whole_and_clean() -> None:
    many = "".join(f"2026-11-22 03:12:45 INFO arm: {number} {VM} 10.0.{number % 256}.7\n" for number in range(3000))
    made = pieces(replace(CONTENTS, logs={"backup-doctor.log": many + LOG}), mask=True)
    log = made[-1].text
    assert log.count("\n") == 3000 + LOG.count("\n")
    assert "web01" not in log and ".7\n" not in log and SECRET not in log


def test_the_same_input_gives_the_same_bytes() -> None:
    made = pieces(CONTENTS, mask=True)
    first = packed(made)
    assert packed(pieces(CONTENTS, mask=True)) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == [piece.name for piece in made]
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert archive.read("log/backup-doctor.log").decode() == made[-1].text


def test_only_what_is_chosen_is_packed() -> None:
    made = pieces(CONTENTS, mask=True)
    with zipfile.ZipFile(io.BytesIO(packed(made[1:2]))) as archive:
        assert archive.namelist() == ["settings.json"]


def test_without_a_diagnosis_there_is_still_a_bundle() -> None:
    made = pieces(replace(CONTENTS, diagnosis=None, journal={}), mask=True)
    assert [piece.name for piece in made] == ["environment.json", "settings.json", "log/backup-doctor.log"]
    assert "web01" not in whole(made)


def test_a_piece_tells_its_size_in_bytes() -> None:
    assert Piece("a", "веб").size == 6


def test_a_user_without_a_home_has_no_home_to_hide() -> None:
    made = pieces(replace(CONTENTS, home=""), mask=False)
    assert HOME in whole(made)


def test_a_log_that_is_one_endless_entry_is_whole_and_clean() -> None:
    made = pieces(replace(CONTENTS, logs={"backup-doctor.log": f"2026-11-22 03:12:45 INFO arm: {'x ' * 40_000}{VM}\n"}), mask=True)
    assert len(made[-1].text) > 80_000
    assert "web01" not in made[-1].text
