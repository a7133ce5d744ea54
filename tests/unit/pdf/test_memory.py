"""Printing again and again does not fill the memory: Typst keeps what it has worked out, unless it is made to forget."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.pdf.render import make_pages

from .printed import ENGLISH
from .samples import diagnosis, faulty, healthy, result

STATUS = Path("/proc/self/statm")
DOTS = 10.0


def megabytes() -> float:
    """Of memory that the process has."""
    return int(STATUS.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.skipif(not STATUS.exists(), reason="memory is read from Linux' /proc")
def test_report_after_report_takes_no_more_memory() -> None:
    def draw(number: int) -> None:
        checks = [faulty()] * number + [healthy()]
        make_pages(diagnosis([result(cause, checks) for cause in list(catalogue())[:4]]), ENGLISH, DOTS)

    for number in (1, 2):
        draw(number)
    before = megabytes()
    for number in (3, 4, 5, 6):
        draw(number)
    assert megabytes() - before < 40
