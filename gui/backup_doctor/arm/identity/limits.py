"""Where and how an organisation lets its people sign in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...core.policy import Policy
from ...core.text import lazy_translate as translate
from ..cloud import CLOUDS, BadEndpoint, Cloud, custom
from .failures import SignInFailed
from .method import SignIn

if TYPE_CHECKING:
    from ..signin import Account


def within(policy: Policy, sign_in: SignIn) -> SignIn:
    """A sign-in as the policy lets it be: in its tenant where none was named, and without a token cache where nothing may be remembered.

    Raises:
        SignInFailed: the policy does not let it be at all.
    """
    if policy.methods is not None and sign_in.method not in policy.methods:
        text = translate("SignIn", "Set by your organisation: this way to sign in is not allowed here. Allowed is: {methods}. (Policy: {source})")
        raise SignInFailed(text.format(methods=", ".join(sorted(policy.methods)) or "—", source=policy.source))
    fixed = fixed_cloud(policy)
    if fixed is not None and fixed.endpoint.casefold() != sign_in.cloud.endpoint.casefold():
        text = translate("SignIn", "Set by your organisation: you can sign in to {allowed} only, not to {wanted}. (Policy: {source})")
        raise SignInFailed(text.format(allowed=fixed.endpoint, wanted=sign_in.cloud.endpoint, source=policy.source))
    if policy.tenant and sign_in.tenant and "." not in sign_in.tenant:  # which tenant a domain stands for shows when one is in
        _require_tenant(policy, sign_in.tenant)
    return replace(sign_in, tenant=sign_in.tenant or policy.tenant, cache=sign_in.cache if policy.remembering else "")


def require_within(policy: Policy, account: Account) -> None:
    """An account has come in where the policy lets it; a token from elsewhere, or a domain, may have led somewhere else.

    Raises:
        SignInFailed: it has not.
    """
    if policy.tenant:
        _require_tenant(policy, account.tenant_id)


def fixed_cloud(policy: Policy) -> Cloud | None:
    """The only cloud of a policy; None where it names none.

    Raises:
        SignInFailed: what it names is none.
    """
    if not policy.cloud:
        return None
    try:
        return CLOUDS[policy.cloud] if policy.cloud in CLOUDS else custom(policy.cloud)
    except BadEndpoint as error:
        raise SignInFailed(error.text) from error


def _require_tenant(policy: Policy, tenant: str) -> None:
    if tenant.casefold() != policy.tenant:
        text = translate("SignIn", "Set by your organisation: you can sign in to tenant {allowed} only, not to {wanted}. (Policy: {source})")
        raise SignInFailed(text.format(allowed=policy.tenant, wanted=tenant or "—", source=policy.source))
