"""Every setting of Stockroom, declared once; docs/settings.md is made from this (`make docs`).

All come from the environment. A secret NAME may instead be given as NAME_FILE, the path of a file
that holds it, as container platforms mount them; it then shows in no process list.
"""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ops.errors import Trouble

DOCUMENT = Path(__file__).parents[1] / "docs" / "settings.md"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
BEGIN, END = "<!-- made by make docs: begin -->", "<!-- end -->"


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, its default, what it does; secrets may be files."""

    name: str
    default: str
    help: str
    secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("STOCKROOM_HOST", "127.0.0.1", "Address the web listens on."),
    Setting("STOCKROOM_PORT", "8000", "Port the web listens on."),
    Setting(
        "STOCKROOM_BASE_URL",
        "",
        "Address that people reach the web at; links in mails begin with it. https, but for "
        "this very machine (127.0.0.1, localhost). Empty: made from host and port.",
    ),
    Setting(
        "STOCKROOM_ALLOWED_HOSTS",
        "",
        "Further host names the web answers to, separated by commas, beside that of "
        "STOCKROOM_BASE_URL and the loopback ones.",
    ),
    Setting(
        "STOCKROOM_TRUSTED_PROXIES",
        "",
        "Addresses or networks of proxies before the web, separated by commas, whose "
        "X-Forwarded-For is believed; sign-in attempts are counted by the address it tells.",
    ),
    Setting(
        "STOCKROOM_API_RATE",
        "1200",
        "Requests a minute that an account may ask of the API, with its tokens and as data; beyond "
        "it is answered 429. Pages are not counted. 0: no limit. Each web process counts its own.",
    ),
    Setting(
        "STOCKROOM_API_RATE_ADDRESS",
        "600",
        "The same for an address, of what shows no token, and no session that has opened a page.",
    ),
    Setting(
        "STOCKROOM_DATA",
        ".stockroom",
        "Folder of all state: database, mails, logs, secrets. Made when missing.",
    ),
    Setting(
        "STOCKROOM_DEMO",
        "0",
        "1 loads the demo company into an empty database; `make up` sets it.",
    ),
    Setting(
        "STOCKROOM_DB_PORT",
        "",
        "TCP port of the embedded PostgreSQL on 127.0.0.1. Empty: the first free from 5477 on.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        "Use this server (17 or later) and start none: a superuser or the owner of the database, "
        "for migrations. Not through a pooler.",
        secret=True,
    ),
    Setting(
        "DATABASE_URL_WEB",
        "",
        "The web's connection, role stockroom_web. Needed when DATABASE_URL is set.",
        secret=True,
    ),
    Setting(
        "DATABASE_URL_WORKER",
        "",
        "The worker's connection, role stockroom_worker; never through a pooler, "
        "where LISTEN is silent. Needed when DATABASE_URL is set.",
        secret=True,
    ),
    Setting(
        "DATABASE_URL_SIGNIN",
        "",
        "Where the web checks passwords, by connecting as the person. Empty: DATABASE_URL_WEB.",
        secret=True,
    ),
    Setting(
        "STOCKROOM_SMTP_HOST",
        "",
        "Mail server. Empty: a mailbox of our own that keeps mails as files in STOCKROOM_DATA/mail "
        "and sends nothing.",
    ),
    Setting("STOCKROOM_SMTP_PORT", "587", "Port of the mail server."),
    Setting("STOCKROOM_SMTP_USER", "", "Name to sign in with at the mail server. Empty: none."),
    Setting("STOCKROOM_SMTP_PASSWORD", "", "Password for the mail server.", secret=True),
    Setting("STOCKROOM_SMTP_TLS", "starttls", "starttls, tls (from the first byte) or none."),
    Setting("STOCKROOM_MAIL_FROM", "Stockroom <stockroom@localhost>", "Sender of all mails."),
    Setting("STOCKROOM_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR."),
    Setting(
        "STOCKROOM_MAILBOX",
        "",
        "Folder of the local mailbox, which the web shows at /mailbox; `stockroom up` sets it for "
        "the web when STOCKROOM_SMTP_HOST is empty.",
    ),
    Setting(
        "STOCKROOM_LAN_URL",
        "",
        "Address for phones of the local network, which the page /phone shows; set by "
        "`stockroom up --lan`.",
    ),
    Setting(
        "STOCKROOM_LAN_TLS",
        "",
        "Folder of the certificates for it (ca.pem, server.pem); set by `stockroom up --lan`.",
    ),
    Setting(
        "STOCKROOM_PSEUDO",
        "0",
        "1 offers a pseudo-language beside the others (accents, longer texts), which shows what "
        "cannot be translated or has no room.",
    ),
    Setting(
        "STOCKROOM_SUPERVISED",
        "",
        "Set by `stockroom up` on what it starts, so that leftovers are found after a crash.",
    ),
    Setting("STOCKROOM_TEST_PG", "18", "Major version of PostgreSQL that the tests run on."),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}


def read(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """All settings by name, with defaults filled in and NAME_FILE read.

    Raises Trouble when a file cannot be read or a value is of the wrong kind.
    """
    given = os.environ if environment is None else environment
    values = {setting.name: _one(setting, given) for setting in SETTINGS}
    for name in ("STOCKROOM_PORT", "STOCKROOM_DB_PORT", "STOCKROOM_SMTP_PORT"):
        _check_port(name, values[name])
    for name in ("STOCKROOM_API_RATE", "STOCKROOM_API_RATE_ADDRESS"):
        if not (values[name].isdecimal() and int(values[name]) < 1_000_000):
            raise Trouble(f"{name} is {values[name]!r}.", "Give a whole number, 0 for no limit.")
    if values["STOCKROOM_DEMO"] not in ("0", "1"):
        raise Trouble("STOCKROOM_DEMO is neither 0 nor 1.", "Set it to one of the two.")
    if values["STOCKROOM_PSEUDO"] not in ("0", "1"):
        raise Trouble("STOCKROOM_PSEUDO is neither 0 nor 1.", "Set it to one of the two.")
    if values["STOCKROOM_SMTP_TLS"] not in ("starttls", "tls", "none"):
        raise Trouble("STOCKROOM_SMTP_TLS is none of starttls, tls, none.", "Correct it.")
    if values["STOCKROOM_LOG_LEVEL"] not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise Trouble("STOCKROOM_LOG_LEVEL is none of DEBUG, INFO, WARNING, ERROR.", "Correct it.")
    if not values["STOCKROOM_BASE_URL"]:
        values["STOCKROOM_BASE_URL"] = _own_url(values["STOCKROOM_HOST"], values["STOCKROOM_PORT"])
    _check_url(values["STOCKROOM_BASE_URL"])
    networks(values["STOCKROOM_TRUSTED_PROXIES"])
    return values


def networks(said: str) -> tuple[Network, ...]:
    """The addresses and networks of STOCKROOM_TRUSTED_PROXIES. Raises Trouble for what is none."""
    try:
        return tuple(ipaddress.ip_network(one.strip()) for one in said.split(",") if one.strip())
    except ValueError as error:
        raise Trouble(
            f"STOCKROOM_TRUSTED_PROXIES cannot be read: {error}.",
            "Addresses or networks, separated by commas: 10.0.0.5, 192.168.7.0/24",
        ) from error


def unknown(environment: Mapping[str, str] | None = None) -> list[str]:
    """Variables that look like ours but are not: most likely a slip of the pen."""
    given = os.environ if environment is None else environment
    known = {*BY_NAME, *(f"{setting.name}_FILE" for setting in SETTINGS if setting.secret)}
    return sorted(name for name in given if name.startswith("STOCKROOM_") and name not in known)


def _one(setting: Setting, given: Mapping[str, str]) -> str:
    file = given.get(f"{setting.name}_FILE") if setting.secret else None
    if file and not given.get(setting.name):
        try:
            return Path(file).read_text().strip()
        except OSError as error:
            raise Trouble(
                f"{setting.name}_FILE names {file}, which cannot be read: {error.strerror}.",
                "Correct the path or the file's permissions.",
            ) from error
    return given.get(setting.name) or setting.default


def _own_url(host: str, port: str) -> str:
    host = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _check_url(url: str) -> None:
    """Refuse an address where passwords and sessions would travel readable by others."""
    try:
        scheme, host = urlsplit(url).scheme, urlsplit(url).hostname
    except ValueError:
        scheme, host = "", None
    if scheme not in ("http", "https") or not host:
        raise Trouble(
            f"STOCKROOM_BASE_URL is {url!r}, which is no address of a web site.",
            "Give it whole: https://stock.example.org",
        )
    if scheme == "http" and not _is_loopback(host):
        raise Trouble(
            f"STOCKROOM_BASE_URL is {url}: passwords and sessions would travel unencrypted.",
            "Put a proxy that speaks TLS before the web, and set STOCKROOM_BASE_URL to its "
            "https:// address. On this machine alone: http://127.0.0.1.",
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_port(name: str, value: str) -> None:
    if value and not (value.isdecimal() and 0 < int(value) < 65536):
        raise Trouble(f"{name} is {value!r}, which is no port.", "Give a number from 1 to 65535.")


def table() -> str:
    """The settings as a Markdown table."""
    lines = ["| variable | default | what it does |", "| --- | --- | --- |"]
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else "(empty)"
        secret = f" Secret: also `{setting.name}_FILE`." if setting.secret else ""
        lines.append(f"| `{setting.name}` | {default} | {setting.help}{secret} |")
    return "\n".join(lines)


def document(text: str) -> str:
    """The page with its table renewed; everything around the table stays."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{table()}\n{END}{tail}"


if __name__ == "__main__":
    DOCUMENT.write_text(document(DOCUMENT.read_text()))
