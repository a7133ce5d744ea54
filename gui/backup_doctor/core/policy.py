"""What an organisation has laid down for this computer, and no user can change.

Whatever a policy cannot be understood to allow, it forbids. `core.policy_settings` says what can be laid down, `core.policy_source` reads it.
The guards stand where things are done (the gateway, the sign-in, the memory), not at the buttons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .text import Text
from .text import lazy_translate as translate

if TYPE_CHECKING:
    from .offer import Offer
    from .plan import Request


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds on this computer. Without any policy everything is allowed and nothing is laid down."""

    repairs: bool = True
    run_command: bool = True
    remembering: bool = True
    history: bool = True
    update_check: bool = True
    update_address: str = ""
    methods: frozenset[str] | None = None
    """The only ways to sign in; None for all of them, none where nobody can make out which."""
    tenant: str = ""
    """Id, in lower case; empty for any."""
    cloud: str = ""
    """Name of one or an endpoint; empty for any."""
    language: str = ""
    source: str = ""
    """The file or the key of the registry; empty where there is none."""
    problems: tuple[Text, ...] = ()
    """What is wrong with it, a sentence each."""

    def for_demo(self) -> Policy:
        """The same for the built-in demo tenant, to which nobody signs in; what may be done stays as it is."""
        return replace(self, methods=None, tenant="", cloud="")


def closed(source: str, reason: Text | str) -> Policy:
    """A policy that is there and cannot be read: whatever it may forbid is forbidden."""
    text = translate(
        "Policy",
        "The policy of your organisation ({source}) cannot be read: {reason}. Until that is corrected, nobody can sign in, and everything "
        "that a policy can forbid is forbidden.",
    )
    none: frozenset[str] = frozenset()
    return Policy(False, False, False, False, False, methods=none, source=source, problems=(text.format(source=source, reason=reason),))


NO_REPAIRS = translate("Policy", "Set by your organisation: nothing may be changed in Azure from this computer (AllowRepairs).")
NO_RUN_COMMAND = translate("Policy", "Set by your organisation: nothing may be run inside virtual machines from this computer (AllowRunCommand).")
NO_REMEMBERING = translate(
    "Policy", "Set by your organisation: accounts and secrets are kept in memory only and forgotten when the program ends (AllowRemembering)."
)
NO_HISTORY = translate("Policy", "Set by your organisation: finished diagnoses are not kept on this computer (AllowHistory).")
NO_UPDATE_CHECK = translate("Policy", "Set by your organisation: the program does not ask for newer versions (AllowUpdateCheck).")


def against(policy: Policy, requests: Iterable[Request]) -> Text | None:
    """What a policy has against changes; None where it has nothing."""
    if not policy.repairs:
        return NO_REPAIRS
    if not policy.run_command and any(request.runs_script for request in requests):
        return NO_RUN_COMMAND
    return None


def under(policy: Policy, offer: Offer) -> Offer:
    """An offer as it stands on this computer: its plan can be looked at, whatever the policy says."""
    if offer.plan is None or offer.reason is not None:
        return offer
    reason = against(policy, (step.request for step in offer.plan.steps if step.request is not None))
    return offer if reason is None else replace(offer, reason=reason)


def told(policy: Policy) -> Iterator[Text]:
    """What holds on this computer because of it, a sentence each; nothing where there is none."""
    for allowed, sentence in (
        (policy.repairs, NO_REPAIRS),
        (policy.run_command, NO_RUN_COMMAND),
        (policy.remembering, NO_REMEMBERING),
        (policy.history, NO_HISTORY),
        (policy.update_check, NO_UPDATE_CHECK),
    ):
        if not allowed:
            yield sentence
    yield from told_of_sign_in(policy)
    for value, text in (
        (policy.update_address, translate("Policy", "Set by your organisation: newer versions are told of at {value} (UpdateAddress).")),
        (policy.language, translate("Policy", "Set by your organisation: the language is “{value}” until another one is chosen (Language).")),
    ):
        if value:
            yield text.format(value=value)


def told_of_sign_in(policy: Policy) -> Iterator[Text]:
    """The part of it that concerns signing in."""
    if policy.methods is not None and not policy.methods:
        yield translate("Policy", "Set by your organisation: nobody can sign in (SignInMethods, Tenant or Cloud).")
    elif policy.methods is not None:
        text = translate("Policy", "Set by your organisation: the only ways to sign in are {methods} (SignInMethods).")
        yield text.format(methods=", ".join(sorted(policy.methods)))
    for value, text in (
        (policy.tenant, translate("Policy", "Set by your organisation: the only tenant is {value} (Tenant).")),
        (policy.cloud, translate("Policy", "Set by your organisation: the only cloud is {value} (Cloud).")),
    ):
        if value:
            yield text.format(value=value)
