"""The contrast of WCAG 2.2."""

from __future__ import annotations

LEAST_FOR_SHAPES = 3.0
"""Of borders, rings and glyphs (1.4.11)."""
LEAST_FOR_WORDS = 4.5
"""AA (1.4.3)."""
LEAST_FOR_ALL_WORDS = 7.0
"""AAA (1.4.6), kept in high contrast."""


def contrast(one: str, other: str) -> float:
    """The ratio of two colours written ``#rrggbb``."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
