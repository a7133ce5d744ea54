"""Every Markdown page of the tree: its links lead somewhere, and the commands in it exist."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from backup_doctor.cli.parser import parser
from backup_doctor.core.language import language

ROOT = Path(__file__).parents[2]
MADE_HERE = {"build", "dist"}

LINK = re.compile(r"\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]+))?\)")
BOX = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`[^`\n]+`")
FILE = re.compile(r"(?!build/)\w[\w./-]*(?:\.(?:py|sh|md|toml|ts|lock|kql|ps1|in|spec|yml)|/)")
ELSEWHERE = {"proxy.py"}
"""A package that is called so."""


def tree() -> Iterator[Path]:
    """All our files."""
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if name not in MADE_HERE and not name.startswith(".")]
        yield from (Path(folder, name) for name in names)


def pages() -> list[Path]:
    """All our Markdown."""
    return [path for path in tree() if path.suffix == ".md"]


def places(page: Path) -> set[str]:
    """What can stand behind the # of a link: anchors, and headings as code sites spell them."""
    text = prose(page)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {*re.findall(r'<a id="([^"]+)">', text), *(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)}


def prose(page: Path) -> str:
    """Without the boxes: brackets in a shell's lines are no links."""
    return BOX.sub("", page.read_text(encoding="utf-8"))


def commands(page: Path) -> Iterator[str]:
    """Every line in a box, and what is set as code within a sentence."""
    text = page.read_text(encoding="utf-8")
    for box in BOX.findall(text):
        yield from box.splitlines()
    yield from (span.strip("`") for span in SPAN.findall(BOX.sub("", text)))


def test_every_link_leads_to_a_file_or_to_a_place_in_a_page() -> None:
    known = {page: places(page) for page in pages()}
    dead = []
    for page in known:
        for target, place in LINK.findall(prose(page)):
            file = Path(os.path.normpath(page.parent / target)) if target else page
            if not file.exists() or (place and place not in known.get(file, set())):
                dead.append(f"{page.relative_to(ROOT)}: {target}#{place}")
    assert dead == []


def test_what_is_a_link_and_what_is_a_place(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text('# The company\'s Network\n<a id="here"></a>\n```sh\n[a](b.md)\n```\n[x](y.md#z) [w](https://example.com/a.md)', encoding="utf-8")
    assert places(page) == {"the-companys-network", "here"}
    assert LINK.findall(prose(page)) == [("y.md", "z")]


def test_every_file_and_folder_that_a_page_names_is_there() -> None:
    """By the end of its path, as a page about a folder leaves out what is before it."""
    there = {f"/{path.relative_to(ROOT).as_posix()}" for path in tree()}
    there |= {f"{parent}/" for path in there for parent in map(str, PurePosixPath(path).parents)}
    missing = []
    for page in pages():
        for span in SPAN.findall(prose(page)):
            name = span.strip("`")
            if FILE.fullmatch(name) and name not in ELSEWHERE and not any(path.endswith(f"/{name}") for path in there):
                missing.append(f"{page.relative_to(ROOT)}: {name}")
    assert missing == []


def test_every_command_of_make_exists() -> None:
    rules = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "installer/targets.mk"))
    targets = set(re.findall(r"^([a-z-]+):", rules, re.MULTILINE))
    named = {match[1] for page in pages() for line in commands(page) if (match := re.match(r"(?:[\w.]+=\S+ )*make ([a-z-]+)(?![a-z/-])", line))}
    assert {"test", "golden", "installers"} <= named
    assert named <= targets


def test_every_command_of_the_program_and_each_of_its_options_exists() -> None:
    (choices,) = (action.choices for action in parser(language("en").render)._actions if isinstance(action, argparse._SubParsersAction))
    known = {name: set(each._option_string_actions) for name, each in choices.items()}
    seen = set()
    for page in pages():
        for line in commands(page):
            match = re.match(r"(?:\S*/)?backup-doctor ([a-z][a-z-]+)\b(.*)", line)
            if match is not None:
                seen.add(match[1])
                assert match[1] in known, f"{page.name}: {line}"
                assert set(re.findall(r"(?<![\w-])--[a-z-]+", match[2])) <= known[match[1]], f"{page.name}: {line}"
    assert seen == set(known)
