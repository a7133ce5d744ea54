"""The notice of a newer version: a stranger's text, read to the letter or not at all."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backup_doctor.core.policy import Policy
from backup_doctor.core.resources import resource
from backup_doctor.core.updates import LARGEST, BadNotice, Notice, is_due, notice_address, read_notice

PAGE = "https://example.com/releases/1.2.3"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def document(**changes: object) -> bytes:
    return json.dumps({"version": "1.2.3", "page": PAGE, **changes}).encode()


def test_a_notice_is_a_version_and_a_page() -> None:
    notice = read_notice(document(more={"ignored": True}))
    assert notice == Notice("1.2.3", PAGE)
    assert read_notice(notice.document().encode()) == notice


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"<html>",
        b"\xff",
        b"[" * 4000,
        document(version=2),
        document(version="latest"),
        document(version="1"),
        document(version="1.2.3-rc1"),
        document(version="1.2.3<b>"),
        document(version="\u0661.\u0662"),
        document(version="1." + "0" * 40),
        document(version=None),
        document(page=None),
        document(page="http://example.com"),
        document(page="http://127.0.0.1/"),
        document(page="file:///etc/passwd"),
        document(page="javascript:alert(1)"),
        document(page="https://good.example@evil.example/"),
        document(page="https://good.example\\@evil.example/"),
        document(page="https://exаmple.com"),  # one of these letters is Cyrillic
        document(page="https://"),
        document(page="https://[::1]x.example.com"),
        document(page="https://example.com:port/"),
        document(page="https://example.com/" + "a" * 600),
        document(page="https://example.com/\nHost: evil"),
        document(more="x" * LARGEST),
        b'{"version": "1.2.3", "version": "9.9.9", "page": "https://example.com"}',
    ],
)
def test_anything_else_is_none(body: bytes) -> None:
    with pytest.raises(BadNotice):
        read_notice(body)


@given(
    st.binary(max_size=200)
    | st.text(max_size=80).map(lambda text: document(version=text))
    | st.text(max_size=80).map(lambda text: document(page=text))
)
def test_nothing_gets_through_but_digits_and_encrypted_addresses(body: bytes) -> None:
    try:
        notice = read_notice(body)
    except BadNotice:
        return
    assert set(notice.version) <= set("0123456789.")
    assert notice.page.startswith("https://")
    assert notice.page.isascii()


@pytest.mark.parametrize(
    ("theirs", "ours", "newer"),
    [
        ("1.10.0", "1.9.9", True),
        ("1.0.0", "1.0", False),
        ("1.0", "1.0.0", False),
        ("1.0.1", "1.0", True),
        ("0.9", "1.0", False),
        ("9.0", "1.0.dev1", False),
    ],
)
def test_versions_are_compared_as_numbers(theirs: str, ours: str, newer: bool) -> None:
    assert Notice(theirs, PAGE).is_newer_than(ours) is newer


def test_it_is_asked_once_a_day_at_most() -> None:
    day = timedelta(days=1)
    assert is_due(None, NOON)
    assert not is_due(NOON, NOON)
    assert not is_due(NOON, NOON + day - timedelta(seconds=1))
    assert is_due(NOON, NOON + day)
    assert is_due(NOON + day, NOON), "the clock was wrong then"


def test_where_to_ask_is_said_by_the_organisation_then_by_the_packager(tmp_path: Path) -> None:
    file = tmp_path / "update-address.txt"
    assert notice_address(Policy(), file) == ""
    file.write_text(" https://packager.example/notice.json\n")
    assert notice_address(Policy(), file) == "https://packager.example/notice.json"
    assert notice_address(Policy(update_address="https://company.example/"), file) == "https://company.example/"
    assert notice_address(Policy(update_check=False, update_address="https://company.example/"), file) == ""
    assert notice_address(Policy(update_check=False), file) == ""
    for useless in ("http://packager.example/", "nowhere", ""):
        file.write_text(useless)
        assert notice_address(Policy(), file) == ""


def test_nobody_is_asked_unless_somebody_says_where() -> None:
    assert not resource("update-address.txt").exists(), "there is no public place for releases yet"
    assert notice_address(Policy()) == ""
