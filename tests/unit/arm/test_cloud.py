"""Where a token may be sent."""

from __future__ import annotations

import pytest

from backup_doctor.arm.cloud import CLOUDS, PUBLIC, BadEndpoint, custom


@pytest.mark.parametrize(
    ("given", "endpoint"),
    [
        ("https://management.example.com", "https://management.example.com"),
        (" https://management.example.com/ ", "https://management.example.com"),
        ("https://azure.example.com:8443/arm/", "https://azure.example.com:8443/arm"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost"),
        ("http://[::1]:80/", "http://[::1]:80"),
    ],
)
def test_an_arm_endpoint_is_https_or_this_machine(given: str, endpoint: str) -> None:
    assert custom(given).endpoint == endpoint


@pytest.mark.parametrize(
    "given",
    [
        "",
        "management.azure.com",
        "ftp://management.example.com",
        "https://",
        "https://management.example.com?x=1",
        "https://management.example.com/#x",
        "https://user:secret@management.example.com",
        "https://management.example.com:port",
        "https://[::1",
        "http://[::1]+x",
        "http://[::1]x.example.com:80",
        "http://management.example.com",
        "http://127.0.0.1.example.com",
        "http://localhost@example.com",
        "http://127.0.0.1\\@example.com",
        "http://0.0.0.0",
        "x" * 10_000,
        "https://m\u0430nagement.azure.com",  # a Cyrillic letter
        "https://evil.example\\.management.azure.com",  # for some readers the host ends at the backslash
        "https://evil.example%2f.management.azure.com",
    ],
)
def test_anything_else_gets_no_token(given: str) -> None:
    with pytest.raises(BadEndpoint) as refused:
        custom(given)
    assert len(str(refused.value)) < 400


def test_the_government_has_a_scope_that_is_not_its_endpoint() -> None:
    assert {name: cloud.scope for name, cloud in CLOUDS.items()} == {
        "public": "https://management.azure.com/.default",
        "usgov": "https://management.core.usgovcloudapi.net/.default",
        "china": "https://management.chinacloudapi.cn/.default",
    }
    assert CLOUDS["public"] is PUBLIC
