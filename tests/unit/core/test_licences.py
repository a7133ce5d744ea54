"""The licences of others: found in what is installed, each text once, and what was compiled into a package too."""

from __future__ import annotations

import json
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from backup_doctor.core import licences
from backup_doctor.core.licences import document, of_package

PARTS = [
    {"name": "by-id", "version": "1", "licenses": [{"license": {"id": "MIT"}}]},
    {"name": "by-name", "version": "2", "licenses": [{"license": {"name": "Their own"}}]},
    {"name": "by-expression", "version": "3", "licenses": [{"expression": "MIT OR Apache-2.0"}]},
    {"name": "of-no-shape", "version": "4", "licenses": [{"license": "MIT"}]},
    {"name": "unsaid", "version": "5"},
]


def installed(folder: Path, metadata: str = "License: MIT", **files: str) -> Distribution:
    """A package as pip leaves it."""
    place = folder / "example-1.0.dist-info"
    for name, text in {"METADATA": f"Metadata-Version: 2.1\nName: Ex.ample\nVersion: 1.0\n{metadata}\n", **files}.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, "utf-8")
    (place / "RECORD").write_text("".join(f"example-1.0.dist-info/{name},,\n" for name in files), "utf-8")
    return Distribution.at(place)


def test_a_text_that_a_package_brings_twice_is_shown_once(tmp_path: Path) -> None:
    found = of_package(installed(tmp_path, **{"LICENSE": "Do as you like.\n", "licenses/LICENSE.txt": "Do as you like.  \n\n"}))
    assert (found.name, found.version, found.licence, found.texts) == ("ex-ample", "1.0", "MIT", ("Do as you like.\n",))


@pytest.mark.parametrize(
    ("metadata", "named"),
    [
        ("License-Expression: MIT\nLicense: something else", "MIT"),
        ("License: Copyright of somebody\nClassifier: License :: OSI Approved :: MIT License", "MIT License"),
        ("Summary: says nothing", "see the text"),
    ],
)
def test_a_licence_has_the_name_that_its_makers_give_it(tmp_path: Path, metadata: str, named: str) -> None:
    assert of_package(installed(tmp_path, metadata)).licence == named


def test_what_was_compiled_into_a_package_is_listed(tmp_path: Path) -> None:
    found = of_package(installed(tmp_path, **{"sboms/all.json": json.dumps({"components": PARTS})}))
    assert [line.strip() for line in found.inside] == [
        "by-id 1: MIT",
        "by-name 2: Their own",
        "by-expression 3: MIT OR Apache-2.0",
        "of-no-shape 4: licence not named there",
        "unsaid 5: licence not named there",
    ]
    assert "Compiled into ex-ample 1.0" in document([found])


def test_of_qt_nothing_is_said_where_it_is_not_shipped(tmp_path: Path) -> None:
    assert "Qt" not in document([of_package(installed(tmp_path))])


def test_without_an_installer_they_are_collected_from_what_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(licences, "SHIPPED", tmp_path / "shipped.txt")
    collected = licences.licences()
    assert all(name in collected for name in ("azure-identity", "pyside6", "Noto fonts: OFL-1.1", "Fluent UI System Icons: MIT"))
    (tmp_path / "shipped.txt").write_text("What was shipped.", "utf-8")
    assert licences.licences() == "What was shipped."
