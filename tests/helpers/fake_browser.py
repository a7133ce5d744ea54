"""A browser that follows a sign-in over loopback, in place of the user's."""

from __future__ import annotations

import ssl
import urllib.request
from html.parser import HTMLParser
from threading import Event, Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.helpers.fake_entra import FakeEntra


class FakeBrowser:
    """Opens the sign-in page and sends its form on, as the real one does with ``response_mode=form_post``."""

    def __init__(self, entra: FakeEntra) -> None:
        self._entra = entra
        self.opened: list[str] = []
        self.is_there = True
        """Whether a browser can be opened at all."""
        self.goes_on = True
        """Whether somebody signs in there; else the page stays open."""
        self.came = Event()
        self._threads: list[Thread] = []

    def open(self, url: str, *_args: object, **_kwargs: object) -> bool:
        """What `webbrowser.open` is."""
        self.opened.append(url)
        self.came.set()
        if self.is_there and self.goes_on:
            thread = Thread(target=self._follow, args=(url,), daemon=True)
            self._threads.append(thread)
            thread.start()
        return self.is_there

    @property
    def query(self) -> dict[str, str]:
        """What the last page was opened with."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.opened[-1]).query).items()}

    def close(self) -> None:
        """Wait until it has nothing more to do."""
        for thread in self._threads:
            thread.join()

    def _follow(self, url: str) -> None:
        trust = ssl.create_default_context(cafile=self._entra.ca_file)
        with urllib.request.urlopen(url, context=trust) as page:
            form = _Form(page.read().decode())
        with urllib.request.urlopen(form.action, data=urlencode(form.fields).encode()) as end:
            end.read()


class _Form(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = given["action"]
        elif tag == "input":
            self.fields[given["name"]] = given["value"]


def no_browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From now on opening a browser is noted, and refused; a test asserts that the list stays empty."""
    opened: list[str] = []

    def refuse(url: str, *_args: object, **_kwargs: object) -> bool:
        opened.append(url)
        return False

    monkeypatch.setattr("webbrowser.open", refuse)
    return opened
