"""Counts what came of every fault, for docs/faults.md."""

from __future__ import annotations

import os
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
backup and follows its job; the others are named where they stand. *Ended* is how often the story ended with which exit code (0 no cause found,
or done; 1 a cause found, or done and the checks still fail; 2 a file could not be written; 3 Azure could not be asked; 4 not everything could
be seen; 5 refused or failed), or what the window said.

*Wrong* counts the times that something untrue was said or something was lost: a finding other than the undisturbed one or “unknown”; a
traceback; half a file; a change in no journal; a change made twice; an undertaking that could neither be finished nor taken back when the
trouble was over.

{total} times something went wrong; {wrong} times the end was wrong.

| fault | story | tried | ended | wrong |
|---|---|---|---|---|
"""


def page() -> str:
    """The page, generated: no cell in it is typed by hand."""
    total, wrong = sum(endings.total() for endings in TABLE.endings.values()), sum(TABLE.wrong.values())
    where = "" if STEP == 1 else f", at one request in {STEP}"
    return INTRODUCTION.format(where=where, total=total, wrong=wrong) + "\n".join((*TABLE.lines(), ""))
