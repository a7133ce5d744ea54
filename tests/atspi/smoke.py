"""Does the main job as one who cannot see the window: through names, roles, texts, actions and announcements alone.

Run by `smoke.sh` with the system's Python, which has pyatspi.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from reader import Failed, Reader  # type: ignore[import-not-found]  # beside this file

VM = "erp-app"
CODE = "UserErrorGuestAgentStatusUnavailable"
CAUSE = "The Windows VM agent does not answer"
REMEDY = "Redeploy the VM to another host"
"""Something is lost by it, so the name of the VM has to be typed."""
REPORT = Path(os.environ["BACKUP_DOCTOR_SMOKE"], "report.pdf")


def find_the_cause(reader: Reader) -> None:
    """From the sign-in to the verdict."""
    reader.press("Explore the demo tenant")
    reader.announces("Virtual machine")
    reader.write("Filter virtual machines", VM)
    table = reader.list("Virtual machines")
    reader.wait("one machine is left", lambda: table.queryTable().nRows == 1)
    reader.press("Next")
    reader.says(CODE)
    reader.press("Start")
    reader.announces(": OK.")
    steps = reader.list("Steps")
    reader.wait(
        "its verdict stands beside the cause",
        lambda: any("Confirmed" in name and CAUSE in name for name in (steps.getChildAtIndex(number).name for number in range(steps.childCount))),
    )


def repair(reader: Reader) -> None:
    """From the page of the cause to the checks after the repair."""
    walk_on(reader, f"Show the plan of: {REMEDY}")
    reader.press(f"Show the plan of: {REMEDY}")
    reader.press("Allow repairs")
    reader.says("Backup Doctor only reads until you allow more.")
    reader.press("Allow repairs")
    reader.write("Something is lost for good. Type the name of the VM", VM)
    reader.press("Carry out")
    reader.says("Carried out, and the checks now rule this cause out.")


def prove(reader: Reader) -> None:
    """From the backup to the report on the disk."""
    reader.press("Back up again")
    reader.press("Back up now")
    reader.announces("Backed up")
    walk_on(reader, "Export PDF")
    reader.says(f"Fixed, and backed up since: {CAUSE}")
    reader.press("Export PDF")
    reader.write("File name", str(REPORT))
    reader.press("Save")
    reader.announces(f"Saved: {REPORT}")
    if not REPORT.read_bytes().startswith(b"%PDF"):
        raise Failed("the report is no PDF")


def walk_on(reader: Reader, button: str) -> None:
    """Press Next until a page has what is wanted."""
    for _ in range(20):
        if reader.find(button, ("push button", "button")) is not None:
            return
        pages = len(reader.heard)
        reader.press("Next")
        reader.wait("the next page is announced", lambda seen=pages: len(reader.heard) > seen)
    raise Failed(f"no page has “{button}”")


def main() -> None:
    """The whole of it, and how long it took."""
    began = time.monotonic()
    reader = Reader("Backup Doctor")
    find_the_cause(reader)
    repair(reader)
    prove(reader)
    sys.stdout.write(f"done in {time.monotonic() - began:.0f} s, {len(reader.heard)} announcements heard\n")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.stdout.write(f"failed: {failure}\n")
        sys.exit(1)
