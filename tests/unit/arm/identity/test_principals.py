"""An application by secret or certificate: it works, it can be cancelled at once, and its failures are told in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.identity.open_session import SignInFailed
from backup_doctor.lab.identity import TENANT_ID
from tests.helpers.fake_entra import PRINCIPAL, Principal
from tests.helpers.principal_certificate import PASSWORD, certificate_files
from tests.unit.arm.identity.conftest import Place, cancel_while_entra_is_silent


class TestSecret:
    def test_it_lets_in(self, place: Place) -> None:
        session = place.open_session(place.order(Method.SECRET))
        assert (session.account.user, session.account.tenant_id) == (PRINCIPAL, TENANT_ID)
        assert place.entra.kinds() == ["client_credentials"]

    def test_cancelling_ends_it_at_once(self, place: Place) -> None:
        cancel_while_entra_is_silent(place, place.order(Method.SECRET))

    def test_a_wrong_one_is_told_without_being_shown(self, place: Place) -> None:
        with pytest.raises(SignInFailed, match=r"secret is wrong.*owner of the application.*AADSTS7000215") as failed:
            place.open_session(place.order(Method.SECRET, secret="wrong-secret"))
        assert "wrong-secret" not in repr(failed.value) + failed.value.said + str(failed.value.__cause__)

    def test_an_expired_one(self, place: Place) -> None:
        place.entra.refusals["client_credentials"] = 7000222
        with pytest.raises(SignInFailed, match="secret has expired"):
            place.open_session(place.order(Method.SECRET))

    def test_an_unknown_application(self, place: Place) -> None:
        with pytest.raises(SignInFailed, match="application was not found"):
            place.open_session(place.order(Method.SECRET, client_id="00000000-0000-0000-0000-000000000009"))


class TestCertificate:
    @pytest.mark.parametrize("kind", ["pem", "pem with password", "pfx", "pfx with password"])
    def test_it_lets_in_and_its_signature_is_verified(self, place: Place, tmp_path: Path, kind: str) -> None:
        files = certificate_files(tmp_path)
        _register(place, files["public"])
        password = PASSWORD if "password" in kind else ""
        session = place.open_session(place.order(Method.CERTIFICATE, certificate=str(files[kind]), password=password))
        assert session.account.user == PRINCIPAL
        assert place.entra.kinds() == ["client_credentials"]

    def test_cancelling_ends_it_at_once(self, place: Place, tmp_path: Path) -> None:
        cancel_while_entra_is_silent(place, place.order(Method.CERTIFICATE, certificate=str(certificate_files(tmp_path)["pem"])))

    def test_one_that_is_not_registered_is_refused_by_entra(self, place: Place, tmp_path: Path) -> None:
        _register(place, certificate_files(tmp_path)["other public"])
        with pytest.raises(SignInFailed, match="not registered with the application"):
            place.open_session(place.order(Method.CERTIFICATE, certificate=str(certificate_files(tmp_path)["pem"])))

    @pytest.mark.parametrize(
        ("kind", "password", "words"),
        [
            ("missing", "", "cannot be read"),
            ("garbage", "", "not a certificate in PEM or PFX"),
            ("public", "", "holds no private key"),
            ("public pfx", "", "holds no private key"),
            ("pem with password", "", "is protected"),
            ("pem with password", "Tr0ub4dor", "password does not open"),
            ("pem", "needless", "has no password"),
            ("pfx with password", "Tr0ub4dor", "password does not open"),
            ("pfx with password", "", "password does not open"),
            ("elliptic", "", "not an RSA key"),
            ("key alone", "", "not a certificate in PEM or PFX"),
        ],
    )
    def test_what_is_wrong_with_a_file_is_said(self, place: Place, tmp_path: Path, kind: str, password: str, words: str) -> None:
        file = certificate_files(tmp_path)[kind]
        with pytest.raises(SignInFailed, match=words) as failed:
            place.open_session(place.order(Method.CERTIFICATE, certificate=str(file), password=password))
        assert not password or password not in str(failed.value)


def _register(place: Place, public: Path) -> None:
    place.entra.principals[PRINCIPAL] = Principal(PRINCIPAL, TENANT_ID, certificate=public.read_bytes())
