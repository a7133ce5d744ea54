"""What runs inside a VM says, and whoever has taken that VM over."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

from backup_doctor.arm.errors import Garbled, Rejected
from backup_doctor.arm.guest import LARGEST, LONGEST_TEXT, guest
from backup_doctor.arm.repair_scripts import LARGEST_FILE, outcome_of
from backup_doctor.core.model import Seen
from backup_doctor.lab.guest import HEALTHY
from tests.fuzz.harness import as_seeds, document_in, harness
from tests.helpers.azure_documents import reader

ANSWERS = [{**HEALTHY[os], "clock": "2026-11-22T03:12:40Z"} for os in ("Windows", "Linux")]


@harness("the guest: whoever runs inside the VM", as_seeds(*ANSWERS, "{", '{"v": 2}'), is_json=True)
def probe(data: bytes) -> None:
    """The answer of the in-guest probe: numbers within their bounds, words short and printable, nothing else."""
    try:
        found = guest(reader({"value": [{"message": data.decode("utf-8", "replace")}]}))
    except Garbled:
        return
    for facts in (found, found.windows, found.linux, *found.services):
        for seen in () if facts is None else (getattr(facts, name) for name in facts.__dataclass_fields__):
            if not isinstance(seen, Seen):
                continue
            value: Any = seen.value
            if isinstance(value, str):
                assert len(value) <= LONGEST_TEXT and value.isascii() and value.isprintable()
            elif not isinstance(value, bool):
                assert 0 <= value <= LARGEST


@harness(
    "the guest: whoever runs inside the VM", as_seeds({"value": [{"message": "{}"}]}, {"value": [{"message": json.dumps(ANSWERS[0])}]}), is_json=True
)
def run_command(data: bytes) -> None:
    """Run Command's own answer around it."""
    document = document_in(data)
    try:
        guest(reader(document))
    except Garbled:
        return


PACKED = base64.b64encode(gzip.compress(b"a log file")).decode()
SAID = [
    {"value": [{"message": json.dumps(answer)}]}
    for answer in ({"repair": 1, "ok": True}, {"repair": 1, "ok": False, "said": "no"}, {"repair": 1, "ok": True, "data": PACKED})
]


@harness("the guest: whoever runs inside the VM", as_seeds(*SAID, {"properties": {"output": SAID[2]}}), is_json=True)
def repair_script(data: bytes) -> None:
    """The answer of a repair script: a file within its bound, words short and printable."""
    document = document_in(data)
    if not isinstance(document, dict):
        return
    try:
        unpacked = outcome_of(document)
    except (Garbled, Rejected):
        return
    assert len(unpacked) <= LARGEST_FILE


@harness("the guest: whoever runs inside the VM", as_seeds(PACKED))
def repair_file(data: bytes) -> None:
    """A file that a script hands out, packed."""
    answer = {"repair": 1, "ok": True, "data": data.decode("latin-1")}
    repair_script(json.dumps({"value": [{"message": json.dumps(answer)}]}).encode())
