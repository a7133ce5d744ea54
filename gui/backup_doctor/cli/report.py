"""``report``: a PDF of a saved diagnosis."""

from __future__ import annotations

import argparse

from ..core.language import Language
from ..core.redact import redact
from ..core.report import BadReport, loads
from ..core.text import lazy_translate as translate
from .exits import Exit, Stop
from .files import check_place, write


def report(arguments: argparse.Namespace, words: Language) -> Exit:
    """Carry out the command.

    Raises:
        Stop: the diagnosis cannot be read, or the PDF not written.
    """
    check_place(arguments.pdf, arguments.diagnosis)
    try:
        diagnosis = loads(arguments.diagnosis.read_bytes())
    except OSError as error:
        text = translate("CommandLine", "{file} cannot be read: {reason}")
        raise Stop(Exit.USAGE, text.format(file=str(arguments.diagnosis), reason=error.strerror or str(error))) from error
    except BadReport as error:
        text = translate("CommandLine", "{file} cannot be used: {reason}")
        raise Stop(Exit.USAGE, text.format(file=str(arguments.diagnosis), reason=error.text)) from error
    from ..pdf.render import make_pdf

    write(arguments.pdf, make_pdf(redact(diagnosis) if arguments.redact else diagnosis, words))
    return Exit.NO_CAUSE
