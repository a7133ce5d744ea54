"""From a sign-in as it is asked for to an open session."""

from __future__ import annotations

from dataclasses import replace

from azure.core.credentials import AccessToken

from ...core.policy import Policy
from ...core.text import lazy_translate as translate
from ..credential import claims_of
from ..errors import NotSignedIn
from ..metadata import discover, refuse_foreign_token
from ..signin import Session
from ..signin import sign_in as prove
from ..wire import Wire
from .az import AzureCli
from .failures import SignInFailed, SignInNeeded, SomebodyElse
from .interaction import Interaction, told
from .limits import require_within, within
from .live import LiveCredential, Open
from .method import Method, SignIn
from .shared_source import SharedSource
from .source import PastedToken, Source
from .validation import validate

__all__ = ["SignInFailed", "SignInNeeded", "SomebodyElse", "in_tenant", "open_session"]


async def open_session(sign_in: SignIn, wire: Wire, interaction: Interaction | None = None, policy: Policy | None = None) -> Session:
    """Sign in. Asks a person at most once, and can be cancelled at once whatever the method.

    Where the cloud is only known by its ARM endpoint, that is asked first where one signs in.

    Args:
        policy: what the organisation allows; None for everything. The session goes by it until its end.

    Raises:
        SignInFailed: Entra, Azure CLI or `validate` say no; the words say why and who can help.
        NotSignedIn: Azure does not accept the token.
        Unreachable: Entra or Azure cannot be reached.
        AzureError: anything else Azure says.
    """
    policy = policy or Policy()
    sign_in = within(policy, sign_in)
    validate(sign_in, interaction)
    if sign_in.method is not Method.TOKEN:
        sign_in = replace(sign_in, cloud=await discover(sign_in.cloud, wire))
    reopen = _opener(wire, interaction, policy)
    source, token = await reopen(sign_in, None)
    return await _proved(LiveCredential(sign_in, source, token, reopen), wire, interaction, policy)


async def in_tenant(session: Session, tenant_id: str) -> Session:
    """The same account in another tenant; a session of its own, to be closed by itself.

    Silent where the account's refresh token serves; else the person is asked.

    Raises:
        SignInFailed: the other tenant says no.
        SignInNeeded: it wants to see the person, and nobody was there to be asked, or did not want to.
    """
    live = session.credential
    if not isinstance(live, LiveCredential):
        raise SignInNeeded(translate("SignIn", "An access token is for one tenant. Get one for the tenant you want."))
    wire, interaction, policy = session.gateway.wire, live.interaction, session.gateway.policy
    order = within(policy, replace(live.sign_in, tenant=tenant_id, record=live.source.record or live.sign_in.record))
    validate(order, interaction)
    reopen = _opener(wire, interaction, policy)
    try:
        token = await live.source.token(tenant_id, claims=None, fresh=False)
    except NotSignedIn as error:
        return await _asked(error, order, wire, interaction, policy)
    credential = LiveCredential(order, live.source.share(), token, reopen, tenant=tenant_id)
    return await _proved(credential, wire, interaction, policy)


async def _asked(error: NotSignedIn, order: SignIn, wire: Wire, interaction: Interaction | None, policy: Policy) -> Session:
    """The other tenant wants to see the person."""
    answer = None if interaction is None else await interaction.sign_in_again(error.text, order)
    if answer is None or interaction is None:
        raise SignInNeeded(error.text) from error
    reopen = _opener(wire, interaction, policy)
    answer = replace(answer, cloud=order.cloud, tenant=order.tenant)
    claims = error.claims if isinstance(error, SignInFailed) else None
    with told(interaction):
        source, token = await reopen(answer, claims)
        return await _proved(LiveCredential(answer, source, token, reopen), wire, interaction, policy)


async def _proved(credential: LiveCredential, wire: Wire, interaction: Interaction | None, policy: Policy) -> Session:
    """Ask Azure what the token is worth, and make a session of it."""
    try:
        session = await prove(credential.sign_in.cloud, credential, wire, policy)
    except BaseException:
        await credential.close()
        raise
    try:
        require_within(policy, session.account)
        _require_tenant(credential.sign_in, session)
    except SignInFailed:
        await session.gateway.close()
        raise
    credential.interaction, credential.proved = interaction, True
    user = credential.source.user or session.account.user
    done = replace(credential.sign_in, record=credential.source.record, user=user)
    credential.sign_in = done
    account = replace(session.account, user=user, method=done.method)
    return replace(session, account=account, sign_in=done)


def _require_tenant(sign_in: SignIn, session: Session) -> None:
    """A token may be made out for another tenant than the one that was asked for, when it comes from elsewhere."""
    wanted, account = sign_in.tenant.casefold(), session.account
    if not wanted or wanted == account.tenant_id.casefold():
        return
    if any(wanted in tenant.domains and tenant.id.casefold() == account.tenant_id.casefold() for tenant in account.tenants):
        return
    if sign_in.method is not Method.TOKEN and "." in wanted:
        return  # Entra itself has resolved the domain, and knows more of them than Azure lists
    text = translate("SignIn", "The access token belongs to tenant {found}, not to {wanted}. Get a token for the tenant you want.")
    raise SomebodyElse(text.format(found=account.tenant_id or "—", wanted=sign_in.tenant))


def _opener(wire: Wire, interaction: Interaction | None, policy: Policy) -> Open:
    async def opened(sign_in: SignIn, claims: str | None) -> tuple[SharedSource, AccessToken]:
        sign_in = within(policy, sign_in)  # whoever is asked again may choose another way
        validate(sign_in, interaction)
        if sign_in.method is Method.TOKEN:
            refuse_foreign_token(sign_in.cloud, claims_of(sign_in.token))
        source = _source(sign_in, wire, interaction)
        try:
            await source.prompt(claims)
            token = await source.token()
        except BaseException:
            await source.close()
            raise
        return SharedSource(source), token

    return opened


def _source(sign_in: SignIn, wire: Wire, interaction: Interaction | None) -> Source:
    if sign_in.method is Method.TOKEN:
        return PastedToken(sign_in.token)
    if sign_in.method is Method.CLI:
        return AzureCli(sign_in)
    from .entra_source import EntraSource  # msal and cryptography, which the other methods do without

    return EntraSource(sign_in, wire, interaction)
