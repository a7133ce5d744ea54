"""Moments on paper: by the reader's clock, and by the clock that everybody shares."""

from __future__ import annotations

from datetime import UTC, datetime

from ..core.language import Language


def local(moment: datetime, language: Language) -> str:
    """The moment in the time zone of this computer, which is named beside it."""
    offset = moment.astimezone().strftime("%z")
    return f"{language.moment(moment)} (UTC{offset[:3]}:{offset[3:5]})"


def utc(moment: datetime) -> str:
    """The moment as machines and other time zones read it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
