"""Takes the pictures of the README from what ``make demo`` leaves in ``build/demo`` where there is no display.

Each is reduced to the 256 colours it uses most, which nobody sees and makes a third of it.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from PySide6.QtGui import QImage, QImageWriter

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "build" / "demo"
PICTURES = {
    "cause": "en-light-*-windows-agent-unresponsive",
    "fleet": "en-light-*-failures-examined",
    "plan": "en-light-*-plan",
    "changed": "en-light-*-what-has-changed",
    "cause.ru": "ru-dark-*-windows-agent-unresponsive",
    "summary.ru": "ru-dark-*-summary",
}


def take(name: str, pattern: str) -> bool:
    """One of them; whether the demo has left it."""
    found = sorted(DEMO.glob(f"{pattern}.png"))
    if not found:
        return False
    whole = QImage(str(found[0])).convertToFormat(QImage.Format.Format_RGB32)
    colours = [colour for colour, _ in Counter(memoryview(whole.constBits()).cast("I")).most_common(256)]
    writer = QImageWriter(str(HERE / f"{name}.png"))
    writer.setCompression(100)
    return writer.write(whole.convertToFormat(QImage.Format.Format_Indexed8, colours))


if __name__ == "__main__":
    missing = [name for name, pattern in PICTURES.items() if not take(name, pattern)]
    sys.exit(f"missing in {DEMO}: {', '.join(missing)}" if missing else 0)
