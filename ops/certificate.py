"""The certificates by which phones of a local network know this machine: an authority of its own,
kept in the data folder, and what it vouches for: this machine's address and name.

People are asked to trust the authority on their phones, so it is bound (name constraints): it can
vouch for addresses of local networks and this machine's name, and for no site of the internet,
whoever steals its key.
"""

import ipaddress
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOCAL = tuple(
    ipaddress.ip_network(one)
    for one in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16",
        "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128",
    )
)  # fmt: skip
AUTHORITY_LASTS = timedelta(days=10 * 365)
SERVER_LASTS = timedelta(days=397)  # phones take none for longer
RENEWED_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Certificates:
    """The files of one data folder: `ca.pem` for phones, `ca-key.pem` for nobody, `server.pem`
    (key and certificate) for the web."""

    folder: Path

    @property
    def authority(self) -> Path:
        """What phones are asked to trust."""
        return self.folder / "ca.pem"

    @property
    def server(self) -> Path:
        """What the web shows."""
        return self.folder / "server.pem"

    def renew(self, address: str) -> bool:
        """Make what is missing, soon over or of another address; whether anything was made."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        key, now = self.folder / "ca-key.pem", datetime.now(UTC)
        fresh = not (key.exists() and self.authority.exists())
        if fresh or now + SERVER_LASTS > read(self.authority).not_valid_after_utc:
            _keep_authority(self.authority, key)
        elif self.server.exists() and _holds(self.server, self.authority, address, now):
            return False
        ca = trustme.CA.from_pem(self.authority.read_bytes(), key.read_bytes())
        made = ca.issue_cert(
            *_names(self.authority, address), common_name=address, not_after=now + SERVER_LASTS
        )
        chain = b"".join(one.bytes() for one in made.cert_chain_pems)
        _write(self.server, made.private_key_pem.bytes() + chain)
        return True


def is_local(address: str) -> bool:
    """Whether it is an address that the authority may vouch for."""
    found = ipaddress.ip_address(address)
    return any(found in network for network in LOCAL if network.version == found.version)


def read(path: Path) -> x509.Certificate:
    """The first certificate of a file."""
    return x509.load_pem_x509_certificate(path.read_bytes())


def fingerprint(path: Path) -> str:
    """SHA-256 of a certificate as phones show it: AB:CD:…"""
    return read(path).fingerprint(hashes.SHA256()).hex(":").upper()


def _names(authority: Path, address: str) -> list[str]:
    """The address, and this machine's names as far as the authority is bound to them."""
    bounds = read(authority).extensions.get_extension_for_class(x509.NameConstraints).value
    held = {one.value for one in bounds.permitted_subtrees or () if isinstance(one, x509.DNSName)}
    return [address, *(name for name in host_names() if name in held)]


def host_names() -> list[str]:
    """How this machine is called on its network; none where its name is no host name."""
    name = socket.gethostname().split(".")[0].lower()
    plain = name.isascii() and name.replace("-", "").isalnum() and name != "localhost"
    return [name, f"{name}.local"] if plain else []


def _holds(server: Path, authority: Path, address: str, now: datetime) -> bool:
    found = read(server)
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    own = {str(name) for name in names.get_values_for_type(x509.IPAddress)}
    own |= set(names.get_values_for_type(x509.DNSName))
    is_ours = found.issuer == read(authority).subject
    lasts = now + RENEWED_BEFORE < found.not_valid_after_utc
    return is_ours and lasts and own == set(_names(authority, address))


def _keep_authority(certificate: Path, key: Path) -> None:
    """A new authority, which phones must be told to trust."""
    private, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Stockroom"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Stockroom on {socket.gethostname()}"[:64]),
        ]
    )
    bounds: list[x509.GeneralName] = [x509.IPAddress(network) for network in LOCAL]
    bounds += [x509.DNSName(one) for one in host_names() or ["localhost"]]
    public = private.public_key()
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(bounds, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(private, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.TraditionalOpenSSL
    _write(key, private.private_bytes(pem, plain, serialization.NoEncryption()))
    _write(certificate, made.public_bytes(pem))


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and for our own account only."""
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_bytes(content)
    part.replace(path)
