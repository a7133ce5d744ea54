"""A test of the connection in words: titles for the window, and the whole of it as plain text to paste or print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...core.language import Language
from ...core.model import Status
from ...core.plain import plain
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ...core.words import STATUS
from .hops import Certificate, Hop, Place, Step

PLACE: Mapping[Place, Text] = {
    Place.SIGN_IN: translate("ConnectionTest", "Sign-in host"),
    Place.MANAGEMENT: translate("ConnectionTest", "Management host (Azure Resource Manager)"),
}

STEP: Mapping[Step, Text] = {
    Step.PROXY: translate("ConnectionTest", "Proxy"),
    Step.NAME: translate("ConnectionTest", "Name resolution"),
    Step.CONNECTION: translate("ConnectionTest", "Connection"),
    Step.CERTIFICATE: translate("ConnectionTest", "Encryption and certificate"),
    Step.ANSWER: translate("ConnectionTest", "Answer"),
}


def summary(hops: Iterable[Hop]) -> Text:
    """What a test comes to, in one sentence."""
    worst = {hop.status for hop in hops}
    if Status.FAILED in worst:
        return translate("ConnectionTest", "Something blocks the way to Azure. The failed step says what, and what helps.")
    if Status.WARNING in worst:
        return translate("ConnectionTest", "Azure can be reached from here, but something is not right: see the warning.")
    return translate("ConnectionTest", "Azure can be reached from here: nothing blocks the way.")


def certificate_lines(certificate: Certificate, words: Language) -> Iterator[str]:
    """Everything that is known of a certificate."""
    yield words.render(translate("ConnectionTest", "Issued to: {subject}").format(subject=certificate.subject))
    yield words.render(translate("ConnectionTest", "Issued by: {issuer}").format(issuer=certificate.issuer))
    if certificate.names:
        yield words.render(translate("ConnectionTest", "Valid for: {names}").format(names=", ".join(certificate.names)))
    valid = translate("ConnectionTest", "Valid from {start} to {end}")
    yield words.render(valid.format(start=certificate.not_before, end=certificate.not_after))
    yield words.render(translate("ConnectionTest", "SHA-256: {fingerprint}").format(fingerprint=certificate.sha256))


def certificates_as_text(certificates: Iterable[Certificate], words: Language) -> str:
    """A chain, one certificate below the other."""
    return "\n\n".join("\n".join(map(plain, certificate_lines(certificate, words))) for certificate in certificates)


def as_text(hops: Iterable[Hop], words: Language) -> str:
    """The whole test, to be pasted into a ticket or printed."""
    return "\n".join(_lines(list(hops), words)) + "\n"


def _lines(hops: list[Hop], words: Language) -> Iterator[str]:
    for place in Place:
        of_place = [hop for hop in hops if hop.place is place]
        if of_place:
            host = translate("ConnectionTest", "{place}: {host}").format(place=PLACE[place], host=of_place[0].host or "—")
            yield plain(words.render(host))
        for hop in of_place:
            yield from _hop(hop, words)
        yield ""
    yield words.render(summary(hops))


def _hop(hop: Hop, words: Language) -> Iterator[str]:
    head = f"  [{words.render(STATUS[hop.status])}] {words.render(STEP[hop.step])}"
    took = translate("ConnectionTest", "{ms} ms").format(ms=hop.milliseconds)
    yield f"{head} ({words.render(took)})" if hop.status is not Status.SKIPPED else head
    yield plain(f"      {words.render(hop.seen)}")
    if hop.advice is not None:
        yield plain(f"      {words.render(hop.advice)}")
    for certificate in hop.certificates:
        yield ""
        yield from (plain(f"        {line}") for line in certificate_lines(certificate, words))
    if hop.certificates:
        yield ""
