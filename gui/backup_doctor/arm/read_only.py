"""Which requests only read."""

from __future__ import annotations

READS = ("GET", "HEAD")

READING_POSTS = (
    "/providers/microsoft.resourcegraph/resources",
    "/effectivenetworksecuritygroups",
    "/effectiveroutetable",
    "/backupstatus",
)


def only_reads(method: str, path: str) -> bool:
    """Whether a request changes nothing in Azure. A POST that only reads has to be named here."""
    return method in READS or (method == "POST" and path.casefold().endswith(READING_POSTS))
