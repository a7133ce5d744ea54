"""Writes the figures of the last ``make bench`` into the documents: between ``<!-- NAME -->`` and ``<!-- end of NAME -->``.

Run: ``make measured``. Nothing else writes a measured figure into ``docs/measured.md``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

KEPT = Path("build/bench.json")
PAGE = Path("docs/measured.md")

Kept = dict[str, Any]


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """In Markdown; the first column to the left, figures to the right."""
    names = list(head)
    lines = [names, ["---", *["---:"] * (len(names) - 1)], *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def whole(number: float) -> str:
    return f"{number:,.0f}"


def machine(kept: Kept) -> str:
    about = kept["machine"]
    return (
        f"Backup Doctor {about['program']} on {about['processors']} processors ({about['processor']}), {about['system']}, "
        f"Python {about['python']}, Qt {about['qt']}, load {about['load_before']} before; the whole run took {kept['seconds']} s."
    )


def start(kept: Kept) -> str:
    row = kept["rows"]["start"][0]
    names = {"ms": "first paint, ms", "cpu_ms": "processor’s time, ms", "mb": "memory, MB"}
    rows = [[words, row[f"empty_{name}"], row[f"ours_{name}"], row[f"ratio_{name}"]] for name, words in names.items()]
    return table(("", "empty window", "Backup Doctor", "times"), rows)


def diagnose(kept: Kept) -> str:
    names = ("requests", "chain", "chain_ms", "diagnosis_ms", "goal_ms", "ratio", "sdk_ms", "sdk_ratio")
    rows = [[row["scenario"], whole(row["latency_ms"]), *(f"{row[name]:,}" for name in names)] for row in kept["rows"]["diagnose"]]
    head = (
        "scenario",
        "latency, ms",
        "requests",
        "chain",
        "chain, ms",
        "diagnosis, ms",
        "goal, ms",
        "times chain",
        "plain script, ms",
        "times faster",
    )
    return table(head, rows)


def picker(kept: Kept) -> str:
    rows = kept["rows"]["picker"]
    names = {
        "first_ms": "first rows on screen, ms",
        "load_ms": "all rows, ms",
        "stall_ms": "longest stall meanwhile, ms",
        "key_median_ms": "key, median, ms",
        "key_max_ms": "key, slowest, ms",
        "floor_median_ms": "bare list, median, ms",
        "sort_max_ms": "sorting, slowest, ms",
        "frame_median_ms": "page of scrolling, ms",
        "memory_bytes_per_row": "memory of a row, bytes",
    }
    lines = [[words, *(f"{row[name]:,.1f}" for row in rows)] for name, words in names.items()]
    return table(("machines", *(whole(row["rows"]) for row in rows)), lines)


def fleet(kept: Kept) -> str:
    lab, *runs = kept["rows"]["fleet"]
    rows = [
        [
            whole(lab["vms"]),
            run["failed"],
            run["list_s"],
            run["list_requests"],
            run["diagnose_s"],
            run["requests"],
            run["requests_per_vm"],
            run["client_mb"],
        ]
        for run in runs
    ]
    return table(("machines", "failed", "list, s", "requests", "diagnosis, s", "requests", "for each", "memory, MB"), rows)


def pdf(kept: Kept) -> str:
    row = kept["rows"]["pdf"][0]
    names = {
        "cold_ms": "the first of a process, ms",
        "warm_ms": "each that follows, ms",
        "preview_ms": "pictures for the preview, ms",
        "pages": "pages",
        "size_kb": "size, KB",
    }
    return table((row["scenario"], ""), [[words, f"{row[name]:,.0f}"] for name, words in names.items()])


def frames(kept: Kept) -> str:
    row = kept["rows"]["frames"][0]
    names = {
        "longest_ms": "longest pause, ms",
        "longest_computing_ms": "longest time of computing in a pause, ms",
        "over_100_ms": "pauses over 100 ms",
        "over_100_ms_computing": "of them with 100 ms of computing",
        "memory_mb": "memory after the walk, MB",
    }
    return table(("the whole walk", ""), [[words, f"{row[name]:,.0f}"] for name, words in names.items()])


BLOCKS: dict[str, Callable[[Kept], str]] = {part.__name__: part for part in (machine, start, diagnose, picker, fleet, pdf, frames)}


def filled(page: str, kept: Kept) -> str:
    """The page with the figures in their places.

    Raises:
        ValueError: the page has no place for some of them.
    """
    for name, block in BLOCKS.items():
        marks = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, begins, rest = page.partition(marks[0])
        _, ends, after = rest.partition(marks[1])
        if not (begins and ends):
            raise ValueError(f"the page has no place for {name}")
        page = f"{before}{marks[0]}\n{block(kept)}\n{marks[1]}{after}"
    return page


def main() -> None:
    """Rewrite the page."""
    PAGE.write_text(filled(PAGE.read_text("utf-8"), json.loads(KEPT.read_text("utf-8"))), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
