"""The VM's way out: which rule and which route decide an outbound flow.

Semantics: Azure's network security group overview (2025-07-15), user-defined routes overview (2023-05-27)
and default outbound access (2025-12-03). `documents` asks Azure, `paths` puts the answers together; the rest only reads.
"""

from __future__ import annotations

from .documents import Documents
from .paths import Aim, dns_servers, outbound

__all__ = ["Aim", "Documents", "dns_servers", "outbound"]
