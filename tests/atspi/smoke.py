"""Does the main job as a screen reader would: through names, roles, texts and actions of the accessibility tree alone.

Run by `smoke.sh` with the system's Python, which has pyatspi.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyatspi  # type: ignore[import-not-found]  # the system's, not ours

Node = Any
"""Of the accessibility tree."""

PATIENCE = 60.0
MOST_CHILDREN = 60
"""Of one node; the table of machines has more, and is asked by rows."""
BUTTONS = ("push button", "button", "toggle button", "check box", "menu item")


class Failed(Exception):
    """What a screen reader could not find or do."""


def wait(what: str, find: Callable[[], Any]) -> Any:
    """Ask until there is an answer."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = find()
        except Exception:  # a node may go while it is being asked; which error that is depends on where
            found = None
        if found:
            sys.stdout.write(f"ok: {what}\n")
            return found
        time.sleep(0.1)
    raise Failed(what)


def application() -> Node | None:
    """The window's own root, once it has registered."""
    desktop = pyatspi.Registry.getDesktop(0)
    return next((node for node in (desktop.getChildAtIndex(i) for i in range(desktop.childCount)) if node and "Backup Doctor" in node.name), None)


def walk(node: Node) -> Iterator[Node]:
    """Everything below, as far as it is worth it."""
    yield node
    for number in range(min(node.childCount, MOST_CHILDREN)):
        child = node.getChildAtIndex(number)
        if child is not None:
            yield from walk(child)


def shows(node: Node) -> bool:
    """Whether it is on screen."""
    return bool(node.getState().contains(pyatspi.STATE_SHOWING))


def named(app: Node, name: str, roles: tuple[str, ...] = BUTTONS) -> Node | None:
    """What is on screen with this name and one of these roles."""
    return next((node for node in walk(app) if node.getRoleName() in roles and name in node.name and shows(node)), None)


def press(app: Node, name: str) -> None:
    """Do what a button does, as soon as it can be pressed."""

    def ready() -> Node | None:
        node = named(app, name)
        return node if node is not None and node.getState().contains(pyatspi.STATE_ENABLED) else None

    wait(f"“{name}” can be pressed", ready).queryAction().doAction(0)


def write(app: Node, name: str, words: str) -> None:
    """Put words into a field."""
    node = wait(f"“{name}” can be written into", lambda: named(app, name, ("text", "entry")))
    node.queryEditableText().setTextContents(words)


def says(app: Node, words: str) -> None:
    """Something on screen has this name or this text."""

    def find() -> Node | None:
        return next((node for node in walk(app) if words in node.name and shows(node)), None)

    wait(f"it says “{words}”", find)


def main() -> None:
    """From the sign-in to the summary."""
    app = wait("the window is on the bus", application)
    press(app, "Explore the demo tenant")
    write(app, "Filter virtual machines", "erp-app")
    table = wait("the table of machines", lambda: named(app, "Virtual machines", ("table", "tree table")))
    wait("one machine is left", lambda: table.queryTable().nRows == 1)
    press(app, "Next")
    says(app, "UserErrorGuestAgentStatusUnavailable")
    press(app, "Start")
    says(app, "The VM's network keeps it from Azure Storage")
    steps = wait("the list of steps", lambda: named(app, "Steps", ("list",)))
    wait(
        "a verdict stands beside its step",
        lambda: any("Confirmed" in steps.getChildAtIndex(number).name for number in range(steps.childCount)),
    )
    for _ in range(steps.childCount):
        if named(app, "Export PDF") is not None:
            break
        press(app, "Next")
        time.sleep(0.3)
    says(app, "Root cause: The Windows VM agent does not answer")
    wait("the report can be exported", lambda: named(app, "Export PDF"))


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.stdout.write(f"failed: {failure}\n")
        sys.exit(1)
