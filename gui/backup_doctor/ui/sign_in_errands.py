"""What the window sends the worker to do about signing in. Secrets are read and written here, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from ..arm.cloud import CLOUDS, BadEndpoint, Cloud, custom
from ..arm.identity.method import PRINCIPAL, Method, SignIn
from ..core.model import CouldNotLook
from ..core.text import Text
from ..core.text import lazy_translate as translate

if TYPE_CHECKING:
    from ..arm.identity.interaction import Interaction
    from ..arm.memory import Keeping, Memory, RememberedAccount
    from ..arm.signin import Session
    from ..arm.wire import Wire
    from ..core.policy import Policy

T = TypeVar("T")


class Help(StrEnum):
    """What the window can offer when a sign-in has not worked."""

    TENANT = "tenant"
    DEVICE_CODE = "device-code"
    CONNECTION_TEST = "connection-test"
    PROXY_PASSWORD = "proxy-password"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something about signing in did not work."""

    text: Text
    """The whole of it in a sentence or two."""
    heading: Text | None = None
    who: Text | None = None
    """Who can do something about it, a whole sentence."""
    said: str = ""
    """Entra's own words."""
    helps: tuple[Help, ...] = ()
    lacking: SignIn | None = field(default=None, repr=False)
    """The sign-in that only lacks what has to be typed in."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open session, and what became of the wish to remember it."""

    session: Session
    tokens: Keeping | None = None
    """Where its tokens are kept; None where there is nothing to keep."""
    account: RememberedAccount | None = None
    """As it is remembered; None when it is not."""
    not_remembered: Text | None = None
    """Why it could not be remembered although it should."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What this computer remembers of earlier sign-ins."""

    accounts: tuple[RememberedAccount, ...]
    keeping: Keeping = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tools:
    """What every sign-in is given."""

    wire: Wire
    memory: Memory
    interaction: Interaction
    policy: Policy


async def read_memory(memory: Memory) -> Kept:
    """The remembered accounts, and where they are kept."""

    def read() -> Kept:
        return Kept(memory.accounts(), memory.keeping())

    return await _aside(read)


async def _aside(work: Callable[[], T]) -> T:
    """Ask the password store, which may hang: not in a thread of the loop's own, for which the end of the program would wait."""
    from ..arm.identity.daemon_thread import in_daemon_thread

    return await in_daemon_thread(work)


async def sign_in(order: SignIn, tools: Tools) -> SignedIn | Trouble:
    """Sign in, and remember it where the order names a token cache."""
    return await _told(_open_session(order, tools), order)


async def sign_in_remembered(account: RememberedAccount, tools: Tools) -> SignedIn | Trouble:
    """Sign in as somebody who has been here before: silently, where Azure allows it."""
    try:
        cloud = cloud_of(account)
    except BadEndpoint as error:
        return Trouble(error.text)
    secret, unread = await _secret(account, tools.memory) if account.method in PRINCIPAL else ("", None)
    order = SignIn(
        account.method,
        cloud,
        tenant=account.tenant_id,
        client_id=account.client_id,
        secret=secret if account.method is Method.SECRET else "",
        certificate=account.certificate,
        password=secret if account.method is Method.CERTIFICATE else "",
        user=account.user,
        record=account.record,
        cache=account.key,
    )
    if unread is not None:
        return Trouble(translate("SignIn", "{reason} Try again after that, or type it in below.").format(reason=unread), lacking=order)
    if order.method is Method.SECRET and not order.secret:
        words = translate("SignIn", "The secret of this application is not kept on this computer any more. Type it in below.")
        return Trouble(words, lacking=order)
    return await sign_in(order, tools)


async def _secret(account: RememberedAccount, memory: Memory) -> tuple[str, Text | None]:
    """What is kept, and why it cannot be read."""
    from ..arm.memory import CannotRecall

    try:
        return await _aside(lambda: memory.secret(account)), None
    except CannotRecall as error:
        return "", error.text


def cloud_of(account: RememberedAccount) -> Cloud:
    """Where a remembered account belongs.

    Raises:
        BadEndpoint: its endpoint is none.
    """
    return CLOUDS[account.cloud] if account.cloud in CLOUDS else custom(account.cloud)


async def in_tenant(session: Session, tenant_id: str, tools: Tools) -> SignedIn | Trouble:
    """The same account in another of its tenants."""

    async def open_it() -> SignedIn:
        from ..arm.identity import open_session

        opened = await open_session.in_tenant(session, tenant_id)
        return await _remembered(opened, _order_of(opened), tools)

    return await _told(open_it(), _order_of(session))


async def forget(account: RememberedAccount, memory: Memory) -> Trouble | None:
    """Remove all that is kept of an account; what could not be removed is told."""
    from ..arm.memory import MemoryFailed

    try:
        await _aside(lambda: memory.forget(account))
    except MemoryFailed as error:
        return Trouble(error.text, translate("SignIn", "The account could not be forgotten"))
    return None


async def forget_all(memory: Memory) -> Trouble | None:
    """Remove all that is kept of every account; what could not be removed is told."""
    from ..arm.memory import MemoryFailed

    try:
        await _aside(memory.forget_all)
    except MemoryFailed as error:
        return Trouble(error.text, translate("SignIn", "Not every account could be forgotten"))
    return None


async def keep_subscription(account: RememberedAccount, subscription: str, memory: Memory) -> RememberedAccount:
    """Remember where the account has worked last.

    Raises:
        CannotRemember: with the reason.
    """
    kept = replace(account, subscription=subscription, last_used=datetime.now(UTC))
    await _aside(lambda: memory.remember(kept))
    return kept


async def _open_session(order: SignIn, tools: Tools) -> SignedIn:
    from ..arm.identity import open_session

    session = await open_session.open_session(order, tools.wire, tools.interaction, tools.policy)
    return await _remembered(session, order if tools.policy.remembering else replace(order, cache=""), tools)


async def _remembered(session: Session, order: SignIn, tools: Tools) -> SignedIn:
    """Write a session that is open into the memory, if that is wanted."""
    from ..arm.memory import MemoryFailed
    from ..arm.memory.token_cache import token_cache

    if order.method in (Method.TOKEN, Method.CLI) and not order.cache:
        return SignedIn(session)
    _, tokens = await _aside(lambda: token_cache(order.cache))
    if not order.cache:
        return SignedIn(session, tokens)
    account = _account(session, order)
    secret = {Method.SECRET: order.secret, Method.CERTIFICATE: order.password}.get(order.method, "")
    try:
        await _aside(lambda: tools.memory.remember(account, secret))
    except MemoryFailed as error:
        return SignedIn(session, tokens, not_remembered=error.text)
    return SignedIn(session, tokens, account)


def _order_of(session: Session) -> SignIn:
    """How a session came about; one made from a token tells no more than that."""
    return session.sign_in or SignIn(Method.TOKEN, session.account.cloud)


def _account(session: Session, order: SignIn) -> RememberedAccount:
    from ..arm.memory import RememberedAccount

    who = session.account
    return RememberedAccount(
        key=order.cache,
        method=order.method,
        user=who.user,
        tenant_id=who.tenant_id,
        tenant=who.tenant,
        cloud=order.cloud.name,
        client_id=order.client_id,
        certificate=order.certificate,
        record=_order_of(session).record,
    )


async def _told(work: Coroutine[Any, Any, T], order: SignIn) -> T | Trouble:
    """What came of it, or why nothing did."""
    try:
        return await work
    except CouldNotLook as error:
        return trouble_of(error, order)


def trouble_of(error: CouldNotLook, order: SignIn) -> Trouble:
    """What to show of an error, and what may help."""
    from ..arm import errors
    from ..arm.identity.failures import SignInFailed

    helps = [Help.PROXY_PASSWORD] if isinstance(error, errors.ProxyWantsPassword) and error.asks.takes_password else []
    if isinstance(error, errors.Unreachable | errors.TimedOut):
        return Trouble(error.text, helps=(*helps, Help.CONNECTION_TEST))
    if order.method is Method.BROWSER:
        helps.append(Help.DEVICE_CODE)
    if not isinstance(error, SignInFailed):
        return Trouble(error.text, helps=tuple(helps))
    if order.method is not Method.TOKEN:
        helps.append(Help.TENANT)
    problem = error.problem
    if problem is None:
        return Trouble(error.text, said=error.said, helps=tuple(helps))
    heading = translate("SignIn", "{title} ({code})").format(title=problem.title, code=problem.code)
    words = translate("SignIn", "{meaning} {remedy}").format(meaning=problem.meaning, remedy=problem.remedy)
    return Trouble(words, heading, translate("SignIn", "Who can fix it: {who}.").format(who=problem.who), error.said, tuple(helps))
