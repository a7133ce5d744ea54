"""A finding can be checked by hand, and nothing that Azure said gets out of its quotes on the way."""

from __future__ import annotations

import shlex
from dataclasses import replace

import pytest

from backup_doctor.core.by_hand import by_hand
from backup_doctor.core.model import Evidence
from tests.helpers.diagnoses import VM, evidence

EVIDENCE = evidence(str(VM), "Failed")


def az(given: Evidence) -> list[str]:
    return shlex.split(by_hand(given)[0].line)


def test_the_same_question_is_asked_of_the_same_address() -> None:
    assert az(EVIDENCE) == ["az", "rest", "--method", "get", "--url", EVIDENCE.request.removeprefix("GET "), "--query", "properties.state"]
    assert EVIDENCE.request.removeprefix("GET ") in by_hand(EVIDENCE)[1].line


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("$.value[0].name", "value[0].name"),
        ("$.value.length()", "length(value)"),
    ],
)
def test_the_path_is_said_in_the_language_of_the_cli(path: str, query: str) -> None:
    assert az(replace(EVIDENCE, path=path))[-2:] == ["--query", query]


@pytest.mark.parametrize("path", ["HTTP status", "$.value[?(@.id=='x')].length()", "$.tags.a b", "$.tags.`id`", "$"])
def test_a_path_that_would_need_quoting_is_left_out(path: str) -> None:
    assert "--query" not in az(replace(EVIDENCE, path=path))


def test_a_hostile_address_stays_one_word() -> None:
    url = "https://management.azure.com/x?a=1&b='$(reboot)'`reboot`;"
    assert az(replace(EVIDENCE, request=f"GET {url}"))[5] == url
    assert by_hand(replace(EVIDENCE, request="GET https://x/\nreboot")) == ()


def test_what_is_no_plain_question_has_no_line() -> None:
    assert by_hand(replace(EVIDENCE, request="POST https://management.azure.com/x/runCommand")) == ()
