"""``policy``: what the organisation has laid down for this computer, so that an administrator sees what has arrived."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from ..core.language import Language
from ..core.plain import plain
from ..core.policy import Policy, told
from ..core.text import lazy_translate as translate
from .exits import Exit
from .files import check_place
from .plan_json import dumped, head
from .result import Result


def policy(arguments: argparse.Namespace, words: Language) -> Exit:
    """Carry out the command. What is wrong with the policy has been said on stderr already, as at every start.

    Raises:
        Stop: a file that cannot be written.
    """
    check_place(arguments.output)
    held: Policy = arguments.policy
    with Result(arguments.format, arguments.output, words) as result:
        result.text(lambda: _lines(held, words))
        result.document(lambda: dumped(_document(held, words)))
    return Exit.NOT_UNDERSTOOD if held.problems else Exit.DONE


def _lines(held: Policy, words: Language) -> Iterator[str]:
    if not held.source:
        yield words.render(translate("PolicyText", "Your organisation has set nothing for this computer."))
        return
    yield plain(words.render(translate("PolicyText", "Set in: {source}").format(source=held.source)))
    yield from (plain(f"  {words.render(sentence)}") for sentence in told(held))


def _document(held: Policy, words: Language) -> dict[str, object]:
    return {
        **head(),
        "source": held.source,
        "problems": [words.render(problem) for problem in held.problems],
        "settings": {
            "AllowRepairs": held.repairs,
            "AllowRunCommand": held.run_command,
            "AllowRemembering": held.remembering,
            "AllowHistory": held.history,
            "AllowUpdateCheck": held.update_check,
            "UpdateAddress": held.update_address or None,
            "SignInMethods": None if held.methods is None else sorted(held.methods),
            "Tenant": held.tenant or None,
            "Cloud": held.cloud or None,
            "Language": held.language or None,
        },
    }
