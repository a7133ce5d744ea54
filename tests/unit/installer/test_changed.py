"""When CI builds the installers."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer import changed


@pytest.fixture(autouse=True)
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree that has what decides about the installers."""
    for name in (*changed.INPUTS, "installer/changed.py", "installer/windows/setup.nsi"):
        assert (changed.ROOT / name).is_file()
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(changed, "ROOT", tmp_path)
    monkeypatch.setattr(changed, "HERE", tmp_path / "installer")
    monkeypatch.setattr(changed, "STAMP", tmp_path / "installer" / "tried.txt")
    return tmp_path


def ask(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["changed.py", *arguments])
    return changed.main()


def test_what_was_never_tried_counts_as_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(monkeypatch) == 0


def test_what_was_tried_is_the_same_until_an_input_changes(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(monkeypatch, "--tried")
    assert ask(monkeypatch) == 1
    (copy / "requirements.lock").write_text("another release")
    assert ask(monkeypatch) == 0


def test_a_new_file_of_the_installers_is_a_change_and_a_page_about_them_is_none(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(monkeypatch, "--tried")
    (copy / "installer" / "README.md").write_text("words")
    assert ask(monkeypatch) == 1
    (copy / "installer" / "windows" / "more.sh").write_text("a step")
    assert ask(monkeypatch) == 0
