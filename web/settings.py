"""What of the settings concerns the web; ops/settings.py declares them all."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ops import settings

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True)
class WebSettings:
    """The web's settings. The database addresses may hold passwords: they are never printed."""

    host: str
    port: int
    base_url: str
    allowed_hosts: frozenset[str]
    database_url: str = field(repr=False)
    signin_url: str = field(repr=False)
    mailbox: Path | None
    log_level: str
    trusted_proxies: tuple[settings.Network, ...] = ()
    lan_url: str = ""
    lan_tls: Path | None = None
    api_rate: int = 0  # requests a minute; 0 for no limit
    api_rate_address: int = 0
    pseudo: bool = False  # whether the pseudo-language is offered

    @property
    def secure(self) -> bool:
        """Whether people reach us over TLS: cookies are then bound to it. Only on the machine
        itself they may do without; ops/settings.py sees to that."""
        return self.base_url.startswith("https://")

    @property
    def is_lan(self) -> bool:
        """Whether this is the web for phones of the local network: it speaks TLS itself, with a
        certificate that only those who installed its authority trust."""
        return bool(self.lan_tls) and self.base_url == self.lan_url


def read_settings() -> WebSettings:
    """Return the settings of the environment; raises Trouble when one cannot be read."""
    given = settings.read()
    named = {name.strip().lower() for name in given["STOCKROOM_ALLOWED_HOSTS"].split(",")}
    base = urlsplit(given["STOCKROOM_BASE_URL"]).hostname or ""
    return WebSettings(
        host=given["STOCKROOM_HOST"],
        port=int(given["STOCKROOM_PORT"]),
        base_url=given["STOCKROOM_BASE_URL"].rstrip("/"),
        allowed_hosts=frozenset((named | {base} | LOOPBACK) - {""}),
        database_url=given["DATABASE_URL_WEB"],
        signin_url=given["DATABASE_URL_SIGNIN"] or given["DATABASE_URL_WEB"],
        mailbox=Path(given["STOCKROOM_MAILBOX"]) if given["STOCKROOM_MAILBOX"] else None,
        log_level=given["STOCKROOM_LOG_LEVEL"].upper(),
        lan_url=given["STOCKROOM_LAN_URL"],
        api_rate=int(given["STOCKROOM_API_RATE"]),
        api_rate_address=int(given["STOCKROOM_API_RATE_ADDRESS"]),
        lan_tls=Path(given["STOCKROOM_LAN_TLS"]) if given["STOCKROOM_LAN_TLS"] else None,
        pseudo=given["STOCKROOM_PSEUDO"] == "1",
        trusted_proxies=settings.networks(given["STOCKROOM_TRUSTED_PROXIES"]),
    )
