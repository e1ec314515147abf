"""Sending one message by SMTP, and saying what a failure means."""

import asyncio
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage

import aiosmtplib

# Seconds for each step of the conversation.
TIMEOUT = 10.0

# "Exceeded storage allocation": at MAIL it is about the message's SIZE.
TOO_LARGE = 552

# Seconds without mail after the server refused our name or its certificate was bad. Each try
# counts as a failed sign-in there, and servers lock accounts.
PAUSE = 60.0
LONGEST_PAUSE = 900.0


class AddressRefusedError(Exception):
    """The server will never take mail for this address (5xx)."""


class MessageRefusedError(Exception):
    """The server will never take this message (5xx after DATA)."""


class TryLaterError(Exception):
    """Not now: 4xx, no connection, no answer in time. The message may have gone out."""


class ChannelDownError(Exception):
    """No message can go out until somebody mends the settings: sign-in, TLS, sender."""


@dataclass(frozen=True)
class MailServer:
    """Where mail goes. `tls`: "none", "starttls" or "tls"."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: str = "none"


class MailChannel:
    """One mail server, with the pause after it turned us away."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._name = f"mail server {server.host}:{server.port}"
        self._pause = PAUSE
        self._closed_until = 0.0

    def closed_for(self) -> float:
        """Return the seconds for which nothing should be sent; 0 when the channel is open."""
        return max(0.0, self._closed_until - asyncio.get_running_loop().time())

    async def send(self, message: EmailMessage, *, to: str) -> None:
        """Send `message` to one address.

        Raises AddressRefusedError, MessageRefusedError, TryLaterError or ChannelDownError.
        """
        try:
            await self._converse(message, to)
        except ChannelDownError:
            self._closed_until = asyncio.get_running_loop().time() + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            raise
        self._pause = PAUSE

    async def _converse(self, message: EmailMessage, to: str) -> None:
        server = self._server
        if not server.host:
            raise ChannelDownError("no mail server is set (STOCKROOM_SMTP_HOST)")
        try:
            await aiosmtplib.send(
                message,
                recipients=[to],
                hostname=server.host,
                port=server.port,
                username=server.user or None,
                password=server.password or None,
                use_tls=server.tls == "tls",
                start_tls=server.tls == "starttls",
                timeout=TIMEOUT,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            # One recipient each, so there is one refusal; 451 and 550 come as the same class.
            raise _meaning(error.recipients[0], AddressRefusedError) from error
        except aiosmtplib.SMTPResponseException as error:
            # 552 to the sender means the size; else the greeting, EHLO, STARTTLS, our name (535)
            # or our sender was refused.
            of_message = isinstance(error, aiosmtplib.SMTPDataError) or error.code == TOO_LARGE
            raise _meaning(
                error, MessageRefusedError if of_message else ChannelDownError
            ) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            kind = ChannelDownError if _is_unsafe(error) else TryLaterError
            raise kind(f"{self._name}: {error}") from error


def _is_unsafe(error: BaseException | None) -> bool:
    """Tell whether TLS is at fault: not offered, a failed handshake, a bad certificate."""
    # aiosmtplib says that STARTTLS is missing by its bare base class; the network has its own.
    if type(error) in (aiosmtplib.SMTPException, aiosmtplib.SMTPNotSupported):
        return True
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__
    return error is not None


def _meaning(error: aiosmtplib.SMTPResponseException, if_permanent: type[Exception]) -> Exception:
    text = f"the mail server answered {error.code} {error.message}"
    return if_permanent(text) if error.code >= 500 else TryLaterError(text)
