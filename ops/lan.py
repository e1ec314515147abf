"""`stockroom up --lan`: a second web, for phones of the local network, over HTTPS.

The one on 127.0.0.1 stays as it is. This one listens on one address of this machine, shows a
certificate of its own authority (ops/certificate.py), and has no mailbox.
"""

import contextlib
import ipaddress
import math
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import segno

from ops import certificate
from ops.certificate import Certificates
from ops.errors import Trouble
from ops.places import port_is_free

LOOK_SECONDS = 3600.0  # between two looks at how long the certificate lasts
# Documentation's own network: asked which of our addresses would lead there, nothing is sent.
ELSEWHERE = ("192.0.2.1", 9)


@dataclass
class Lan:
    """Where phones reach this machine, and by what they know it."""

    address: str
    port: int
    certificates: Certificates
    looked: float = -math.inf  # never: the clock counts from the machine's start

    @property
    def url(self) -> str:
        """What phones open."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"https://{host}:{self.port}"

    def settings(self, given: Mapping[str, str]) -> dict[str, str]:
        """What the web for phones is told instead of the other one's."""
        names = [given["STOCKROOM_ALLOWED_HOSTS"], *certificate.host_names()]
        return {
            "STOCKROOM_HOST": self.address,
            "STOCKROOM_BASE_URL": self.url,
            "STOCKROOM_ALLOWED_HOSTS": ",".join(name for name in names if name),
            "STOCKROOM_MAILBOX": "",
        }

    def shared(self) -> dict[str, str]:
        """What both webs are told: what the page for phones says."""
        return {
            "STOCKROOM_LAN_URL": self.url,
            "STOCKROOM_LAN_TLS": str(self.certificates.folder),
        }

    def tend(self) -> None:
        """Renew the certificate in time; the web takes the new file up by itself."""
        if time.monotonic() - self.looked > LOOK_SECONDS:
            self.looked = time.monotonic()
            self.certificates.renew(self.address)

    def answers(self) -> bool:
        """Whether the web for phones is there, known by its certificate."""
        trusted = ssl.create_default_context(cafile=self.certificates.authority)
        with (
            contextlib.suppress(OSError),
            socket.create_connection((self.address, self.port), 2) as plain,
            trusted.wrap_socket(plain, server_hostname=self.address),
        ):
            return True
        return False

    def greet(self) -> None:
        """Print where phones go, as a picture too, and what they are asked to trust."""
        print(f"\nPhones of this network: {self.url}/phone\n")
        segno.make(f"{self.url}/phone", micro=False).terminal(compact=True)
        print("A phone trusts this machine once its certificate is installed; the page says how.")
        print(f"Its fingerprint (SHA-256): {certificate.fingerprint(self.certificates.authority)}")


def make(said: str, given: Mapping[str, str], data: Path) -> Lan:
    """The local network at this address, or at the one that leads out where none is said.

    Raises Trouble for one that is not local or not ours, or where the web is open already.
    """
    host = given["STOCKROOM_HOST"]
    if host not in ("127.0.0.1", "::1", "localhost"):
        raise Trouble(
            f"STOCKROOM_HOST is {host}: the web listens beyond this machine already.",
            "With --lan it listens on 127.0.0.1, and over HTTPS on the local network. "
            "Leave STOCKROOM_HOST empty.",
        )
    address, port = said or _own_address(), int(given["STOCKROOM_PORT"])
    if not _is_address(address) or not certificate.is_local(address):
        raise Trouble(
            f"{address} is no address of a local network.",
            "Name one of this machine's that is: stockroom up --lan 192.168.1.20. For the internet "
            "put a proxy with a certificate of its own before the web: docs/operations.md.",
        )
    if address == host or not port_is_free(port, address):
        raise Trouble(
            f"Nothing can listen on {address}, port {port}: it is taken, or not this machine's.",
            "Look at this machine's addresses, or choose another port: STOCKROOM_PORT.",
        )
    return Lan(address, port, Certificates(data / "tls"))


def _own_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError as error:
            raise Trouble(
                "This machine is in no network.", "Connect it, or name its address: --lan ADDRESS."
            ) from error
        return str(probe.getsockname()[0])


def _is_address(said: str) -> bool:
    try:
        return bool(ipaddress.ip_address(said))
    except ValueError:
        return False
