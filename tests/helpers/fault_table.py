"""Counts what came of every fault, for docs/faults.md."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

ASKED = os.environ.get("BACKUP_DOCTOR_FAULTS", "")
STEP = int(ASKED or 9)
"""Every so manieth place is tried."""


@dataclass
class Table:
    """One line for each fault and story."""

    endings: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, fault: str, story: str, ending: str, found: list[str]) -> None:
        """One more time it was tried.

        Args:
            ending: an exit code, or what the window said, in a few words.
            found: what was untrue or lost.
        """
        self.endings.setdefault((fault, story), Counter())[ending] += 1
        self.wrong[fault, story] += bool(found)
        if ASKED:  # it takes many minutes, and nobody should have to guess how many are left
            sys.stderr.write(f"{time.strftime('%H:%M:%S')} {story}: {fault}: {ending}{''.join(f'; WRONG: {words}' for words in found)}\n")

    def rows(self) -> list[str]:
        """The beginnings of the lines, to be found in the page again."""
        return [f"{fault} | {story}" for fault, story in self.endings]

    def lines(self) -> Iterator[str]:
        """The lines themselves."""
        for (fault, story), endings in self.endings.items():
            told = ", ".join(f"{ending}: {count}" for ending, count in sorted(endings.items()))
            yield f"| {fault} | {story} | {endings.total()} | {told} | {self.wrong[fault, story]} |"


TABLE = Table()
"""Of this run."""


INTRODUCTION = """# Faults

Whole stories, on the command line and in the window, against the lab, while something goes wrong{where}.
`make faults` makes this page anew; the suite tries a part of it each time, and fails where a fault is missing here.

*diagnose* is a diagnosis from the sign-in to the report, *repair* adds a rule to a security group and looks again, *back up* starts a
backup and follows its job, which in this world can only fail; the others are named where they stand. *window:* is the same by its widgets, and
there every story goes on until the trouble is over: with what the window then offers it has to come to the undisturbed end. *Ended* is how
often the story ended with which exit code (0 no cause found, or done; 1 a cause found, or done and the checks still fail; 2 a file could not be
written; 3 Azure could not be asked; 4 not everything could be seen; 5 refused or failed), or what the window said.

*Wrong* counts the times that something untrue was said or something was lost: a finding other than the undisturbed one or “unknown”; a
traceback; half a file; a change in no journal; a change made twice; an undertaking that could neither be finished nor undone when the
trouble was over; a VM, a symptom or a diagnosis in the history that was gone; a way on that led nowhere; a secret anywhere but in the
password store.

{total} times something went wrong; {wrong} times the end was wrong.

| fault | story | tried | ended | wrong |
|---|---|---|---|---|
"""


def page(kept: str = "") -> str:
    """The page, generated: no cell in it is typed by hand.

    Args:
        kept: the page as it was. Where it was made at as many requests, it keeps the lines that this run has not made: so a new story can be added
            without trying all others again.
    """
    where = "" if STEP == 1 else f", at one request in {STEP}"
    lines = dict.fromkeys(TABLE.lines())
    if INTRODUCTION.partition("{where}")[0] + where + "." in kept:
        made = dict(zip(TABLE.rows(), TABLE.lines(), strict=True))
        before = [line for line in kept.splitlines() if line.startswith("| ") and not line.startswith("| fault")]
        lines = dict.fromkeys([*(made.get(_row(line), line) for line in before), *lines])
    counted = [line.split(" | ") for line in lines]
    total, wrong = sum(int(cells[2]) for cells in counted), sum(int(cells[4].rstrip(" |")) for cells in counted)
    return INTRODUCTION.format(where=where, total=total, wrong=wrong) + "\n".join((*lines, ""))


def _row(line: str) -> str:
    """The beginning of a line, as `Table.rows` has it."""
    fault, story, *_ = line.removeprefix("| ").split(" | ")
    return f"{fault} | {story}"
