"""Where a diagnosis was made survives saving; files of other versions are read too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from backup_doctor.core.environment import NOT_KNOWN, Environment, environment_from_json, environment_to_json
from backup_doctor.core.language import language
from backup_doctor.core.report import BadReport, dumps, loads
from tests.helpers.diagnoses import sample

ENGLISH = language("en")
MADE = Environment("2C41-9E07", "public", "Contoso", "8d4f", "anna@contoso.example", "browser", "system", "Linux 6, Python 3.11.9", masked=True)
FAILED_AT = datetime(2026, 11, 21, 18, 24, 45, tzinfo=UTC)


def test_it_is_saved_and_read_back() -> None:
    given = replace(sample(), environment=MADE, symptom=replace(sample().symptom, failed_at=FAILED_AT))
    assert loads(dumps(given, ENGLISH).encode()) == given


def test_a_file_without_it_is_read_as_not_known() -> None:
    document = json.loads(dumps(sample(), ENGLISH))
    assert "environment" not in document["extra"]
    assert "failed_at" not in document["extra"]
    read = loads(json.dumps(document).encode())
    assert read.environment == NOT_KNOWN
    assert read.symptom.failed_at is None


def test_fields_of_a_later_version_are_left_out() -> None:
    assert environment_from_json({**environment_to_json(MADE), "moon": "full"}) == MADE


@pytest.mark.parametrize("broken", ["x", {"tenant": 5}, {"masked": "yes"}], ids=str)
def test_a_damaged_one_is_refused(broken: object) -> None:
    document = json.loads(dumps(sample(), ENGLISH))
    document["extra"]["environment"] = broken
    with pytest.raises(BadReport):
        loads(json.dumps(document).encode())
