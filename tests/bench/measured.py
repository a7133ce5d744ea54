"""Writes the figures of the last ``make bench`` into the documents: between ``<!-- NAME -->`` and ``<!-- end of NAME -->``.

Run: ``make measured``. Nothing else writes a measured figure into ``docs/measured.md`` and ``docs/fleet.md``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

KEPT = Path("build/bench.json")
DOCUMENTS = Path("docs")

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
    names = ("requests", "chain", "chain_ms", "operation_ms", "diagnosis_ms", "goal_ms", "ratio", "cpu_ms", "sdk_ms", "sdk_ratio", "sdk_cpu_ms")
    rows = [[row["scenario"], whole(row["latency_ms"]), *(f"{row[name]:,}" for name in names)] for row in kept["rows"]["diagnose"]]
    head = (
        "scenario",
        "latency, ms",
        "requests",
        "chain",
        "chain, ms",
        "operation, ms",
        "diagnosis, ms",
        "goal, ms",
        "times the longer",
        "cpu, ms",
        "plain script, ms",
        "times faster",
        "its cpu, ms",
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
    return table(("VMs", *(whole(row["rows"]) for row in rows)), lines)


def fleet(kept: Kept) -> str:
    lab, shared, _ = kept["rows"]["fleet"]
    names = ("failed", "list_s", "list_requests", "diagnose_s", "requests", "requests_per_vm", "client_mb")
    head = ("VMs", "failed", "list, s", "requests", "diagnosis, s", "requests", "for each", "memory, MB")
    return table(head, [[whole(lab["vms"]), *(f"{shared[name]:,}" for name in names)]])


def denied(kept: Kept) -> str:
    """Step 1 where Resource Graph is denied."""
    rows = []
    for name in ("fleet_denied_small", "fleet_denied"):
        lab, run = kept["rows"][name]
        buckets, requests = run["list_by_bucket"], run["list_requests"]
        rows.append([whole(lab["vms"]), buckets["graph"], buckets["reads"], requests, round(1000 * requests / lab["vms"])])
    return table(("VMs", "denied queries", "reads of subscriptions", "requests in all", "per 1,000 VMs"), rows)


_LIMITS = {
    "reads": ("reads of a subscription", "250, then 25 a second, for each subscription"),
    "reads of a VM": ("of these, cheap reads of one VM (Compute)", "36, then 12 a minute, for each VM"),
    "writes": ("writes of a subscription; every POST counts as one, though it only reads", "200, then 10 a second"),
    "graph": ("Resource Graph", "15 in 5 seconds, for each user"),
}
"""What a request is counted as (`arm.fleet.pacing`), in words, and what Azure allows of it."""


def counted(kept: Kept) -> str:
    """Requests of step 2 for each VM that failed, with and without sharing."""
    runs = kept["rows"]["fleet"][1:]
    rows = [[words, limit, *(f"{run['by_bucket'][name] / run['failed']:.1f}" for run in runs)] for name, (words, limit) in _LIMITS.items()]
    rows.append(["**requests in all**", "", *(f"**{run['requests_per_vm']:.1f}**" for run in runs)])
    return table(("counted by Azure as", "limit", "per failed VM, shared", "without sharing"), rows)


def took(kept: Kept) -> str:
    """How long the steps take, and the memory."""
    shared, alone = kept["rows"]["fleet"][1:]
    (_, limited) = kept["rows"]["fleet_limits"]
    rows = [
        ["which backups failed, s", shared["list_s"], alone["list_s"]],
        ["why, only waiting where asked to, s", shared["diagnose_s"], alone["diagnose_s"]],
        ["why, within the published limits (`--limits`), s", limited["diagnose_s"], "–"],
        ["memory of the program, at its highest, MB", shared["client_mb"], alone["client_mb"]],
    ]
    return table(("", "with sharing", "without"), rows)


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


Block = Callable[[Kept], str]

PAGES: dict[str, dict[str, Block]] = {
    "measured.md": {part.__name__: part for part in (machine, start, diagnose, picker, fleet, pdf, frames)},
    "fleet.md": {part.__name__: part for part in (machine, denied, counted, took)},
}
"""The documents, and what each of them shows."""


def filled(page: str, blocks: Mapping[str, Block], kept: Kept) -> str:
    """The page with the figures in their places.

    Raises:
        ValueError: the page has no place for some of them.
    """
    for name, block in blocks.items():
        marks = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, begins, rest = page.partition(marks[0])
        _, ends, after = rest.partition(marks[1])
        if not (begins and ends):
            raise ValueError(f"the page has no place for {name}")
        page = f"{before}{marks[0]}\n{block(kept)}\n{marks[1]}{after}"
    return page


def main() -> None:
    """Rewrite the pages."""
    kept = json.loads(KEPT.read_text("utf-8"))
    for name, blocks in PAGES.items():
        page = DOCUMENTS / name
        page.write_text(filled(page.read_text("utf-8"), blocks, kept), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
