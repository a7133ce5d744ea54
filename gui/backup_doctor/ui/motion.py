"""Whether the system asks for stillness."""

from __future__ import annotations

import sys


def system_is_still() -> bool:
    """Whether animation is switched off in the system's settings.

    Windows says it ("Animation effects", SPI_GETCLIENTAREAANIMATION). Elsewhere Qt 6.11 does not know, so the user's own
    setting decides.
    """
    if sys.platform != "win32":
        return False
    import ctypes

    animated = ctypes.c_int(1)
    asked = ctypes.windll.user32.SystemParametersInfoW(0x1042, 0, ctypes.byref(animated), 0)
    return bool(asked) and not animated.value
