"""The list of VMs at 1,000, 10,000 and 50,000 rows in one run, against a bare list of strings filtered in the same run.

Run: ``make bench``, or ``python tests/bench/picker.py [--rows N …]``. Prints a table, and one JSON line per size. Linux only: it reads
memory from /proc.

first: from the first page's arrival to its rows on screen. load: until all pages of 1,000 (each with its backups) are in words and in
order. stall: the longest time the window did not turn to its events meanwhile. key: from a key to the rows on screen, typing and
deleting (`TYPED`); key_cpu: the processor's time of the same, which other programs lengthen less. floor: the same texts, each searched
as one string in a list of the same strings. frame: a page of scrolling. memory: what the process grew by, for each row with all that
belongs to it.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QAbstractSlider, QApplication

from backup_doctor.arm.vm_list.news import Backup, VmRow
from backup_doctor.core.resource_id import VmId
from backup_doctor.ui.app import SWITCH_SECONDS, Parts, make_application
from backup_doctor.ui.vm_list import key_of
from backup_doctor.ui.widgets.vm_picker import VmPicker

PAGE = 1000
TYPED = ("sql", "prod", "rg-data-17", "failed sql", "westeurope ubuntu", "linux web 0042", "zzz", "e")
"""Each is typed letter by letter and deleted again."""

NOW = datetime(2026, 11, 28, 6, tzinfo=UTC)


def vm_rows(count: int) -> tuple[list[VmRow], list[Backup]]:
    """Made up, in the proportions of a large tenant: 3 of 100 backups failed, 20 of 100 VMs have none."""
    chance = random.Random(1)
    rows, backups = [], []
    for number in range(count):
        subscription = number % 40
        name = f"{chance.choice(('sql', 'web', 'dc', 'erp', 'app'))}-{chance.choice(('prod', 'test', 'dev'))}-{number:05d}"
        identity = VmId(f"00000000-0000-0000-0000-{subscription:012d}", f"rg-{chance.choice(('data', 'core', 'web'))}-{number % 211}", name)
        region, os = chance.choice(("westeurope", "northeurope", "eastus")), chance.choice(("Windows", "Linux"))
        rows.append(VmRow(identity, f"Subscription {subscription}", region, os, chance.choice(("running", "running", "deallocated"))))
        luck = chance.random()
        if luck < 0.8:
            failed = luck < 0.03
            at = NOW - timedelta(minutes=chance.randrange(1440))
            error = "UserErrorGuestAgentStatusUnavailable" if failed else ""
            backups.append(Backup(key_of(identity), "Failed" if failed else "Completed", at, error, ""))
    return rows, backups


def pages(rows: list[VmRow], backups: list[Backup]) -> Iterator[tuple[list[VmRow], list[Backup]]]:
    """As they arrive: backups trail behind their VMs."""
    for start in range(0, len(rows), PAGE):
        yield rows[start : start + PAGE], backups[max(0, start - PAGE) : start]
    yield [], backups[max(0, len(rows) - PAGE) :]


def resident() -> int:
    """Bytes of memory the process has."""
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def timed(work: Callable[[], object]) -> float:
    """Milliseconds until it is on screen."""
    started = time.perf_counter()
    work()
    QApplication.processEvents()
    return 1e3 * (time.perf_counter() - started)


class Heart:
    """Beats as often as the window lets it; its longest pause is a stall."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, 1e3 * (now - self._last)), now

    def stop(self) -> None:
        self._beat()
        self._timer.stop()


def stream(picker: VmPicker, rows: list[VmRow], backups: list[Backup]) -> dict[str, float]:
    """Let all pages arrive, one after the other without a pause: faster than any network."""
    state, model = picker.kit.state, picker.model
    coming = pages(rows, backups)
    heart = Heart()
    started = time.perf_counter()
    first = timed(lambda: state.add_vms(next(coming)[0]))
    feed = QTimer()

    def arrive() -> None:
        page = next(coming, None)
        if page is None:
            feed.stop()
            state.end_vms()
        else:
            state.add_vms(page[0])
            state.join_backups(page[1])

    feed.timeout.connect(arrive)
    feed.start(2)
    while feed.isActive() or picker.is_taking_in or not model.in_order:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    heart.stop()
    assert model.rowCount() == len(rows)
    return {"first_ms": first, "load_ms": 1e3 * (time.perf_counter() - started), "stall_ms": heart.longest}


def keys() -> Iterator[str]:
    """What stands in the field after each key."""
    for text in TYPED:
        yield from (text[:end] for end in range(1, len(text) + 1))
        yield from (text[:end] for end in range(len(text) - 1, -1, -1))


def type_all(picker: VmPicker) -> dict[str, float]:
    """Key by key through the real field."""
    taken, computed = [], []
    for text in keys():
        began = time.thread_time()
        taken.append(timed(partial(picker.filter.setText, text)))
        computed.append(1e3 * (time.thread_time() - began))
    return {
        "key_median_ms": statistics.median(taken),
        "key_max_ms": max(taken),
        "key_cpu_median_ms": statistics.median(computed),
        "key_cpu_max_ms": max(computed),
        "keys": len(taken),
        "keys_over_16_ms": sum(t > 16 for t in taken),
        "keys_cpu_over_16_ms": sum(t > 16 for t in computed),
    }


def floor(model: QAbstractItemModel) -> dict[str, float]:
    """The least that a search over all columns can cost in Python: one look at every row, and nothing shown."""
    columns = range(model.columnCount())
    rows = ["\n".join(str(model.index(row, column).data()) for column in columns).casefold() for row in range(model.rowCount())]
    taken = []
    for text in keys():
        started = time.perf_counter()
        [row for row in rows if text in row]
        taken.append(1e3 * (time.perf_counter() - started))
    return {"floor_median_ms": statistics.median(taken), "floor_max_ms": max(taken)}


def use(picker: VmPicker) -> dict[str, float]:
    """Sorting and scrolling."""
    orders = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
    table, bar = picker.table, picker.table.verticalScrollBar()
    sorts = [timed(partial(table.sortByColumn, column, order)) for column in range(8) for order in orders]
    table.sortByColumn(-1, orders[0])
    frames = [timed(lambda: bar.triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)) for _ in range(20)]
    return {"sort_max_ms": max(sorts), "frame_median_ms": statistics.median(frames), "frame_max_ms": max(frames)}


def measure(parts: Parts, count: int) -> dict[str, float]:
    """One size."""
    picker = VmPicker(parts.kit)
    picker.resize(1000, 700)
    picker.show()
    QApplication.processEvents()
    gc.collect()
    before = resident()
    rows, backups = vm_rows(count)
    parts.kit.state.forget_vms()
    result = {"rows": float(count), **stream(picker, rows, backups)}
    gc.collect()
    result["memory_bytes_per_row"] = (resident() - before) / count
    result |= type_all(picker) | floor(picker.model) | use(picker)
    picker.close()
    picker.deleteLater()
    parts.kit.state.forget_vms()
    return {name: round(value, 2) for name, value in result.items()}


def main() -> None:
    """Every size, smallest first, so that memory given back by one is not counted for the next."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000, 50_000], metavar="N")
    sizes = parser.parse_args().rows
    application = make_application()
    sys.setswitchinterval(SWITCH_SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        parts = Parts(application, Path(folder, "settings.ini"), Path(folder, "bench.log"))
        gc.freeze()  # as the program does once its window stands
        results = [measure(parts, size) for size in sizes]
        parts.close()
    for name in results[0]:
        print(f"{name:22}" + "".join(f"{result[name]:>14,.1f}" for result in results))
    for result in results:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
