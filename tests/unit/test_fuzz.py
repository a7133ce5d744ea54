"""Every parser of what strangers say, fed with what it was not made for. `make fuzz` does it for hours, guided by coverage."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.all import HARNESSES
from tests.fuzz.mutate import bent_bytes
from tests.helpers.logfail import LogWatch

TRIES, FEW = 25, 3
"""Inputs of each kind for each harness."""

IN_THE_SUITE = [name for name in HARNESSES if name != "whole-diagnosis"]
"""A whole diagnosis under every trouble is what `test_trouble.py` is for."""

FINDINGS: tuple[tuple[str, bytes], ...] = (
    ("headers", b"344444444444444444444444444444 Nov 6 0:4"),
    ("headers", b"Mon, 01 Jan 0001 00:00:00 +1400"),
    ("headers", b"9" * 5000),
    ("bodies", b"[" * 2000),
    ("refusals", b"[" * 2000),
    ("entra", b"[" * 2000),
    ("azure-cli", b"[" * 2000),
    ("azure-cli", b'{"accessToken": "x", "expires_on": Infinity}'),
    ("token", b"[" * 2000),
    ("remembered", b"[" * 2000),
    ("remembered", b'{"method": "browser", "last_used": "0001-01-01T00:00:00+14:00"}'),
    ("remembered", b'{"method": "browser", "last_used": "0002-01-01T00:00:00+14:00"}'),
    ("settings", b"[General]\n=x\n"),
    ("endpoint", b"http://[::1]+x"),
    ("cloud-metadata", b'{"authentication": {"loginEndpoint": "https://login. contoso.example", "audiences": ["https://arm.contoso.example"]}}'),
)
"""What has once broken something."""


@pytest.mark.parametrize("name", IN_THE_SUITE)
def test_what_is_well_formed_is_read(name: str) -> None:
    seeds = list(HARNESSES[name].seeds())
    assert seeds
    for seed in seeds[:: 9 if HARNESSES[name].slow else 1]:
        HARNESSES[name].run(seed)


@pytest.mark.parametrize(("name", "found"), FINDINGS)
def test_what_was_found_once_does_not_break_anything_again(name: str, found: bytes) -> None:
    HARNESSES[name].run(found)


def test_a_certificate_of_no_version_is_no_certificate() -> None:
    good = next(iter(HARNESSES["certificate"].seeds()))
    version = good.index(b"\xa0\x03\x02\x01\x02") + 4
    HARNESSES["certificate"].run(good[:version] + b"\x50" + good[version + 1 :])


@pytest.mark.parametrize("name", IN_THE_SUITE)
def test_anything_else_is_survived(name: str, log_watch: LogWatch) -> None:
    chosen = HARNESSES[name]
    seeds = list(chosen.seeds())
    if name == "settings":
        logging.getLogger("backup_doctor.ui.settings_file").warning("settings.ini is damaged and was put aside")  # whether one is, chance decides
        log_watch.expect("settings.ini is damaged and was put aside")

    @settings(max_examples=FEW if chosen.slow else TRIES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.sampled_from(seeds), st.integers(0, 10**6), st.integers(1, 4), st.binary(max_size=40))
    def survive(seed: bytes, number: int, times: int, words: bytes) -> None:
        bent = bent_bytes(seed, number, times) if chosen.is_json else None
        if bent is None:
            at = Random(number).randrange(len(seed) + 1)
            bent = seed[:at] + words + seed[at + times :]
        chosen.run(bent)

    survive()


def test_bending_changes_one_place_and_stays_json() -> None:
    before: Any = {"a": [1, {"b": "text"}], "c": None}
    written = json.dumps(before).encode()
    assert all(
        json.loads(bent_bytes(written, seed, 1) or b"") is not None for seed in range(200) if bent_bytes(written, seed, 1) not in (None, b"null")
    )
    assert sum(bent_bytes(written, seed, 1) != written for seed in range(200)) > 150


def test_each_harness_stands_in_a_file_that_the_fuzzer_finds() -> None:
    files = [file.read_text("utf-8") for file in Path("tests/fuzz").glob("*.py")]
    for name in HARNESSES:
        assert sum(f"def {name.replace('-', '_')}(data" in file for file in files) == 1, name
