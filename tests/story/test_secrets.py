"""Nothing secret is written anywhere but into the password store: all files and streams of whole runs are searched."""

from __future__ import annotations

import base64
import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from backup_doctor.lab.running import start
from tests.helpers.fake_entra import PRINCIPAL, fake_entra
from tests.helpers.keyrings import FileStore
from tests.helpers.leaks import leaks, written
from tests.helpers.principal_certificate import PASSWORD, certificate_files
from tests.helpers.worlds import Lab, scenario

ROOT = Path(__file__).parents[2]
SCENARIO = "extension-stuck"
EXTENSION = "backup-extension-load-failure/delete-extension"
SECRET = "Zq8~not/a+real&client secret=«ä»"


@dataclass
class Surroundings:
    """A user of its own: everything that the program may write lies below one folder, but for the password store."""

    folder: Path
    keyring: Path
    streams: dict[str, bytes] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        places = {"HOME": ".", "LOCALAPPDATA": "AppData", "TMPDIR": "tmp", "XDG_RUNTIME_DIR": "run"}
        places |= {f"XDG_{name}_HOME": name.lower() for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        for place in places.values():
            (self.folder / place).mkdir(mode=0o700, exist_ok=True)
        return {
            **os.environ,
            **{name: str(self.folder / place) for name, place in places.items()},
            "PYTHONPATH": os.pathsep.join((str(ROOT / "gui"), str(ROOT))),
            "PYTHON_KEYRING_BACKEND": f"{FileStore.__module__}.{FileStore.__name__}",
            FileStore.VARIABLE: str(self.keyring),
        }

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
        """The program, or anything else that Python runs; what it says is kept too."""
        ran = subprocess.run(
            [sys.executable, *arguments], cwd=self.folder, env={**self.environment, **more}, capture_output=True, timeout=240, check=False
        )
        number = len(self.streams) // 2
        self.streams |= {f"stdout of run {number}": ran.stdout, f"stderr of run {number}": ran.stderr}
        return ran

    def leaks(self, secrets: Mapping[str, str]) -> list[str]:
        return leaks({**self.streams, **written(self.folder)}, secrets)

    def open_to_others(self) -> list[str]:
        """What another user of this computer could read of all that the program keeps for itself."""
        places = [path for name in ("config", "data", "state", "cache") for path in (self.folder / name / "backup-doctor").rglob("*")]
        return sorted(f"{path.relative_to(self.folder)} {stat.S_IMODE(path.stat().st_mode):o}" for path in places if path.stat().st_mode & 0o077)


@pytest.fixture
def user(tmp_path: Path) -> Surroundings:
    folder = tmp_path / "user"
    folder.mkdir()
    return Surroundings(folder, tmp_path / "keyring.json")


def connection(lab: Lab) -> tuple[str, ...]:
    return "--auth", "token", "--arm", lab.endpoint


# The log's net is taken away: it would hide a careless line, and it does not know every secret.
PROGRAM = """
import sys
from backup_doctor.core import secret_masking
secret_masking._PATTERNS = ()
from backup_doctor import __main__
"""

RUN = f"{PROGRAM}sys.exit(__main__.main())"

CRASH = f"""{PROGRAM}
from backup_doctor.cli import diagnose

async def crash(gateway, *rest, **named):
    # As a careless error would: everything at hand, in its own representation.
    raise RuntimeError(f"cannot go on with {{gateway!r}} {{vars(gateway)!r}} {{rest!r}} {{named!r}}")

diagnose.examine_vm = crash
sys.exit(__main__.main())
"""


def test_the_command_line_writes_no_token(user: Surroundings) -> None:
    program = ("-c", RUN)
    with scenario(SCENARIO) as lab:
        vm, token = ("--vm", str(lab.vm)), {"BACKUP_DOCTOR_TOKEN": lab.token}
        told = user.run(*program, "diagnose", *vm, *connection(lab), "--guest", **token)
        saved = user.run(*program, "diagnose", *vm, *connection(lab), "--format", "json", "--output", "d.json", "--pdf", "d.pdf", **token)
        (user.folder / "d.redacted.json").write_bytes((user.folder / "d.json").read_bytes())
        printed = user.run(*program, "report", "d.redacted.json", "--pdf", "r.pdf", "--redact")
        planned = user.run(*program, "fix", *vm, "--remedy", EXTENSION, *connection(lab), **token)
        fixed = user.run(*program, "fix", *vm, "--remedy", EXTENSION, "--apply", "--format", "json", *connection(lab), **token)
        (user.folder.parent / "token").write_text(lab.token)
        from_file = user.run(*program, "diagnose", *vm, *connection(lab), "--token-file", str(user.folder.parent / "token"))
        crashed = user.run("-c", CRASH, "diagnose", *vm, *connection(lab), **token)
        lab.suffer("403:instanceView")
        refused = user.run(*program, "diagnose", *vm, *connection(lab), **token)
        wrong = lab.token[:-3] + "xyz"
        failed = user.run(*program, "diagnose", *vm, *connection(lab), BACKUP_DOCTOR_TOKEN=wrong)
    assert [run.returncode for run in (told, saved, printed, planned, fixed)] == [1, 1, 0, 0, 0], fixed.stderr
    assert (from_file.returncode, refused.returncode, failed.returncode) == (0, 4, 3)
    assert b"RuntimeError: cannot go on with" in crashed.stderr
    assert list((user.folder / "data").rglob("*.jsonl")), "the journal was written"
    assert user.leaks({"the access token": lab.token, "the refused token": wrong}) == []
    assert user.open_to_others() == []


def test_the_command_line_writes_no_secret_of_an_application(user: Surroundings, tmp_path: Path) -> None:
    files = certificate_files(tmp_path)
    with fake_entra() as entra, start([SCENARIO]) as lab:
        lab.accept(entra, entra.authority)
        principal = entra.principals[PRINCIPAL]
        principal.secret, principal.certificate = SECRET, files["public"].read_bytes()
        who = {"AZURE_TENANT_ID": principal.tenant, "AZURE_CLIENT_ID": PRINCIPAL, "SSL_CERT_FILE": entra.ca_file}
        wrong = f"wrong~{SECRET}"
        arguments = ("diagnose", "--vm", lab.vms[0].id, "--arm", lab.endpoint, "--auth")
        told = user.run("-c", RUN, *arguments, "secret", AZURE_CLIENT_SECRET=SECRET, **who)
        refused = user.run("-c", RUN, *arguments, "secret", AZURE_CLIENT_SECRET=wrong, **who)
        place = {"AZURE_CLIENT_CERTIFICATE_PATH": str(files["pem with password"])}
        signed = user.run("-c", RUN, *arguments, "certificate", AZURE_CLIENT_CERTIFICATE_PASSWORD=PASSWORD, **place, **who)
        crashed = user.run("-c", CRASH, *arguments, "secret", AZURE_CLIENT_SECRET=SECRET, **who)
    assert [run.returncode for run in (told, refused, signed)] == [1, 3, 1], refused.stderr + signed.stderr
    assert b"AADSTS7000215" in refused.stderr
    assert b"RuntimeError: cannot go on with" in crashed.stderr
    issued = {f"access token {number}": token for number, token in enumerate(entra.issued)}
    assert issued
    assert user.leaks({"secret": SECRET, "wrong secret": wrong, "password": PASSWORD, **issued}) == []


@pytest.mark.parametrize(
    "leak",
    [
        lambda secret: secret.encode(),
        lambda secret: f'{{"secret": {json.dumps(secret)}}}'.encode(),
        lambda secret: b"Basic " + base64.b64encode(f"ada:{secret}".encode()),
        lambda secret: b"x" + base64.urlsafe_b64encode(f"CONTOSO\\ada:{secret}:".encode()),
        lambda secret: base64.encodebytes(b"line of text " * 5 + secret.encode() + b" and more of it" * 5),
        lambda secret: b"\xff\xfe" + secret.encode("utf-16-le"),
        lambda secret: b"client_secret=Zq8~not%2Fa%2Breal%26client%20secret%3D%C2%AB%C3%A4%C2%BB",
        lambda secret: b"client_secret=Zq8~not%2Fa%2Breal%26client+secret%3D%C2%AB%C3%A4%C2%BB",
        lambda secret: f"{secret[:9]}\n{secret[9:]}".encode(),
    ],
)
def test_a_secret_is_found_in_whatever_wrapping(tmp_path: Path, leak: object) -> None:
    assert callable(leak)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"before " + leak(SECRET) + b" after")
    assert leaks(written(tmp_path), {"it": SECRET, "another": SECRET[:-1] + "ö»"}) == ["it in deep/file"]


def test_a_secret_is_found_in_a_pdf(user: Surroundings) -> None:
    with scenario(SCENARIO) as lab:
        user.run("-c", RUN, "diagnose", "--vm", str(lab.vm), *connection(lab), "--pdf", "d.pdf", BACKUP_DOCTOR_TOKEN=lab.token)
    assert user.leaks({"the VM's name": lab.vm.name})[-1] == "the VM's name in d.pdf, unpacked"


def test_the_window_writes_no_secret(user: Surroundings, tmp_path: Path) -> None:
    secrets = {name: f"{name}~{SECRET}" for name in ("secret", "wrong_secret", "proxy_password")} | {"password": PASSWORD}
    files = certificate_files(tmp_path)
    with fake_entra() as entra, start([SCENARIO]) as lab:
        lab.accept(entra, entra.authority)
        principal = entra.principals[PRINCIPAL]
        principal.secret = secrets["secret"]
        principal.certificate = files["public"].read_bytes()
        order = {"endpoint": lab.endpoint, "vm": lab.vms[0].id, "token": lab.token, "wrong": lab.token[:-3] + "xyz", **secrets}
        order |= {"tenant": principal.tenant, "client": PRINCIPAL, "certificate": str(files["pem with password"])}
        walk = user.run("-m", "tests.helpers.secret_walk", json.dumps(order), SSL_CERT_FILE=entra.ca_file, QT_QPA_PLATFORM="offscreen")
        issued = {f"access token {number}": token for number, token in enumerate(entra.issued)}
        refreshing = {f"refresh token {number}": token for number, token in enumerate(entra.grants)}
    told = walk.stdout.decode().splitlines()
    assert told == [
        "secret: refused, remembered: False",
        "secret: in, remembered: True",
        "certificate: in, remembered: True",
        "device: in, remembered: True",
        "again: in",
        "walked to the end",
    ], walk.stderr.decode()
    assert issued and refreshing
    kept = user.keyring.read_text("utf-8")
    assert all(json.dumps(secrets[name])[1:-1] in kept for name in ("secret", "password")), "it is where it belongs"
    places = set(written(user.folder))
    assert {"window.json", "window.pdf", "ticket.txt", "fault.txt", "config/backup-doctor/settings.ini"} <= places
    assert any(place.endswith("backup-doctor.log") for place in places)
    given = {name: order[name] for name in ("token", "wrong", *secrets)}
    assert user.leaks({**given, **issued, **refreshing, "private key": files["key alone"].read_text().split("-----")[2]}) == []
    assert user.open_to_others() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no dumps of programs unless an administrator tells it to")
def test_a_crash_leaves_no_image_of_the_memory_that_holds_the_tokens(user: Surroundings) -> None:
    program = """
import contextlib, resource, sys
from backup_doctor import __main__
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
print(resource.getrlimit(resource.RLIMIT_CORE)[0])
with contextlib.suppress(SystemExit):
    __main__.main()
print(resource.getrlimit(resource.RLIMIT_CORE)[0])
"""
    said = user.run("-c", program, "--help").stdout.splitlines()
    before, after = said[0], said[-1]
    assert (before != b"0", after) == (True, b"0")
