"""An argument parser that says what is wrong in one sentence, and all of its own words in the user's language."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from ..core.plain import plain
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .exits import Exit, Stop
from .files import put_out
from .streams import say as tell

Say = Callable[[Text], str]


class Parser(argparse.ArgumentParser):
    """Knows its user's language."""

    def __init__(self, say: Say, **more: Any) -> None:
        super().__init__(add_help=False, formatter_class=lambda prog: _Help(say, prog), **more)
        self._say = say
        self._positionals.title = say(translate("CommandLine", "arguments"))
        self._optionals.title = say(translate("CommandLine", "options"))
        self.add_argument("-h", "--help", action="help", help=say(translate("CommandLine", "show this help and exit")))

    def error(self, message: str) -> NoReturn:
        """Stop with what argparse has to say, in a sentence of our own where it is known."""
        text = complaint(message)
        self.exit(Exit.USAGE, f"{self.prog}: {message if text is None else self._say(text)}\n")

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """What does not belong here is told by its options' names only: it may be a secret that somebody has written behind one."""
        known, unknown = self.parse_known_args(args, namespace)
        if unknown:
            self.error("unrecognized arguments: " + " ".join(word.partition("=")[0] if word.startswith("-") else "…" for word in unknown))
        return known

    def _print_message(self, message: str, file: Any = None) -> None:
        if file is sys.stdout:
            put_out(message, None)
        else:
            tell(message.rstrip("\n"))


def speaking(say: Say) -> type[Parser]:
    """The class of a command's parser, which argparse makes by itself."""

    class Command(Parser):
        def __init__(self, **more: Any) -> None:
            super().__init__(say, **more)

    return Command


class Once(argparse.Action):
    """An option that says on what something is done: of two of them none can be taken for meant."""

    def __call__(self, _parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option_string: str | None = None) -> None:
        """Keep the value.

        Raises:
            Stop: there is one already.
        """
        if getattr(namespace, self.dest) is not None:
            text = translate("CommandLine", "{option} is given twice: name one, and run the command again for the other.")
            raise Stop(Exit.USAGE, text.format(option=str(option_string)))
        setattr(namespace, self.dest, values)


class _Help(argparse.HelpFormatter):
    def __init__(self, say: Say, prog: str) -> None:
        super().__init__(prog)
        self._say = say

    def add_usage(self, usage: str | None, actions: Iterable[argparse.Action], groups: Any, prefix: str | None = None) -> None:
        if prefix is None:
            prefix = self._say(translate("CommandLine", "usage: {command}").format(command=""))
        super().add_usage(usage, actions, groups, prefix)


def complaint(message: str) -> Text | None:
    """What argparse found wrong; None where no pattern here knows it. Its words differ between versions of Python only in quotes."""
    for pattern, text in _KNOWN:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            values = {name: plain(value) for name, value in found.groupdict().items()}
            if "choices" in values:
                values["choices"] = values["choices"].replace("'", "")
            return text.format(**values)
    return None


_KNOWN: tuple[tuple[str, Text], ...] = (
    (
        r"argument COMMAND: invalid choice: '?(?P<given>.*?)'? \(choose from (?P<choices>.*)\)",
        translate("CommandLine", "There is no command “{given}”. The commands are: {choices}."),
    ),
    (
        r"argument (?P<option>\S+): invalid choice: '?(?P<given>.*?)'? \(choose from (?P<choices>.*)\)",
        translate("CommandLine", "{option} cannot be “{given}”. It takes one of: {choices}."),
    ),
    (r"the following arguments are required: (?P<missing>.*)", translate("CommandLine", "This is missing: {missing}.")),
    (r"one of the arguments (?P<missing>.*) is required", translate("CommandLine", "One of these is needed: {missing}.")),
    (r"argument (?P<option>\S+): expected (?:one|at least one) argument", translate("CommandLine", "{option} needs a value after it.")),
    (r"argument (?P<option>\S+): ignored explicit argument .*", translate("CommandLine", "{option} takes no value.")),
    (
        r"argument (?P<option>\S+): not allowed with argument (?P<other>.*)",
        translate("CommandLine", "{option} cannot be used together with {other}."),
    ),
    (
        r"ambiguous option: (?P<option>\S+) could match (?P<choices>.*)",
        translate("CommandLine", "{option} is not clear. It could be one of: {choices}."),
    ),
    (r"unrecognized arguments: (?P<unknown>.*)", translate("CommandLine", "This is not known here: {unknown}")),
)
