"""Asks whether a newer version is out. The one request of this program that does not go to Azure, and only where somebody has switched it on."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from ..core.model import CouldNotLook
from ..core.text import Text
from ..core.text import lazy_translate as translate
from ..core.updates import LARGEST, BadNotice, Notice, read_notice

if TYPE_CHECKING:
    import requests

    from .wire import Wire

TIMEOUTS = (5, 5)
"""Seconds to wait for a connection, and for the next byte."""

PATIENCE = 15.0
"""Seconds for the whole answer, however slowly it drips."""

HEADERS = {"User-Agent": "backup-doctor", "Accept": "application/json", "Accept-Encoding": "identity", "Connection": "close"}
"""The same from everybody: nothing that tells one computer from another."""


class CouldNotAsk(Exception):
    """Nobody knows whether there is a newer version. Carries the reason for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def ask(address: str, wire: Wire) -> Notice:
    """Ask once; blocks.

    Args:
        address: as `core.web_address` lets it pass.

    Raises:
        CouldNotAsk: no notice was to be had.
    """
    import requests

    try:
        with wire.session() as session:
            return read_notice(_answer(session, address))
    except CouldNotLook as error:  # what stands in the way to anything: a proxy, a certificate
        raise CouldNotAsk(error.text) from error
    except BadNotice as error:
        raise CouldNotAsk(error.text) from error
    except (requests.RequestException, OSError) as error:
        raise CouldNotAsk(translate("Updates", "there was no answer ({reason})").format(reason=type(error).__name__)) from error


def _answer(session: requests.Session, address: str) -> bytes:
    """The body of one answer, of which no more is read than a notice may have. It leads nowhere else: a redirect is none."""
    import requests

    request = session.prepare_request(requests.Request("GET", address, headers=HEADERS))
    ways = session.merge_environment_settings(request.url, {}, True, None, None) | {"stream": True}
    end = monotonic() + PATIENCE
    with session.send(request, timeout=TIMEOUTS, allow_redirects=False, **ways) as response:
        if response.status_code != 200 or response.headers.get("Content-Encoding", "identity") != "identity":
            raise BadNotice(translate("Updates", "the answer was {status}").format(status=str(response.status_code)))
        body = b""
        while len(body) <= LARGEST and (more := response.raw.read1(LARGEST)):
            body += more
            if monotonic() > end:
                raise BadNotice(translate("Updates", "the answer took too long"))
    return body
