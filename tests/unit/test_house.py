"""Holds what no single module can: imports, dependencies, the package's contents, and the tidiness of the tree."""

from __future__ import annotations

import ast
import logging
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import backup_doctor
from backup_doctor.catalogue.causes import catalogue, module_names
from backup_doctor.core.model import Cause
from tests.helpers.logfail import LogWatch

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MADE_HERE = {".git", ".venv", "build", "dist", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis"}
TEXT = {"", ".css", ".in", ".js", ".json", ".kql", ".lock", ".md", ".ps1", ".py", ".qss", ".sh", ".svg", ".toml", ".ts", ".txt", ".typ"}

# One letter of each stands in brackets, so that this file does not find itself.
UNFINISHED = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X])\b")
OF_ONE_MACHINE = re.compile(r"(?<![\w.:/-])/(wor[k]|roo[t]|hom[e])/|py[p]i\.org|python[h]osted|npm[j]s|deb\.[d]ebian", re.IGNORECASE)
SILENCED = re.compile(r"#\s*(?P<what>(?:ruff:\s*)?no[q]a|m[y]py:|type:\s*i[g]nore|pragma:\s*no[ ](?:cover|branch))(?P<rest>.*)", re.IGNORECASE)
GIVES_RULE_AND_REASON = re.compile(r"(: [A-Z]+\d+(, [A-Z]+\d+)*|\[[a-z-]+(, ?[a-z-]+)*\])\W+\S+ \S+")
GIVES_REASON = re.compile(r": \S+ \S+")


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "gui")}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=False)


def files() -> Iterator[Path]:
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if name not in MADE_HERE]
        yield from (Path(folder, name) for name in names)


def text_lines(*suffixes: str) -> Iterator[tuple[str, str]]:
    """Each line of our text files, with the words by which to find it."""
    for path in files():
        if path.suffix in (suffixes or TEXT) and path.name != ".coverage":
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                yield f"{path.relative_to(ROOT)}:{number}", line


def test_this_qt_keeps_its_references_to_none() -> None:
    # PySide6 6.12.0 on Python 3.10 and 3.11 loses one with every call that returns None, and later the process dies (measured 2026-11).
    counted = run_python(
        "import os, sys; from PySide6.QtWidgets import QApplication, QWidget\n"
        "app = QApplication([]); widget = QWidget(); before = sys.getrefcount(None)\n"
        "for _ in range(1000): widget.setEnabled(True)\n"
        "print(before - sys.getrefcount(None), flush=True); os._exit(0)"  # a broken pair would abort on the way out
    )
    assert int(counted.stdout) < 500, counted.stderr


def test_the_domain_needs_neither_qt_nor_azure() -> None:
    loaded = run_python(
        "import sys, pkgutil, importlib, backup_doctor.core as core, backup_doctor.catalogue as catalogue\n"
        "for package in (core, catalogue):\n"
        "    for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'): importlib.import_module(module.name)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} & {'PySide6', 'shiboken6', 'azure', 'msal', 'keyring', 'requests', 'typst'}))"
    )
    assert (loaded.returncode, loaded.stdout.strip()) == (0, ""), loaded.stderr


@pytest.mark.parametrize("name", module_names())
def test_every_module_of_the_catalogue_declares_one_whole_cause(name: str) -> None:
    cause = import_module(name).cause
    assert isinstance(cause, Cause)
    assert cause.id == name.rpartition(".")[2].replace("_", "-"), "the file is named after the cause"
    assert cause.checks, "a cause that nothing can show"
    assert cause.manual_steps, "a cause that nobody can put right"
    assert cause.learn_more.startswith("https://learn.microsoft.com/")
    assert cause.os in (None, "Windows", "Linux")


def test_ids_are_unique() -> None:
    causes = catalogue()
    assert len(causes) == len(module_names()) > 0
    ids = [check.id for cause in causes for check in cause.checks] + [step.id for cause in causes for step in cause.manual_steps]
    assert len(ids) == len(set(ids))


def test_nothing_is_left_unfinished() -> None:
    assert [where for where, line in text_lines() if UNFINISHED.search(line)] == []


def test_nothing_tells_of_the_machine_it_was_written_on() -> None:
    assert [where for where, line in text_lines() if OF_ONE_MACHINE.search(line)] == []


def test_a_silenced_rule_is_named_and_explained() -> None:
    silenced = [(where, found) for where, line in text_lines(".py") if (found := SILENCED.search(line))]
    assert [where for where, found in silenced if not _explained(found)] == []


def _explained(found: re.Match[str]) -> bool:
    wanted = GIVES_REASON if found["what"].casefold().startswith("pragma") else GIVES_RULE_AND_REASON
    return wanted.match(found["rest"]) is not None


def test_no_subclass_overrides_a_slot() -> None:
    """PySide 6.11 goes on calling such a one after its widget has been deleted (see `ui.widgets.part.Part`)."""
    classes = [node for path in (ROOT / "gui/backup_doctor/ui").rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    known = {node.name: node for node in classes if isinstance(node, ast.ClassDef)}
    assert "Banner" in known and "refresh" in _methods(known["SavedBanner"])
    assert [f"{name}.{method}" for name, node in known.items() for method in _methods(node) & _slots_above(node, known)] == []


def _methods(node: ast.ClassDef, *, slots_only: bool = False) -> set[str]:
    made = [part for part in node.body if isinstance(part, ast.FunctionDef)]
    return {part.name for part in made if not slots_only or any("Slot" in ast.unparse(mark) for mark in part.decorator_list)}


def _slots_above(node: ast.ClassDef, known: dict[str, ast.ClassDef]) -> set[str]:
    above = [known[name] for base in node.bases if (name := ast.unparse(base).partition("[")[0]) in known]
    return {slot for parent in above for slot in _methods(parent, slots_only=True) | _slots_above(parent, known)}


def test_text_files_end_with_one_newline_and_have_unix_lines() -> None:
    # Icons are kept byte for byte as their makers published them.
    texts = [(path, path.read_bytes()) for path in files() if path.suffix in TEXT - {"", ".svg"} and path.stat().st_size]
    assert [str(path) for path, data in texts if b"\r" in data or not data.endswith(b"\n") or data.endswith(b"\n\n")] == []


def requirements() -> dict[str, Requirement]:
    given = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    return {canonicalize_name(requirement.name): requirement for requirement in map(Requirement, given)}


def test_the_lock_holds_a_fitting_release_of_every_dependency() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", lock, re.MULTILINE))
    assert "://" not in lock, "the lock must not depend on where packages are fetched"
    unfit = [name for name, wanted in requirements().items() if name not in locked or Version(locked[name]) not in wanted.specifier]
    assert unfit == [], "run: make lock"


def test_every_dependency_is_accounted_for() -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").casefold()
    assert [name for name in requirements() if f"| `{name}`" not in table] == []


def test_the_program_imports_only_what_it_declares() -> None:
    declared = {canonicalize_name(Requirement(given).name).removesuffix("-essentials") for given in PROJECT["dependencies"]}
    ours = sys.stdlib_module_names | {"backup_doctor"}
    outside = {name for name in imported() if name.partition(".")[0] not in ours}
    assert "PySide6.QtWidgets" in outside
    assert [name for name in outside if not any(re.sub("[._]", "-", f"{name}.".lower()).startswith(f"{known}-") for known in declared)] == []


def imported() -> set[str]:
    """Full names of the modules that the program imports from elsewhere, lazily or not."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "gui").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}


def test_the_changelog_knows_this_version() -> None:
    assert f"## [{backup_doctor.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_installed_package_has_its_causes_words_and_resources(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    modules = {path.relative_to(ROOT / "gui").as_posix() for path in (ROOT / "gui/backup_doctor").rglob("*.py")}
    resources = {f"backup_doctor/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "resources").rglob("*") if path.is_file()}
    words = {f"backup_doctor/translations/backup_doctor_{code}.ts" for code in ("en", "ru")}
    assert packed == modules | resources | words


def test_a_log_record_that_nobody_announced_is_a_complaint() -> None:
    watch = LogWatch()
    for message in ("disk is full", "retrying in 3 s"):
        watch.handle(logging.LogRecord("test", logging.WARNING, __file__, 1, message, None, None))
    watch.expect("retrying")
    watch.expect("giving up")
    assert watch.complaints() == ["not announced: WARNING test: disk is full", "never logged: giving up"]
