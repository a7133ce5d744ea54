"""Holds the words: every sentence marked so that lupdate sees it, known to both languages, and whole in each.

lupdate drops what it cannot read without a word (a keyword, a variable, a count that is not a literal),
and lrelease notices neither a lost {gap} nor a lost %n, so both are looked at here.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

import pytest

from backup_doctor.core.language import LANGUAGES

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "gui").rglob("*.py"), key=lambda path: path.relative_to(ROOT).as_posix())
FORMS = {"en": 2, "ru": 3}
LUPDATE = {"en": ["-target-language", "en", "-pluralonly"], "ru": ["-target-language", "ru"]}
SAME_IN_RUSSIAN = {
    "UTC",
    "{moment} ({utc} UTC)",
    "{file} ({size})",
    "Azure CLI",
    "Azure US Government",
    "Azure China",
    "    {request} (HTTP {status}, {id})",
    "https://management.example.com",
    "{action} (Alt+F8)",
}
"""Sources that hold nothing but names, which a Russian administrator reads as they are."""


@dataclass(frozen=True)
class Marked:
    """One call of ``translate`` in the program."""

    where: str
    call: ast.Call
    function: ast.AST
    """The function or method it stands in; for a constant its module."""
    module: ast.Module

    @property
    def literals(self) -> list[object]:
        return [argument.value for argument in self.call.args if isinstance(argument, ast.Constant)]

    @property
    def source(self) -> str:
        return str(self.literals[1])

    def calls_of(self, method: str) -> list[ast.Call]:
        """The calls of a method with this name: in the same function or, for one that only chooses the words, in the module."""
        return methods(self.function, method) or methods(self.module, method)


def methods(node: ast.AST, name: str) -> list[ast.Call]:
    return [call for call in calls(node) if isinstance(call.func, ast.Attribute) and call.func.attr == name]


@cache
def calls(node: ast.AST) -> list[ast.Call]:
    return [child for child in ast.walk(node) if isinstance(child, ast.Call)]


def functions(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Functions and methods, not those inside them."""
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield from functions(statement.body)
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield statement


@cache
def marked() -> list[Marked]:
    return [word for path in SOURCES for word in marked_in(path)]


def marked_in(path: Path) -> Iterator[Marked]:
    module = ast.parse(path.read_text(encoding="utf-8"))
    homes = {call: function for function in functions(module.body) for call in calls(function)}
    for call in calls(module):
        if isinstance(call.func, ast.Name) and call.func.id == "translate":
            yield Marked(f"{path.relative_to(ROOT)}:{call.lineno}", call, homes.get(call, module), module)


@dataclass(frozen=True)
class Message:
    """One entry of a ``.ts`` file."""

    context: str
    source: str
    comment: str
    forms: tuple[str, ...]
    state: str | None
    """``unfinished``, ``vanished``, ``obsolete``, or None for a finished one."""
    plural: bool


def ts(code: str) -> Path:
    return ROOT / "translations" / f"backup_doctor_{code}.ts"


@cache
def messages(code: str) -> list[Message]:
    return [
        Message(
            context.findtext("name", ""),
            message.findtext("source", ""),
            message.findtext("comment", ""),
            tuple(form.text or "" for form in translation.iterfind("numerusform")) or (translation.text or "",),
            translation.get("type"),
            message.get("numerus") == "yes",
        )
        for context in ElementTree.parse(ts(code)).getroot().iterfind("context")
        for message in context.iterfind("message")
        for translation in message.iterfind("translation")
    ]


def gaps(text: str) -> list[str]:
    """Names of the {gaps}; ``?`` for one that does more than name a value."""
    parts = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text) if name is not None]
    return sorted("?" if spec or conversion or not name.isidentifier() else name for name, spec, conversion in parts)


def tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which(name, path=str(Path(sys.executable).parent))
    assert program is not None, f"{name} comes with PySide6-Essentials"
    return subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_the_marker_is_always_imported_under_the_name_that_lupdate_knows() -> None:
    imported = [
        (path.name, alias.asname)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == "lazy_translate"
    ]
    assert imported
    assert [entry for entry in imported if entry[1] != "translate"] == []


def test_every_call_is_of_a_kind_that_lupdate_reads() -> None:
    for word in marked():
        assert not word.call.keywords, f"{word.where}: dropped with keywords; chain .format()"
        assert 2 <= len(word.call.args) <= 4 and len(word.literals) == len(word.call.args), f"{word.where}: dropped unless all are literals"
        assert all(isinstance(literal, str) for literal in word.literals[:3]), f"{word.where}: context, sentence and comment are text"
        assert word.literals[3:] in ([], [0]), f"{word.where}: mark a plural with 0 and count with .counted(n)"


def test_a_plural_is_marked_and_counted() -> None:
    for word in marked():
        assert ("%n" in word.source) == (len(word.literals) == 4), f"{word.where}: %n and the literal 0 go together"
        assert "%n" not in word.source or word.calls_of("counted"), f"{word.where}: would always say 0 without .counted(n)"


def test_every_gap_gets_its_value() -> None:
    for word in marked():
        given = {keyword.arg for call in word.calls_of("format") for keyword in call.keywords}
        lost = set() if None in given else set(gaps(word.source)) - given  # **values cannot be judged from here
        assert not lost, f"{word.where}: nothing fills {lost}"


def test_every_marked_sentence_reached_the_translators() -> None:
    known = {(message.context, message.source, message.comment) for message in messages("ru")}
    lost = [word.where for word in marked() if (*word.literals[:2], "".join(map(str, word.literals[2:3]))) not in known]
    assert lost == [], "run: make translations"


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_files_are_up_to_date(code: str, tmp_path: Path) -> None:
    fresh = Path(shutil.copy(ts(code), tmp_path))
    sources = [path.relative_to(ROOT) for path in SOURCES]
    run = tool("pyside6-lupdate", "-no-obsolete", "-locations", "none", "-source-language", "en", *LUPDATE[code], *sources, "-ts", fresh)
    assert run.returncode == 0, run.stderr
    assert fresh.read_bytes() == ts(code).read_bytes(), "run: make translations"


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_left_to_translate(code: str, tmp_path: Path) -> None:
    assert messages(code)
    left = [message.source for message in messages(code) if message.state is not None or not all(message.forms)]
    assert left == [], "fill them in and remove the mark: translations/README.md"
    run = tool("pyside6-lrelease", "-fail-on-unfinished", ts(code), "-qm", tmp_path / "words.qm")
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_form_keeps_the_gaps_and_the_count(code: str) -> None:
    for message in messages(code):
        assert len(message.forms) == (FORMS[code] if message.plural else 1), message.source
        for form in message.forms:
            assert gaps(form) == gaps(message.source), form
            assert ("%n" in form) == ("%n" in message.source) == message.plural, form


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_form_begins_and_ends_as_the_source_does(code: str) -> None:
    for message in messages(code):
        for form in message.forms:
            assert form == form.strip() or message.source != message.source.strip(), repr(form)
            assert ending(form) == ending(message.source), form


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_has_a_shortcut_key_keeps_one(code: str) -> None:
    for message in messages(code):
        for form in message.forms:
            assert shortcuts(form) == shortcuts(message.source), form


def shortcuts(text: str) -> int:
    """How many letters are marked to be pressed with Alt."""
    return len(re.findall(r"&\w", text))


def ending(text: str) -> str:
    """The punctuation at the end: a sentence that lost it lost more."""
    return text[-1:] if text[-1:] in (".", ":", "…", "?") else ""


def test_english_has_every_plural() -> None:
    plurals = {(message.context, message.source) for message in messages("ru") if message.plural}
    assert plurals == {(message.context, message.source) for message in messages("en")} != set()
    assert [form for message in messages("en") for form in message.forms if "(s)" in form] == []


def test_russian_is_russian() -> None:
    for message in messages("ru"):
        words = re.sub(r"\{\w*\}|%n", "", message.source)
        if re.search("[A-Za-z]", words) and message.source not in SAME_IN_RUSSIAN:
            assert all(re.search("[А-Яа-яЁё]", form) for form in message.forms), message.source
        assert not any(re.search("[“”]", form) for form in message.forms), f"«ёлочки»: {message.forms}"
