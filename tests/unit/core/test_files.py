"""What is written, how, and under which name."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backup_doctor.core.files import LONGEST_NAME, CannotWrite, make_private_folder, prove_writable, safe_name, write_whole
from backup_doctor.core.places import guest_logs_folder, history_folder, journal_folder

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows' folders decide who reads what is in them")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
@pytest.mark.parametrize("private", [False, True])
def test_a_private_file_is_its_users_alone_whatever_the_umask_is(tmp_path: Path, private: bool) -> None:
    before = os.umask(0o002)
    try:
        write_whole(tmp_path / "file", b"x", private=private)
    finally:
        os.umask(before)
    assert mode(tmp_path / "file") == (0o600 if private else 0o664)


@posix
def test_writing_anew_keeps_what_the_user_has_closed_and_closes_what_has_to_be(tmp_path: Path) -> None:
    for name, private in (("closed", False), ("open", True)):
        (tmp_path / name).write_bytes(b"old")
        (tmp_path / name).chmod(0o644 if private else 0o640)
        write_whole(tmp_path / name, b"new", private=private)
    assert (mode(tmp_path / "closed"), mode(tmp_path / "open")) == (0o640, 0o600)


@posix
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, b"all of it")
        assert os.read(reading, 100) == b"all of it"
    finally:
        os.close(reading)
    assert pipe.is_fifo()


@posix
def test_what_somebody_else_has_put_beside_it_is_never_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    monkeypatch.setattr(os, "urandom", lambda size: b"\0" * size)
    beside = tmp_path / f"report.pdf.{os.getpid()}-00000000.part"
    beside.symlink_to(victim)
    with pytest.raises(CannotWrite):
        write_whole(tmp_path / "report.pdf", b"mine")
    assert victim.read_bytes() == b"precious"


def test_that_a_file_can_be_written_is_tried_and_nothing_left_of_it(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("kept")
    for name in ("new", "there", "x" * 255):
        prove_writable(tmp_path / name)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("there", "kept")]
    with pytest.raises(CannotWrite):
        prove_writable(tmp_path / "there" / "beneath a file")


def test_a_device_is_not_tried_before_it_is_written_to() -> None:
    prove_writable(Path(os.devnull))


def test_a_name_that_is_as_long_as_it_can_be_is_written(tmp_path: Path) -> None:
    write_whole(tmp_path / ("n" * 251 + ".pdf"), b"x")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"x"]


@posix
def test_folders_are_made_for_this_user_only_and_those_that_are_there_stay_as_they_are(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private_folder(tmp_path / "a" / "b")
    make_private_folder(tmp_path / "a" / "b")
    assert [mode(tmp_path / place) for place in ("a", "a/b", ".")] == [0o700, 0o700, 0o755]
    (tmp_path / "file").touch()
    with pytest.raises(OSError):
        make_private_folder(tmp_path / "file")


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("web01", "web01"),
        ("[VM-1]", "[VM-1]"),
        ("сервер-1", "сервер-1"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..\\..\\x", "_.._x"),
        ("a:b*c?d", "a_b_c_d"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("COM¹", "_COM¹"),
        ("console", "console"),
        ("-rf", "rf"),
        ("name...", "name"),
        ("...", "_"),
        ("", "_"),
        ("a\nb\x00c\u202ed", "a_b_c_d"),
    ],
)
def test_a_name_of_azures_is_a_name_on_every_system(given: str, safe: str) -> None:
    assert safe_name(given) == safe


@given(st.text())
def test_no_name_leads_anywhere_else(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= LONGEST_NAME + 1
    assert not set(safe) & set('/\\:*?"<>|\0\n\r') and not safe.endswith((".", " ")) and not safe.startswith((".", "-"))
    assert safe_name(safe) == safe


def test_a_folder_in_whose_place_a_file_lies_is_none(tmp_path: Path) -> None:
    (tmp_path / "place").write_text("a file", "utf-8")
    with pytest.raises(NotADirectoryError):
        make_private_folder(tmp_path / "place")


def test_what_must_not_be_lost_lies_in_the_users_own_folder(home: Path) -> None:
    places = (journal_folder(), history_folder(), guest_logs_folder())
    assert len(set(places)) == 3
    assert all(place.is_relative_to(home) for place in places)
