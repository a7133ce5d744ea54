"""Every harness there is."""

from __future__ import annotations

from tests.fuzz import azure, diagnosis, files, guests, sign_in, words
from tests.fuzz.harness import HARNESSES

__all__ = ["HARNESSES", "azure", "diagnosis", "files", "guests", "sign_in", "words"]
