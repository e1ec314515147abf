"""What of the settings concerns the worker; ops/settings.py declares them all."""

from dataclasses import dataclass, field

from ops import settings
from worker.mail import MailServer


@dataclass(frozen=True)
class WorkerSettings:
    """The worker's settings. `database_url` holds a password: it is never printed."""

    database_url: str = field(repr=False)
    base_url: str
    mail_server: MailServer
    mail_from: str
    log_level: str


def read_settings() -> WorkerSettings:
    """Return the settings of the environment; raises Trouble when one cannot be read."""
    given = settings.read()
    return WorkerSettings(
        database_url=given["DATABASE_URL_WORKER"],
        base_url=given["STOCKROOM_BASE_URL"],
        mail_server=MailServer(
            host=given["STOCKROOM_SMTP_HOST"],
            port=int(given["STOCKROOM_SMTP_PORT"]),
            user=given["STOCKROOM_SMTP_USER"],
            password=given["STOCKROOM_SMTP_PASSWORD"],
            tls=given["STOCKROOM_SMTP_TLS"],
        ),
        mail_from=given["STOCKROOM_MAIL_FROM"],
        log_level=given["STOCKROOM_LOG_LEVEL"].upper(),
    )
