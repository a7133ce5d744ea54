"""A diagnosis whose token is revoked while it is under way: one question, and all its findings."""

from __future__ import annotations

import pytest

from backup_doctor.arm.errors import AzureError
from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.signin import Session
from backup_doctor.cli.diagnose import examine_vm
from backup_doctor.core.diagnosis import Diagnosis
from backup_doctor.core.model import Status
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.running import start
from tests.helpers.fake_browser import FakeBrowser
from tests.helpers.fake_entra import FakeEntra
from tests.unit.arm.identity.conftest import Place, Somebody


def test_a_diagnosis_goes_on_after_one_question(entra: FakeEntra, browser: FakeBrowser) -> None:
    """The token is revoked when the diagnosis is under way; every finding is the same as without that."""
    quiet = _diagnose(entra, interrupt=False)
    asked = Somebody(thinks=0.2)
    interrupted = _diagnose(entra, interrupt=True, somebody=asked)
    assert len(asked.questions) == 1
    assert _findings(interrupted) == _findings(quiet)
    assert not [status for _, status in _findings(interrupted) if status is Status.UNKNOWN]


def test_a_diagnosis_whose_question_is_declined_says_what_it_could_not_look_at(entra: FakeEntra, browser: FakeBrowser) -> None:
    asked = Somebody(answers=[None])
    with pytest.raises(AzureError, match="Signed out"):
        _diagnose(entra, interrupt=True, somebody=asked, at=1)
    assert len(asked.questions) == 1


def _diagnose(entra: FakeEntra, *, interrupt: bool, somebody: Somebody | None = None, at: int = 12) -> Diagnosis:
    """Examine the VM of a lab, and revoke everything with one of its requests."""
    somebody = somebody or Somebody()
    with start(["nsg-denies-storage"]) as lab:
        lab.accept(entra, entra.authority)
        place = Place(entra, lab, somebody)

        async def work(session: Session) -> Diagnosis:
            if interrupt:
                _revoke_at(lab, entra, at)
            return await examine_vm(session.gateway, VmId.parse(lab.vms[0].id), None, looks_inside=True)

        return place.with_session(place.order(Method.BROWSER), work)


def _revoke_at(lab: object, entra: FakeEntra, number: int) -> None:
    """With the request of this number, counted from now."""
    knows, seen = entra.knows, []

    def counted(token: str) -> bool:
        seen.append(token)
        if len(seen) == number:
            entra.revoke()
        return knows(token)

    entra.knows = counted  # type: ignore[method-assign]  # the lab asks it once per request


def _findings(diagnosis: Diagnosis) -> list[tuple[str, Status]]:
    return sorted((check.id, check.finding.status) for cause in diagnosis.causes for check in cause.checks)
