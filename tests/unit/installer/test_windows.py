"""The setup program and the MSI, as far as it can be told without building them."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from installer import words
from installer.contents import ROOT
from installer.windows import msi, pack

SETUP = (ROOT / "installer" / "windows" / "setup.nsi").read_text("utf-8")
README = (ROOT / "installer" / "README.md").read_text("utf-8")
WIX = "{http://schemas.microsoft.com/wix/2006/wi}"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A frozen program, in small."""
    folder = tmp_path / "backup-doctor"
    for name in ("backup-doctor.exe", "backup-doctor-window.exe", "lib/one.dll", "lib/deep/er/two $ Ы.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"MZ")
    return folder


def test_every_sentence_exists_in_both_languages_and_is_used() -> None:
    used = set(re.findall(r"\$\((\w+)\)", SETUP))
    assert used == set(words.words("en")) == set(words.words("ru"))
    assert all(re.search("[а-яё]", sentence) for name, sentence in words.words("ru").items() if name != "program")


def test_what_means_something_to_nsis_is_written_as_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "words", lambda code: {"price": f'{code}: "5 $"\r\nnext'})
    assert words.lang_strings() == (
        'LangString price ${LANG_RUSSIAN} "ru: $\\"5 $$$\\"$\\r$\\nnext"\nLangString price ${LANG_ENGLISH} "en: $\\"5 $$$\\"$\\r$\\nnext"\n'
    )


def test_every_exit_code_and_switch_of_the_setup_program_is_documented() -> None:
    codes = re.findall(r"^!define EXIT_\w+ (\d+)", SETUP, re.MULTILINE)
    switches = set(re.findall(r'"(/[A-Z]{3,})"', SETUP)) - {"/UPGRADE"}  # which only setup.exe itself uses
    assert codes and switches
    assert [code for code in codes if f"| {code} |" not in README] == []
    assert [switch for switch in switches if f"`{switch}`" not in README] == []


def test_the_uninstaller_removes_what_was_installed_and_the_folders_last(program: Path) -> None:
    lines = list(pack.removal(program))
    files = list(takewhile(lambda line: line.startswith("Delete"), lines))
    assert files == [
        'Delete "$INSTDIR\\backup-doctor-window.exe"\n',
        'Delete "$INSTDIR\\backup-doctor.exe"\n',
        'Delete "$INSTDIR\\lib\\deep\\er\\two $$ Ы.txt"\n',
        'Delete "$INSTDIR\\lib\\one.dll"\n',
    ]
    assert lines[len(files) :] == ['RMDir "$INSTDIR\\lib\\deep\\er"\n', 'RMDir "$INSTDIR\\lib\\deep"\n', 'RMDir "$INSTDIR\\lib"\n']


def test_the_msi_installs_every_file_under_ids_that_stay(program: Path) -> None:
    def components(version: str) -> dict[str, str]:
        root = ElementTree.fromstring(msi.source(program, program / "icon.ico", version, program.parent))
        feature = {reference.get("Id") for reference in root.iter(f"{WIX}ComponentRef")}
        found = {file.get("Source", ""): component for component in root.iter(f"{WIX}Component") for file in component.iter(f"{WIX}File")}
        assert {component.get("Id") for component in found.values()} < feature
        return {source: component.get("Guid", "") for source, component in found.items()}

    assert components("1.0.0") == components("2.0.0")
    assert set(components("1.0.0")) == {str(path.relative_to(program.parent)) for path in program.rglob("*") if path.is_file()}


def test_setup_and_msi_know_each_other() -> None:
    assert f'!define OURS "{msi.MARK}"' in SETUP
    assert 'ReadRegStr $0 HKLM "${OURS}" "Msi"' in SETUP
    assert 'WriteRegStr HKCU "${OURS}" "InstallDir"' in SETUP
