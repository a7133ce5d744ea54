"""The user guide as Markdown: the pages of the offline help in one, and a short frame around them in each language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from backup_doctor.catalogue.help import pages
from backup_doctor.catalogue.help.topics import PERMISSIONS
from backup_doctor.core.help import Block, Commands, Definition, Heading, HelpPage, Lines, Links, Paragraph, Section
from backup_doctor.core.language import language
from backup_doctor.core.model import Command, Shell
from backup_doctor.core.text import Text

Say = Callable[[Text], str]

MADE = "<!-- made anew by make golden, from the offline help and tests/helpers/guide.py -->"

FENCES: Mapping[Shell, str] = {Shell.AZURE_CLI: "sh", Shell.BASH: "sh", Shell.POWERSHELL: "powershell", Shell.CMD: "bat"}
"""What colours the lines of a shell on a code site."""

MARKUP = re.compile(r"(\\(?=[!-/:-@[-`{-~])|[`*\[\]<|~]|(?<!\w)_|_(?!\w))")
BEGINS_A_LIST = re.compile(r"^(\d+)\.(?= )")


@dataclass(frozen=True, slots=True)
class Frame:
    """What the guide says beyond the help."""

    begin: str
    permissions: str
    codes: tuple[str, str]
    """Heading of the part, and what stands below it."""
    causes: tuple[str, str]
    more: str


FRAMES: Mapping[str, Frame] = {
    "en": Frame(
        begin="""\
# User guide

[По-русски](guide.ru.md)

For the morning on which the backup of an Azure VM has failed. What follows the beginning also stands in the program's own help: press **F1**.

## Begin

1. Install it: [Windows and Debian](../installer/README.md), [other systems](../README.md#install-from-source).
2. To get to know it, press *Explore the demo tenant* on the first page, or run `backup-doctor --demo`. No Azure account is needed.
3. With VMs of your own: sign in, pick the VM, press *Start*. [Signing in](sign-in.md) tells of methods, proxies and clouds.
4. You have an error code? Look it up [below](#codes). You have only a message? Paste it on the page *Symptom*.

![A cause with its checks](images/cause.png)

Without a window the [command line](../README.md#command-line) does the same; many VMs at once are [tonight's failures](fleet.md).""",
        permissions="*Reader* and *Backup Reader* on the subscription serve for almost everything that is looked at from outside. "
        "[Required roles](required-roles.md) lists every action, for looking and for each repair.",
        codes=("Error codes", "By name."),
        causes=("Causes", "What each one is, how it is looked for, what the program can repair, and what you can do by hand."),
        more="More in Microsoft's documentation",
    ),
    "ru": Frame(
        begin="""\
# Руководство пользователя

[In English](guide.en.md)

На случай, когда утром выясняется, что резервное копирование ВМ Azure не удалось.
Всё, что написано ниже раздела «С чего начать», есть и в справке самой программы: нажмите **F1**.

## С чего начать

1. Установите программу: [Windows и Debian](../installer/README.md), [остальные системы](../README.md#install-from-source) (на английском).
2. Чтобы познакомиться с ней, нажмите *Открыть демонстрационную среду* на первой странице или запустите `backup-doctor --demo`.
   Учётная запись Azure не нужна.
3. Для своих ВМ: войдите, выберите ВМ, нажмите *Начать*. О способах входа, прокси и облаках — [Signing in](sign-in.md) (на английском).
4. Есть код ошибки? Найдите его [ниже](#codes). Есть только сообщение? Вставьте его на странице *Симптом*.

![Причина и её проверки](images/cause.ru.png)

То же без окна делает [командная строка](../README.md#command-line); о сбоях сразу на многих ВМ — [fleet.md](fleet.md) (на английском).""",
        permissions="Почти для всех проверок снаружи достаточно ролей *Reader* и *Backup Reader* на подписку. "
        "Все действия, для проверок и для каждого исправления, перечислены в [required-roles.md](required-roles.md) (на английском).",
        codes=("Коды ошибок", "По алфавиту."),
        causes=("Причины", "Что это за причина, как её проверяют, что может исправить программа и что можно сделать вручную."),
        more="Подробнее в документации Microsoft",
    ),
}


def guide(code: str) -> str:
    """The whole guide in one language."""
    say, frame = language(code).render, FRAMES[code]
    parts: dict[Section, list[HelpPage]] = {section: [page for page in pages().values() if page.section is section] for section in Section}
    lines = [MADE, "", frame.begin, "", *_contents(parts, say, frame)]
    for page in parts[Section.TOPICS]:
        lines += _page(page, say, frame, 2) if page.id != PERMISSIONS else [*_title(page, say, 2), frame.permissions, ""]
    for section, (heading, words) in ((Section.CODES, frame.codes), (Section.CAUSES, frame.causes)):
        lines += [f'<a id="{section.value}"></a>', "", f"## {heading}", "", words, ""]
        lines += [" · ".join(_link(page.id, page.title, say) for page in parts[section]), ""] if section is Section.CODES else []
        for page in parts[section]:
            lines += _page(page, say, frame, 3)
    return "\n".join(lines).rstrip("\n") + "\n"


def _contents(parts: Mapping[Section, list[HelpPage]], say: Say, frame: Frame) -> Iterator[str]:
    yield from (f"- {_link(page.id, page.title, say)}" for page in parts[Section.TOPICS])
    yield f"- [{frame.codes[0]}](#{Section.CODES.value})"
    yield f"- [{frame.causes[0]}](#{Section.CAUSES.value})"
    yield from (f"  - {_link(page.id, page.title, say)}" for page in parts[Section.CAUSES])
    yield ""


def _title(page: HelpPage, say: Say, level: int) -> list[str]:
    return [f'<a id="{_anchor(page.id)}"></a>', "", f"{'#' * level} {plain(say(page.title))}", ""]


def _page(page: HelpPage, say: Say, frame: Frame, level: int) -> Iterator[str]:
    yield from _title(page, say, level)
    for kind, blocks in groupby(page.blocks, type):
        for block in blocks:
            yield from _block(block, say, level + 1)
            if kind is not Definition:
                yield ""
        if kind is Definition:
            yield ""
    if page.address:
        yield from (f"[{frame.more}]({page.address})", "")


def _block(block: Block, say: Say, level: int) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"{'#' * level} {plain(say(text))}"
        case Paragraph(text):
            yield BEGINS_A_LIST.sub(r"\1\\.", plain(say(text)))
        case Definition(name, words):
            yield "\\\n  ".join([f"- **{plain(say(name))}**", *(plain(say(text)) for text in words)])
        case Lines(names):
            yield from (f"- `{name}`" for name in names)
        case Commands(commands):
            yield from _commands(commands)
        case Links(targets):
            codes = [_link(identity, title, say) for identity, title in targets]
            yield from [", ".join(codes)] if targets[0][0].startswith("code/") else (f"{number}. {link}" for number, link in enumerate(codes, 1))


def _commands(commands: tuple[Command, ...]) -> Iterator[str]:
    """Below the entry they belong to, each shell's lines in a box of their own."""
    for shell, some in groupby(commands, lambda command: command.shell):
        yield from (f"  ```{FENCES[shell]}", *(f"  {command.line}" for command in some), "  ```")


def _link(identity: str, title: Text, say: Say) -> str:
    return f"[{plain(say(title))}](#{_anchor(identity)})"


def _anchor(identity: str) -> str:
    return identity.replace("/", "-")


def plain(words: str) -> str:
    """Words as Markdown shows them literally."""
    return MARKUP.sub(r"\\\1", " ".join(words.split()))
