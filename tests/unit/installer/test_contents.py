"""What the frozen program is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from backup_doctor.catalogue import causes
from backup_doctor.core.resources import resource, translations
from backup_doctor.lab import scenarios
from installer import contents

PACKAGE = Path(contents.ROOT, "gui", contents.PACKAGE)


def modules(folder: Path) -> set[str]:
    named = (path.relative_to(PACKAGE.parent).with_suffix("") for path in folder.glob("*.py") if path.stem != "__init__")
    return {".".join(path.parts) for path in named}


def test_no_cause_and_no_scenario_is_lost() -> None:
    on_disk = modules(PACKAGE / "catalogue" / "causes") | modules(PACKAGE / "lab" / "scenarios")
    assert set(contents.imported_by_name()) == on_disk == {*causes.module_names(), *scenarios.module_names()}


def test_every_file_goes_where_the_program_looks_for_it() -> None:
    shipped = {Path(source): destination for source, destination in contents.data()}
    assert shipped[resource()] == f"{contents.PACKAGE}/resources"
    assert {path for path in shipped if path.parent == translations()} == set(translations().glob("*.ts"))


@pytest.mark.parametrize(
    "name",
    [
        "PySide6\\translations\\qtbase_ru.qm",
        "PySide6/Qt/translations/qtbase_en.qm",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6\\plugins\\imageformats\\qsvg.dll",
        "PySide6\\Qt6Widgets.dll",
        "PySide6/Qt/lib/libQt6Svg.so.6",
        "backup_doctor\\translations\\backup_doctor_ru.ts",
    ],
)
def test_what_the_window_needs_is_shipped(name: str) -> None:
    assert contents.wanted(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6\\translations\\qtbase_de.qm",
        "PySide6/Qt/translations/qt_ru.qm",
        "PySide6\\plugins\\platforms\\qdirect2d.dll",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6\\plugins\\sqldrivers\\qsqlite.dll",
        "PySide6\\opengl32sw.dll",
        "PySide6/Qt/lib/libQt6Quick.so.6",
    ],
)
def test_what_nothing_of_ours_uses_is_left_out(name: str) -> None:
    assert not contents.wanted(name)
