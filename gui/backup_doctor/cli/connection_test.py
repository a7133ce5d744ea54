"""``connection``: tries the way to Azure, hop by hop, without signing in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from ..arm.wire import Wire
from ..arm.wire.hops import Certificate, Connection, Hop
from ..arm.wire.words import as_text
from ..core.language import Language
from ..core.report_values import moment
from .connection import cloud_of
from .exits import Exit
from .files import check_place, put_out
from .plan_json import dumped, head


async def connection(arguments: argparse.Namespace, words: Language) -> Exit:
    """Carry out the command.

    The proxies are those of the environment and of the system's static settings; a PAC file is read by the window only.

    Raises:
        Stop: --cloud or --arm name no endpoint, or the result cannot be written.
    """
    from ..arm.wire.connection_test import test_connection

    check_place(arguments.output)
    found = await test_connection(cloud_of(arguments), Wire())
    put_out(dumped(_document(found, words)) if arguments.format == "json" else as_text(found.hops, words), arguments.output)
    return Exit.NO_CAUSE if found.is_fine else Exit.NO_AZURE


def _document(found: Connection, words: Language) -> dict[str, Any]:
    return {**head(), "at": moment(found.at), "fine": found.is_fine, "hops": list(_hops(found.hops, words))}


def _hops(hops: tuple[Hop, ...], words: Language) -> Iterator[dict[str, Any]]:
    for hop in hops:
        yield {
            "place": hop.place,
            "host": hop.host,
            "step": hop.step,
            "status": hop.status,
            "seen": words.render(hop.seen),
            "advice": None if hop.advice is None else words.render(hop.advice),
            "milliseconds": hop.milliseconds,
            "certificates": [_certificate(certificate) for certificate in hop.certificates],
        }


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "names": list(certificate.names),
        "notBefore": moment(certificate.not_before),
        "notAfter": moment(certificate.not_after),
        "sha256": certificate.sha256,
    }
