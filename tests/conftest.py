"""What every test stands on: no display, no user's files, no password store, one time zone and one language."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from tests.helpers.logfail import log_watch as log_watch

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests/golden"

_SURROUNDINGS = {
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "en",
    "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
}

_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Named by some machines and not by others; each bundle takes its time to read, in every diagnosis anew."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the files of tests/golden instead of comparing with them")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Rewriting takes the tests that write; all the others would make it wait for the whole suite."""
    if config.getoption("--update-golden"):
        items[:] = [item for item in items if "golden" in getattr(item, "fixturenames", ())]


def pytest_configure() -> None:
    """Before Qt or the program is imported: both read the environment once."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.update(_SURROUNDINGS)
    for name in _CERTIFICATES:
        os.environ.pop(name, None)
    if hasattr(time, "tzset"):  # not on Windows
        time.tzset()
    settings.register_profile("patient", settings(deadline=None))  # a busy machine is no fault of the code
    settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def _own_runtime_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Caches and sockets of the run; Qt warns when the second is not private to the user."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    runtime = tmp_path_factory.mktemp("runtime")
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders to come. pytest's own numbers cost a look at every folder there is, which thousands of tests make slow."""
    street = tmp_path_factory.mktemp("homes")
    return (street / str(number) for number in count(1))


@pytest.fixture(autouse=True)
def home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for each test, so that no test meets the user's settings or another test's."""
    folder = next(_homes)
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name, part in {"CONFIG": ".config", "DATA": ".local/share", "STATE": ".local/state"}.items():
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / part))
    return folder


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares text with a file of ``tests/golden`` (or of another folder, named from the project's root), or rewrites
    the file when asked to by ``--update-golden``."""
    update = bool(request.config.getoption("--update-golden"))

    def same(name: str, text: str) -> None:
        path = ROOT / name if "/" in name else GOLDEN / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        assert text == kept, f"{name} differs; if the new text is right, run: make golden"

    return same
