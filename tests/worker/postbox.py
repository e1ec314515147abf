"""A mail server on loopback that does what a test tells it, and keeps what it was sent."""

import asyncio
import email
import email.policy
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

Step = Callable[[], object]


@dataclass
class Postbox:
    """Answers to RCPT are taken from `answers` while there are any; `at` has a call per step."""

    answers: list[str] = field(default_factory=list)
    at: dict[str, Step] = field(default_factory=dict)
    seconds: float = 0.0
    received: list[EmailMessage] = field(default_factory=list)
    tries: int = 0

    @property
    def message_ids(self) -> set[str]:
        """Message-IDs of all that was received: a mailbox keeps one of each."""
        return {str(message["Message-ID"]) for message in self.received}

    def _reach(self, step: str) -> None:
        if step in self.at:
            self.at[step]()

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """The conversation begins."""
        self._reach("EHLO")
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """A sender is named."""
        self._reach("MAIL")
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """An address is offered."""
        self.tries += 1
        self._reach("RCPT")
        if self.answers:
            answer = self.answers.pop(0)
            if not answer.startswith("250"):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """The message is here: it counts as received, whatever comes of the answer."""
        self.received.append(
            email.message_from_bytes(envelope.content, policy=email.policy.default)
        )
        self._reach("DATA")
        await asyncio.sleep(self.seconds)
        if self.at.get("DATA") is drop_connection:
            server.transport.abort()
        return "250 taken"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """The client has its answer and leaves."""
        self._reach("QUIT")
        return "221 bye"


def drop_connection() -> None:
    """As the step at DATA: the message is taken, and the client never hears of it."""


def refuse_everybody(*_: object) -> AuthResult:
    """Return what a server answers to a wrong password: 535."""
    return AuthResult(success=False, handled=False)


def start(postbox: Postbox, port: int, **options: Any) -> Controller:
    """Start a server on 127.0.0.1:`port` that hands everything to the postbox."""
    controller = Controller(postbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    return controller
