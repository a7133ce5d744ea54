"""Makes a test fail when something was logged at WARNING or above and the test had not said that it would be."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest


class LogWatch(logging.Handler):
    """Collects the records that call for attention, from whichever thread, and what the test expects of them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._seen: list[str] = []
        self._expected: list[str] = []

    def expect(self, fragment: str) -> None:
        """Announce a record, as often as it comes, by words that stand in it. Not coming at all is a fault too."""
        self._expected.append(fragment)

    def emit(self, record: logging.LogRecord) -> None:
        self._seen.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def complaints(self) -> list[str]:
        """What was logged without notice, then what was announced and never logged."""
        strangers = [line for line in self._seen if not any(fragment in line for fragment in self._expected)]
        absent = [fragment for fragment in self._expected if not any(fragment in line for line in self._seen)]
        return [f"not announced: {line}" for line in strangers] + [f"never logged: {fragment}" for fragment in absent]


@pytest.fixture(autouse=True)
def log_watch() -> Iterator[LogWatch]:
    """The watch over this test's log; call ``log_watch.expect("…")`` before causing a warning on purpose."""
    watch = LogWatch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    complaints = watch.complaints()
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)
