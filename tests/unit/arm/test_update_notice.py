"""The question for a newer version, against a server on loopback that answers as servers do and as they should not."""

from __future__ import annotations

import http.server
import time
from pathlib import Path

import pytest
import trustme

from backup_doctor.arm import update_notice
from backup_doctor.arm.update_notice import CouldNotAsk, ask
from backup_doctor.arm.wire import Wire
from backup_doctor.core.updates import LARGEST, Notice
from tests.helpers.notices import GOOD, PAGE, Answer, says, site


def test_a_notice_is_had_with_one_request_that_tells_nothing_of_the_asker() -> None:
    with site(says(GOOD)) as place:
        assert ask(place.url, Wire()) == Notice("9.8.7", PAGE)
        assert ask(place.url, Wire()) == Notice("9.8.7", PAGE)
    assert place.paths == ["/notice.json"] * 2
    first, second = place.asked
    assert first == second, "no two questions can be told apart"
    assert set(first) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert first["User-Agent"] == "backup-doctor", "not even the version"


@pytest.mark.parametrize(
    "answer",
    [
        says(b"no", 404),
        says(GOOD, 500),
        says(GOOD, 204),
        says(b"", 302, Location="/other.json"),
        says(b"<html>sign in to the wireless network</html>"),
        says(GOOD + b" " * LARGEST),
        says(GOOD, Content_Encoding="gzip"),
    ],
)
def test_any_other_answer_is_none(answer: Answer) -> None:
    with site(answer) as place, pytest.raises(CouldNotAsk):
        ask(place.url, Wire())
    assert place.paths == ["/notice.json"], "nobody else is asked instead"


def test_an_endless_answer_is_not_read_to_its_end() -> None:
    sent: list[int] = []

    def endless(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            while sum(sent) < 1 << 28:
                sent.append(request.wfile.write(b"x" * 65536))
        except OSError:
            return

    with site(endless) as place, pytest.raises(CouldNotAsk, match="too long for a notice"):
        ask(place.url, Wire())
    assert sum(sent) < 1 << 27


def test_an_answer_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update_notice, "PATIENCE", 0.3)

    def drips(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            for _ in range(100):
                request.wfile.write(b" ")
                request.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    with site(drips) as place, pytest.raises(CouldNotAsk, match="took too long"):
        ask(place.url, Wire())


def test_a_certificate_that_is_not_trusted_is_said(tmp_path: Path) -> None:
    authority = trustme.CA()
    with site(says(GOOD), authority.issue_cert("localhost")) as place:
        with pytest.raises(CouldNotAsk, match="not trusted"):
            ask(place.url, Wire())
        file = tmp_path / "root.pem"
        authority.cert_pem.write_to_path(str(file))
        assert ask(place.url, Wire(ca_file=str(file))) == Notice("9.8.7", PAGE)


def test_it_goes_through_the_proxy_like_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")  # nobody listens there
    with pytest.raises(CouldNotAsk, match=r"proxy http://127\.0\.0\.1:9"):
        ask("https://updates.example.com/notice.json", Wire())


def test_nobody_there_is_said_without_a_traceback() -> None:
    with pytest.raises(CouldNotAsk, match="there was no answer"):
        ask("http://127.0.0.1:9/notice.json", Wire())
