"""What a failure of the mail server means: the address, the message, later, or the channel."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from tests.worker import postbox as mailbox
from tests.worker.postbox import Postbox
from worker.letter import local_time, quantity
from worker.mail import (
    AddressRefusedError,
    ChannelDownError,
    MailChannel,
    MailServer,
    MessageRefusedError,
    TryLaterError,
)


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "stock@shop.example"
    message["To"] = "ann@shop.example"
    message["Message-ID"] = "<1@shop.example>"
    message.set_content("low")
    return message


async def send(port: int, *, host: str = "127.0.0.1", **options: str) -> MailChannel:
    channel = MailChannel(MailServer(host, port, **options))
    await channel.send(letter(), to="ann@shop.example")
    return channel


@pytest.fixture
def answering(smtp_port: int) -> Iterator[Postbox]:
    """Yield the postbox of a server at smtp_port."""
    box = Postbox()
    server = mailbox.start(box, smtp_port)
    yield box
    server.stop()


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("451 busy", TryLaterError),
        ("421 closing", TryLaterError),
        ("550 no such person", AddressRefusedError),
        ("552 mailbox full for ever", AddressRefusedError),
    ],
)
async def test_answers_to_the_address(
    answering: Postbox, smtp_port: int, answer: str, meaning: type[Exception]
) -> None:
    answering.answers = [answer]
    with pytest.raises(meaning, match=answer):
        await send(smtp_port)
    await send(smtp_port)
    assert len(answering.received) == 1


async def test_a_message_too_large_for_the_server_is_refused_for_good(smtp_port: int) -> None:
    server = mailbox.start(Postbox(), smtp_port, data_size_limit=10)
    try:
        with pytest.raises(MessageRefusedError):
            await send(smtp_port)
    finally:
        server.stop()


async def test_nobody_there_is_later(smtp_port: int) -> None:
    with pytest.raises(TryLaterError, match=str(smtp_port)):
        await send(smtp_port)


async def test_an_unknown_host_is_later() -> None:
    with pytest.raises(TryLaterError):
        await send(25, host="mail.invalid")


async def test_no_server_set_is_said() -> None:
    with pytest.raises(ChannelDownError, match="STOCKROOM_SMTP_HOST"):
        await send(25, host="")


@pytest.mark.parametrize("tls", ["tls", "starttls"])
async def test_a_server_without_tls_is_not_spoken_to_in_clear(
    answering: Postbox, smtp_port: int, tls: str
) -> None:
    channel = MailChannel(MailServer("127.0.0.1", smtp_port, "shop", "secret", tls))
    with pytest.raises(ChannelDownError):
        await channel.send(letter(), to="ann@shop.example")
    assert channel.closed_for() > 0
    assert answering.received == []
    assert "secret" not in repr(channel._server)


def test_quantities_read_as_people_write_them() -> None:
    assert quantity("1234.500", 3, "kg") == "1,234.5 kg"
    assert quantity(0, 0, "ea") == "0 ea"
    assert quantity(100, 2, "m") == "100 m"
    assert quantity("12", 0, "ea") == "12 ea"


def test_times_are_the_reader_s() -> None:
    instant = "2026-07-01T10:00:00+00:00"
    assert local_time(instant, "Europe/Berlin") == "01 July 2026, 12:00 (Europe/Berlin)"
    assert local_time(instant, "Moon/Base") == "01 July 2026, 10:00 (UTC)"
    assert local_time(instant, None) == "01 July 2026, 10:00 (UTC)"
