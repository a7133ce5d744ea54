"""The window as people start it, in a language and a folder of its own: what `smoke.py` looks at through the accessibility bus."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from backup_doctor.ui import app
from backup_doctor.ui.settings import Settings


def main() -> int:
    """Run until it is killed."""
    folder = Path(os.environ["BACKUP_DOCTOR_SMOKE"])
    settings = Settings(folder / "settings.ini")
    settings.language = "en"
    settings.save()
    application = app.make_application()
    parts = app.Parts(application, folder / "settings.ini", folder / "smoke.log", journal=folder / "journal")
    parts.window.show()
    code = application.exec()
    parts.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
