"""The ``$filter`` of Azure Backup's lists: equalities joined by ``and``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..answers import Json, lab_does_not_know

_CONDITION = re.compile(r"\s*(\w+)\s+eq\s+'([^']*)'\s*", re.IGNORECASE)


def conditions(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """Read a filter.

    Args:
        known: the property each name stands for, by the name in lower case.

    Raises:
        ArmError: 501 for anything else.
    """
    wanted: dict[str, str] = {}
    for part in re.split(r"\s+and\s+", text.strip(), flags=re.IGNORECASE) if text.strip() else ():
        found = _CONDITION.fullmatch(part)
        if found is None or found[1].casefold() not in known:
            raise lab_does_not_know(f"$filter={text}")
        wanted[known[found[1].casefold()]] = found[2]
    return wanted


def matches(properties: Json, wanted: Mapping[str, str]) -> bool:
    """Whether all conditions hold, letter case aside."""
    return all(str(properties.get(name, "")).casefold() == value.casefold() for name, value in wanted.items())
