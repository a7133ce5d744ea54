"""What is shipped is known, locked and licensed; the tools of installer/ agree with the program."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

import pytest

from backup_doctor.core import licences

ROOT = Path(__file__).parents[3]
TRUST = ROOT / "installer" / "trust"
DEVELOPERS_ONLY = {"pytest", "mypy", "ruff", "duckdb", "hypothesis", "pygments", "lxml"}


def run(*arguments: str | Path) -> str:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True, timeout=60, encoding="utf-8").stdout


@cache
def needed() -> tuple[licences.Foreign, ...]:
    """What the program says it needs, as installed here."""
    return tuple(map(licences.of_package, licences.needed_here()))


@cache
def shipped() -> set[str]:
    """The names in the shipped part of the lock, but for those of other systems."""
    entries = re.findall(r"^([a-z0-9-]+)==\S+ (?:; (.*?))?\\$", run(TRUST / "shipped.py"), re.MULTILINE)
    here = {licences.normal(package.metadata["Name"]) for package in distributions()}
    return {name for name, marker in entries if not marker or name in here}


def test_what_is_shipped_is_what_the_program_needs_and_nothing_of_what_developers_need() -> None:
    names = shipped()
    declared = {
        licences.normal(re.split("[<>=~!;[ ]", given)[0])
        for given in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    }
    assert declared <= names == {part.name for part in needed()}
    assert names & DEVELOPERS_ONLY == set()


def test_every_shipped_package_has_the_text_of_its_licence() -> None:
    assert {part.name for part in needed()} == shipped()
    assert [part.name for part in needed() if not part.texts] == []
    assert [part.name for part in needed() if part.licence == "see the text"] == []


def test_no_shipped_package_is_under_a_licence_that_binds_the_whole() -> None:
    named = {part.name: part.licence for part in needed()}
    bound = {name for name, licence in named.items() if "GPL" in licence and "LGPL" not in licence}
    assert bound == set()
    assert {name for name, licence in named.items() if "LGPL" in licence} == {"pyside6-essentials", "shiboken6"}


def test_a_licence_stands_in_the_text_once_with_all_whom_it_belongs_to() -> None:
    same, other = "MIT License\n\nPermission…", "Another licence"
    parts = [
        licences.Foreign("b", "2", "MIT", (same + "  \n",), ("  crate 1: MIT",)),
        licences.Foreign("a", "1", "MIT", (same,)),
        licences.Foreign("c", "", "X", (other,)),
    ]
    text = licences.document(parts)
    assert text.count("Permission…") == 1
    assert re.search(r"^a 1\nb 2\n=+\n\nMIT License", text, re.MULTILINE)
    assert text.index("Another licence") < text.index("Compiled into b 2") < text.index("  crate 1: MIT")


def test_the_build_fails_where_something_locked_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run(TRUST / "licences.py", tmp_path / "out.txt", "--packages", tmp_path)
    assert "not installed" in failed.value.stderr
    assert not (tmp_path / "out.txt").exists()


def test_sums_are_made_over_every_file_and_a_changed_one_shows(tmp_path: Path) -> None:
    for name, words in (("a.deb", "one"), ("б с пробелом.exe", "two")):
        (tmp_path / name).write_text(words, "utf-8")
    for _ in range(2):  # the second time over its own result
        subprocess.run(["bash", TRUST / "sums.sh", tmp_path], check=True)
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert len((tmp_path / "SHA256SUMS").read_text("utf-8").splitlines()) == 2
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "a.deb").write_text("three", "utf-8")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize("name", ["trust/requirements.lock", "linux/requirements.lock"])
def test_the_tools_that_build_are_locked_with_hashes(name: str) -> None:
    lock = (ROOT / "installer" / name).read_text("utf-8")
    assert "://" not in lock
    entries = re.split(r"^(?=[a-z])", lock, flags=re.MULTILINE)[1:]
    assert entries and all("--hash=sha256:" in entry for entry in entries)


def test_what_builds_is_accounted_for() -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    given = [(ROOT / "installer" / name).read_text("utf-8") for name in ("requirements.in", "trust/requirements.in")]
    names = re.findall(r"^([a-z][a-z0-9-]+)", "\n".join(given), re.MULTILINE)
    assert len(names) >= 2
    assert [name for name in names if f"| `{name}` |" not in table] == []


def test_what_freezes_the_program_is_of_no_other_release_than_what_is_locked_for_it() -> None:
    locks = [(ROOT / name).read_text("utf-8") for name in ("requirements.lock", "installer/linux/requirements.lock")]
    program, tools = (dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE)) for lock in locks)
    assert {name: version for name, version in tools.items() if name in program and program[name] != version} == {}


@pytest.mark.parametrize(("code", "words"), [("en", "OPTIONS"), ("ru", "ПАРАМЕТРЫ")])
def test_the_manual_page_knows_every_command(code: str, words: str) -> None:
    page = run(ROOT / "installer/linux/manual.py", code)
    assert f".SH {words}" in page
    for command in ("diagnose", "fleet", "fix", "journal", "role", "connection", "accounts", "report", "lab", r"self\-test"):
        assert f"\n.SS {command}\n" in page
    assert r"\fB\-\-vm\fR \fIID\fR" in page
