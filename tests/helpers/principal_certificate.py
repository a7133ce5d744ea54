"""A service principal's certificate in every shape that a file can have, good and bad."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "correct horse"


def certificate_files(folder: Path) -> dict[str, Path]:
    """Write them all; by what they are."""
    files = {}
    for name, content in _contents().items():
        files[name] = folder / name.replace(" ", "_")
        files[name].write_bytes(content)
    return {**files, "missing": folder / "not there"}


@cache
def _contents() -> dict[str, bytes]:
    key, other = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    curve = ec.generate_private_key(ec.SECP256R1())
    own = _certificate(key)
    locked, plain = BestAvailableEncryption(PASSWORD.encode()), NoEncryption()
    public = own.public_bytes(Encoding.PEM)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, plain)
    return {
        "public": public,
        "other public": _certificate(other).public_bytes(Encoding.PEM),
        "pem": pem + public,
        "pem with password": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked) + public,
        "pfx": pkcs12.serialize_key_and_certificates(b"principal", key, own, None, plain),
        "pfx with password": pkcs12.serialize_key_and_certificates(b"principal", key, own, None, locked),
        "public pfx": pkcs12.serialize_key_and_certificates(b"principal", None, own, None, plain),
        "elliptic": curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, plain) + _certificate(curve).public_bytes(Encoding.PEM),
        "key alone": pem,
        "garbage": b"nothing of the kind",
    }


def _certificate(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "principal")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - timedelta(days=1), now + timedelta(days=1))
    return builder.sign(key, SHA256())
