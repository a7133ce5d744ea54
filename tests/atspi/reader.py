"""What a screen reader can do: find by name and role, press, write, and hear what is said of its own accord."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import gi  # type: ignore[import-not-found]  # the system's, not ours

gi.require_version("Atspi", "2.0")
import pyatspi  # type: ignore[import-not-found]  # noqa: E402
from gi.repository import Atspi, GLib  # type: ignore[import-not-found]  # noqa: E402

Node = Any
"""Of the accessibility tree."""

PATIENCE = 120.0
"""Seconds, for one thing to appear."""
ANSWERS = 20_000
"""Milliseconds an answer of the window may take. The library's own 0.8 seconds are too few where the window works and the
computer is busy: what was pressed is then done, and yet reported as an error."""
MOST_CHILDREN = 80
"""Of one node that are looked at."""
LISTS = ("table", "tree table", "list", "tree")
"""Asked by rows, not walked through."""
BUTTONS = ("push button", "button", "toggle button", "check box")
FIELDS = ("text", "entry")


class Failed(Exception):
    """What a screen reader could not find or do."""


class Reader:
    """Looks at one program through the bus, and notes what it announces."""

    def __init__(self, name: str) -> None:
        """Wait for the program and listen to it.

        Args:
            name: part of what it calls itself.
        """
        Atspi.set_timeout(ANSWERS, ANSWERS)
        self.heard: list[str] = []
        self._listener = Atspi.EventListener.new(self._hear)
        self._listener.register("object:announcement")
        self.app: Node = self.wait("the window is on the bus", lambda: _application(name))

    def wait(self, what: str, find: Callable[[], Any]) -> Any:
        """Ask until there is an answer."""
        end = time.monotonic() + PATIENCE
        error = ""
        while time.monotonic() < end:
            self._listen()
            try:
                found = find()
            except GLib.Error as gone:  # a node may go while it is being asked
                error = gone.message
                continue
            if found:
                sys.stdout.write(f"ok: {what}\n")
                return found
            time.sleep(0.1)
        raise Failed(f"{what} {error}\nheard: {self.heard[-5:]}")

    def press(self, name: str) -> None:
        """Do what a button does, as soon as it can be pressed. Where its name begins so, too: names tell what they act on."""

        def press() -> bool:
            node = self.find(name, BUTTONS)
            return node is not None and _is(node, pyatspi.STATE_ENABLED) and bool(node.queryAction().doAction(0))

        self.wait(f"“{name}” is pressed", press)

    def write(self, name: str, words: str) -> None:
        """Put words into a field."""

        def write() -> bool:
            node = self.find(name, FIELDS)
            return node is not None and bool(node.queryEditableText().setTextContents(words))

        self.wait(f"“{name}” is written into", write)

    def says(self, words: str) -> None:
        """Something on screen has these words in its name."""
        self.wait(f"it says “{words}”", lambda: any(words in node.name for node in self.walk()))

    def announces(self, words: str) -> None:
        """It was said aloud, without being looked for."""
        self.wait(f"it announces “{words}”", lambda: any(words in said for said in self.heard))

    def find(self, name: str, roles: tuple[str, ...]) -> Node | None:
        """What is on screen, has one of these roles and a name that begins so."""
        return next((node for node in self.walk() if node.getRoleName() in roles and node.name.startswith(name)), None)

    def list(self, name: str) -> Node:
        """A list or a table, by its name."""
        return self.wait(f"the list “{name}”", lambda: self.find(name, LISTS))

    def walk(self) -> Iterator[Node]:
        """All that is on screen, the topmost window first."""
        windows = [window for window in _children(self.app) if _is(window, pyatspi.STATE_VISIBLE)]
        for window in reversed(windows):
            yield from _below(window)

    def _listen(self) -> None:
        context = GLib.MainContext.default()
        while context.iteration(False):
            pass

    def _hear(self, event: Any) -> None:
        self.heard.append(str(event.any_data))


def _application(name: str) -> Node | None:
    desktop = pyatspi.Registry.getDesktop(0)
    return next((node for node in _children(desktop) if name in node.name), None)


def _children(node: Node) -> Iterator[Node]:
    for number in range(min(node.childCount, MOST_CHILDREN)):
        child = node.getChildAtIndex(number)
        if child is not None:
            yield child


def _below(node: Node) -> Iterator[Node]:
    yield node
    if node.getRoleName() in LISTS:
        return
    for child in _children(node):
        if _is(child, pyatspi.STATE_SHOWING):
            yield from _below(child)


def _is(node: Node, state: Any) -> bool:
    return bool(node.getState().contains(state))
