"""`stockroom up --lan` for real: 127.0.0.2 stands for the machine's address in its network."""

import http.client
import socket
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509

from ops import certificate, lan
from ops.certificate import Certificates
from ops.errors import Trouble
from tests.ops import test_up
from tests.ops.test_up import Installation

LAN = "127.0.0.2"
installation = test_up.installation  # the fixture


def ask(installation: Installation, path: str, **headers: str) -> http.client.HTTPResponse:
    """GET of the web for phones, which must prove who it is by the authority's certificate."""
    trusted = ssl.create_default_context(cafile=installation.data / "tls" / "ca.pem")
    connection = http.client.HTTPSConnection(LAN, installation.port, timeout=5, context=trusted)
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


@test_up.not_new
def test_phones_reach_it_over_tls_and_nothing_else_listens(
    installation: Installation,
) -> None:
    _, said = installation.up("--lan", LAN)
    url = f"https://{LAN}:{installation.port}"
    authority = installation.data / "tls" / "ca.pem"
    assert f"Phones of this network: {url}/phone" in said
    assert "▀" in said or "█" in said, "a QR code to scan"
    assert certificate.fingerprint(authority) in said
    assert installation.web_answers(), "as ever on 127.0.0.1"

    door = ask(installation, "/sign-in")
    assert door.status == 200
    assert "strict-transport-security" not in door.headers
    assert ask(installation, "/sign-in", Host="evil.example").status == 421
    assert ask(installation, "/mailbox").status in (303, 404)
    page = ask(installation, "/phone").read().decode()
    assert certificate.fingerprint(authority) in page
    assert "<svg" in page
    given = ask(installation, "/phone/stockroom.crt")
    assert given.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert x509.load_der_x509_certificate(given.read()) == certificate.read(authority)

    listening = {one.laddr[0] for one in _listening(installation)}
    assert listening == {"127.0.0.1", LAN}
    plain = http.client.HTTPConnection(LAN, installation.port, timeout=5)
    plain.request("GET", "/sign-in")
    with pytest.raises((ConnectionError, http.client.BadStatusLine)):  # TLS or nothing
        plain.getresponse()


@test_up.not_new
def test_a_session_of_a_phone_is_bound_to_tls_and_shows_no_mail(
    installation: Installation,
) -> None:
    installation.environment["STOCKROOM_DEMO"] = "1"
    _, said = installation.up("--lan", LAN)
    password = next(line.split()[1] for line in said.splitlines() if "demo_admin" in line)
    trusted = ssl.create_default_context(cafile=installation.data / "tls" / "ca.pem")
    connection = http.client.HTTPSConnection(LAN, installation.port, timeout=20, context=trusted)
    body = f"person=demo_admin&password={password}"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", body, kind | {"Origin": "https://evil.example"})
    refused = connection.getresponse()
    refused.read()
    assert refused.status == 403
    own = {"Origin": f"https://{LAN}:{installation.port}"}
    connection.request("POST", "/sign-in", body, kind | own)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 303
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    sent = {"Cookie": cookie.split(";")[0]}
    assert ask(installation, "/people", **sent).status == 200
    assert ask(installation, "/mailbox", **sent).status == 404
    assert "/mailbox" not in ask(installation, "/people", **sent).read().decode()


def test_what_is_no_local_network_is_refused_before_anything_starts(
    installation: Installation,
) -> None:
    for said in ("8.8.8.8", "nonsense", "192.168.254.253"):
        done = installation.run("up", "--lan", said)
        assert done.returncode == 1
        assert said in done.stderr
    installation.environment["STOCKROOM_HOST"] = "127.0.0.3"
    assert "listens beyond" in installation.run("up", "--lan", LAN).stderr
    assert not (installation.data / "tls").exists()


def test_certificates_are_kept_and_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Certificates(tmp_path / "tls")
    assert kept.renew(LAN)
    assert not kept.renew(LAN), "as it was"
    for path in kept.folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700
    authority, server = certificate.read(kept.authority), certificate.read(kept.server)
    assert server.not_valid_after_utc - datetime.now(UTC) <= timedelta(days=398)
    assert server.not_valid_after_utc < authority.not_valid_after_utc
    assert kept.renew("127.0.0.3"), "another address, another certificate"
    assert certificate.read(kept.authority) == authority, "of the same authority"
    monkeypatch.setattr(certificate, "RENEWED_BEFORE", timedelta(days=398))
    assert kept.renew("127.0.0.3"), "in time"
    monkeypatch.setattr(certificate, "SERVER_LASTS", timedelta(days=3651))
    kept.renew("127.0.0.3")
    assert certificate.read(kept.authority) != authority, "an authority that is over is made anew"


def test_a_machine_that_has_just_started_has_one_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock counts from the machine's start; it was not an hour old, and nothing was made."""
    monkeypatch.setattr(lan, "time", SimpleNamespace(monotonic=lambda: 5.0))
    network = lan.Lan(LAN, 1, Certificates(tmp_path / "tls"))
    network.tend()
    assert certificate.read(network.certificates.server)


def test_the_authority_vouches_for_nothing_of_the_internet(tmp_path: Path) -> None:
    """Whoever steals its key cannot pose as a bank to the phones that trust it."""
    import trustme

    kept = Certificates(tmp_path / "tls")
    kept.renew(LAN)
    stolen = trustme.CA.from_pem(
        kept.authority.read_bytes(), (kept.folder / "ca-key.pem").read_bytes()
    )
    assert _shakes_hands(stolen, LAN, kept.authority)
    assert not _shakes_hands(stolen, "bank.example", kept.authority)
    assert not _shakes_hands(stolen, "8.8.8.8", kept.authority)


def test_the_address_that_leads_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lan, "_own_address", lambda: "203.0.113.9")
    with pytest.raises(Trouble, match=r"203\.0\.113\.9 is no address of a local network"):
        lan.make("", {"STOCKROOM_HOST": "127.0.0.1", "STOCKROOM_PORT": "8000"}, Path())


def _shakes_hands(ca: object, name: str, authority: Path) -> bool:
    """Whether who trusts the authority believes a server of this name."""
    ours, theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    ca.issue_cert(name).configure_cert(ours)  # type: ignore[attr-defined]
    theirs.load_verify_locations(authority)
    server, client = ssl.MemoryBIO(), ssl.MemoryBIO()
    there = ours.wrap_bio(client, server, server_side=True)
    here = theirs.wrap_bio(server, client, server_hostname=name)
    for _ in range(4):
        for end in (here, there):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError:
                return False
    return here.version() is not None


def _listening(installation: Installation) -> list:
    import psutil

    return [
        one for one in psutil.net_connections("tcp")
        if one.status == psutil.CONN_LISTEN and one.laddr[1] == installation.port
        and one.family == socket.AF_INET
    ]  # fmt: skip
