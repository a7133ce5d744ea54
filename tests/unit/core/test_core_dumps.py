"""A crash leaves no image of the memory, in which tokens stand."""

from __future__ import annotations

import sys

import pytest

from backup_doctor.core.core_dumps import forbid_core_dumps


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps none by itself")
def test_no_image_of_the_memory_is_written() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_CORE)
    try:
        forbid_core_dumps()
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)
