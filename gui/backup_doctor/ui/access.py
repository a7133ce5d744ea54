"""Everything about signing in: who is remembered, what is being waited for, what went wrong, and the questions Azure asks in between."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from ..arm.identity.method import Method, SignIn
from ..core.text import Text
from ..core.text import lazy_translate as translate
from . import errands
from .questions import Questions
from .signing_in import SigningIn, waiting_for

if TYPE_CHECKING:
    from ..arm.memory import Keeping, Memory, RememberedAccount
    from ..arm.signin import Session
    from ..arm.wire import Wire
    from ..core.policy import Policy
    from ..lab.running import RunningLab
    from .flow import Flow
    from .sign_in_errands import Kept, SignedIn, Tools, Trouble
    from .state import State
    from .worker import Bridge, Work

log = logging.getLogger(__name__)


class Access(Questions):
    """The verbs of signing in, and what the window shows of it."""

    failed = Signal()
    """`trouble` is there."""

    def __init__(self, bridge: Bridge, state: State, flow: Flow, wire: Wire, lab_latency: float, policy: Policy) -> None:
        super().__init__(bridge, flow)
        self._bridge, self._state, self._flow, self._policy = bridge, state, flow, policy
        self._latency = lab_latency
        self.wire = wire
        self.accounts: tuple[RememberedAccount, ...] | None = None
        """Last used first; None until they have been read."""
        self.keeping: Keeping | None = None
        """Where accounts are remembered; None until that is known."""
        self.signing_in: SigningIn | None = None
        self.signed_in: SignedIn | None = None
        """How the present session came about; None without one, and in the demo tenant."""
        self.trouble: Trouble | None = None
        self.tried: SignIn | None = None
        """What the sign-in that failed had asked for; None where it was neither from the form nor can be put right there."""
        self.lab: RunningLab | None = None
        self._sessions: list[Session] = []
        self._memory: Memory | None = None
        state.vm_changed.connect(self._keep_subscription)
        bridge.at_close(self._close_everything)

    @property
    def memory(self) -> Memory:
        """The one of this process; made when first wanted."""
        if self._memory is None:
            from ..arm.memory import Memory

            self._memory = Memory(keeps=self._policy.remembering)
        return self._memory

    @property
    def last_subscription(self) -> str:
        """Id of the one this account was last at work in; empty where that is not remembered."""
        account = None if self.signed_in is None else self.signed_in.account
        if account is None:
            return ""
        before = next((known.subscription for known in self.accounts or () if known.is_same(account)), "")
        return account.subscription or before

    def read_memory(self) -> None:
        """Find out who is remembered. Not for the first picture: a password store takes its time, and may ask for its own password."""
        from .sign_in_errands import read_memory

        memory = self.memory
        job = self._bridge.submit(lambda _: read_memory(memory))
        job.done.connect(self._remember)
        job.failed.connect(self._flow.fault)

    def read_memory_again(self) -> None:
        """The user has unlocked the password store, or hopes that it answers by now."""
        self.keeping = None
        self.changed.emit()
        self.read_memory()

    def sign_in(self, order: SignIn) -> None:
        """Sign in. The present session stays until the new one is open. Remembered where the order names a token cache."""
        from .sign_in_errands import sign_in

        tools = self._tools()
        self._begin(SigningIn(order.method, order=order), waiting_for(order.method, order.cloud.endpoint), lambda _: sign_in(order, tools))

    def sign_in_remembered(self, account: RememberedAccount) -> None:
        """Sign in as somebody who has been here before."""
        from .sign_in_errands import sign_in_remembered

        tools = self._tools()
        what = translate("Flow", "Signing in as {user}…").format(user=account.user or account.client_id)
        self._begin(SigningIn(account.method, account=account), what, lambda _: sign_in_remembered(account, tools))

    def use_device_code(self) -> None:
        """Give up waiting for the browser, and sign in with a device code instead; also after that has failed."""
        order = None if self.signing_in is None else self.signing_in.order
        order = order or self.tried
        if order is not None:
            self._give_up()
            self.sign_in(replace(order, method=Method.DEVICE))

    def change_tenant(self, tenant_id: str) -> None:
        """Go on as the same account in another tenant."""
        from .sign_in_errands import in_tenant

        session = self._state.session
        if session is None or session.account.tenant_id.casefold() == tenant_id.casefold():
            return
        tools = self._tools()
        names = {tenant.id: tenant.name or tenant.domain for tenant in session.account.tenants}
        what = translate("Flow", "Signing in to tenant {tenant}…").format(tenant=names.get(tenant_id) or tenant_id)
        self._begin(SigningIn(session.account.method), what, lambda _: in_tenant(session, tenant_id, tools))

    def explore(self) -> None:
        """Sign in to the demo tenant."""
        lab, latency, policy = self.lab, self._latency, self._policy.for_demo()
        self._begin(SigningIn(None), translate("Flow", "Opening the demo tenant…"), lambda _: errands.explore(lab, latency, policy))

    def sign_out(self) -> None:
        """Forget the session and everything learnt with it."""
        session = self._state.session
        self.signed_in, self.trouble = None, None
        if session is not None:
            self._sessions.remove(session)
            self._bridge.submit(lambda _: errands.close(session))
        self._state.set_session(None)
        self.changed.emit()

    def forget(self, account: RememberedAccount) -> None:
        """Remove all that is kept of an account; a session of it ends first, or its tokens would be written anew."""
        from .sign_in_errands import forget

        memory = self.memory
        if self.signed_in is not None and self.signed_in.account is not None and self.signed_in.account.key == account.key:
            self._flow.sign_out()
        what = translate("Flow", "Forgetting {user}…").format(user=account.user or account.client_id)
        self._flow.begin(what, lambda _: forget(account, memory), self._forgotten, self._fail_text, of_vm=False)

    def forget_all(self) -> None:
        """Remove all that is kept of every account, and the password of the proxy; a session of one of them ends first."""
        from .sign_in_errands import forget_all

        memory = self.memory
        if self.signed_in is not None and self.signed_in.account is not None:
            self._flow.sign_out()
        what = translate("Flow", "Forgetting all accounts…")
        self._flow.begin(what, lambda _: forget_all(memory), self._forgotten, self._fail_text, of_vm=False)

    def fail(self, trouble: Trouble) -> None:
        """Keep what went wrong on screen."""
        self.trouble = trouble
        self._state.fail_sign_in(trouble.text)
        self.changed.emit()
        self.failed.emit()

    def _tools(self) -> Tools:
        from .sign_in_errands import Tools

        return Tools(self.wire, self.memory, self._asking, self._policy)

    def _begin(self, signing_in: SigningIn, what: Text, work: Work) -> None:
        self._give_up()
        self.trouble, self.code, self.tried = None, None, None
        self.signing_in = signing_in
        self._state.fail_sign_in(None)
        signing_in.activity = self._flow.begin(what, work, self._end, self._fail_text, cancelled=self._cancelled, of_vm=False)
        self.changed.emit()

    def _give_up(self) -> None:
        if self.signing_in is not None and self.signing_in.activity is not None:
            self._flow.give_up(self.signing_in.activity)

    def _end(self, result: object) -> None:
        from .orders import Demo  # not for the first picture
        from .sign_in_errands import SignedIn, Trouble

        signing_in, self.signing_in, self.code = self.signing_in, None, None
        match result:
            case Demo():
                self.lab = result.lab
                self._begin_session(result.session, None)
            case SignedIn():
                self._begin_session(result.session, result)
            case Trouble():
                self.tried = result.lacking or (None if signing_in is None else signing_in.order)
                self.fail(self._fitting(result))

    def _fitting(self, trouble: Trouble) -> Trouble:
        """Only the help that can be given: a device code needs an order that can be repeated, and an organisation that allows it."""
        if self.tried is not None and (self._policy.methods is None or Method.DEVICE in self._policy.methods):
            return trouble
        from .sign_in_errands import Help

        return replace(trouble, helps=tuple(help_ for help_ in trouble.helps if help_ is not Help.DEVICE_CODE))

    def _begin_session(self, session: Session, signed_in: SignedIn | None) -> None:
        self._flow.sign_out()
        self._sessions.append(session)
        self.signed_in, self.declined = signed_in, False
        self._state.set_session(session)
        if signed_in is not None and signed_in.account is not None:
            self.read_memory()
        self.changed.emit()
        self._flow.signed_in.emit()

    def _fail_text(self, text: Text) -> None:
        from .sign_in_errands import Trouble

        self.signing_in = None
        self.fail(Trouble(text))

    def _cancelled(self) -> None:
        self.signing_in, self.code = None, None
        self.changed.emit()

    def _forgotten(self, result: object) -> None:
        from .sign_in_errands import Trouble

        self.read_memory()
        if isinstance(result, Trouble):
            self.fail(result)

    @Slot(object)
    def _remember(self, kept: Kept) -> None:
        self.accounts, self.keeping = kept.accounts, kept.keeping
        self.changed.emit()

    @Slot()
    def _keep_subscription(self) -> None:
        vm, signed_in = self._state.vm, self.signed_in
        if vm is None or signed_in is None or signed_in.account is None or self.last_subscription == vm.subscription:
            return
        from .sign_in_errands import keep_subscription

        account, memory, subscription = signed_in.account, self.memory, vm.subscription
        job = self._bridge.submit(lambda _: keep_subscription(account, subscription, memory))
        job.done.connect(self._kept)
        job.failed.connect(self._not_kept)

    @Slot(object)
    def _kept(self, account: RememberedAccount) -> None:
        if self.signed_in is not None and self.signed_in.account is not None and self.signed_in.account.key == account.key:
            self.signed_in = replace(self.signed_in, account=account)

    @Slot(object)
    def _not_kept(self, error: Exception) -> None:
        log.info("the subscription last worked in was not remembered: %s", error)

    async def _close_everything(self) -> None:
        for session in self._sessions:
            await errands.close(session)
        if self.lab is not None:
            await errands.close_lab(self.lab)
