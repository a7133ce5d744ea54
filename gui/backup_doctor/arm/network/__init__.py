"""The VM's way out: which rule and which route decide an outbound flow.

Semantics: Azure's network security group overview (2025-07-15), user-defined routes overview (2023-05-27)
and default outbound access (2025-12-03). `documents` asks Azure, `ways` puts the answers together, `paths` follows them; the rest only reads.
"""

from __future__ import annotations

from .documents import Documents
from .paths import dns_servers, outbound
from .ways import WaysOut, ways_out

__all__ = ["Documents", "WaysOut", "dns_servers", "outbound", "ways_out"]
