"""What ``make demo`` does where there is no display."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pypdf import PdfReader


def test_the_demo_leaves_every_page_in_both_languages_and_both_reports(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    walked = subprocess.run(
        [sys.executable, "-m", "backup_doctor", "--demo"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert walked.returncode == 0, walked.stderr
    folder = tmp_path / "build" / "demo"
    pages = [
        "sign-in",
        "sign-in-device",
        "sign-in-secret",
        "sign-in-certificate",
        "connection-test",
        "virtual-machine",
        "filtered",
        "symptom",
        "windows-agent-unresponsive",
        "summary",
    ]
    pages += ["history", "kept-diagnosis", "settings"]
    once = ["failures-read", "failures-examining", "failures-examined"]
    once += ["repairs", "plan", "plan-azure-cli", "plan-powershell", "progress", "before-and-after", "what-has-changed", "comparison-preview"]
    once += ["open-items", "taken-back", "back-up-again", "backup-running", "backup-done", "backup-failed", "summary-backup-done"]
    for language, look in (("en", "light"), ("ru", "dark")):
        for page in once:
            assert list(folder.glob(f"{language}-{look}-*-{page}.png")), page
    for language in ("en", "ru"):
        for look in ("light", "dark"):
            names = [path.name for path in sorted(folder.glob(f"{language}-{look}-*.png"))]
            assert all(any(name.endswith(f"{page}.png") for name in names) for page in pages), names
        assert "erp-app" in PdfReader(folder / f"summary-{language}.pdf").pages[0].extract_text()
    assert "The root cause has changed" in PdfReader(folder / "comparison-en.pdf").pages[0].extract_text()
    assert "sql-prod-01" in PdfReader(folder / "comparison-ru.pdf").pages[0].extract_text()
