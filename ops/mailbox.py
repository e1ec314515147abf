"""The local mailbox: an SMTP server on the loopback address that keeps mails as files.

Each message is one .eml file named after its Message-ID, so that a second delivery of the same
message is the same file. `python -m ops.mailbox FOLDER DESCRIPTOR` serves on a listening socket
that its parent has opened, so that mails wait, and the port stays, while it is started again.
"""

import asyncio
import email
import hashlib
import os
import signal
import socket
import sys
from email.policy import compat32
from pathlib import Path
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP

from ops import durable

if TYPE_CHECKING:
    from aiosmtpd.smtp import Envelope, Session

LARGEST = 5_000_000  # bytes
NAME_LENGTH = 80


class Mailbox:
    """Keeps what aiosmtpd receives in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: "Session", envelope: "Envelope"
    ) -> str:
        """Store one message; it is on the disk before we say so."""
        content = envelope.original_content or b""
        await asyncio.to_thread(keep, self.folder, content)
        return "250 kept"


def keep(folder: Path, content: bytes) -> Path:
    """Write the message under the name of its Message-ID, whole or not at all."""
    path = folder / file_name(content)
    unfinished = path.with_suffix(f".{os.getpid()}.new")
    with unfinished.open("wb") as file:
        file.write(content)
    durable.replace(unfinished, path)
    return path


def file_name(content: bytes) -> str:
    """A safe file name from the Message-ID; from the content where there is none."""
    # The old policy on purpose: it hands out the header as it came, however broken.
    message_id = email.message_from_bytes(content, policy=compat32).get("Message-ID", "")
    plain = str(message_id).strip().strip("<>")
    safe = "".join(letter if letter.isalnum() or letter in "-_.@" else "_" for letter in plain)
    safe = safe.lstrip(".")
    if not safe or len(safe) > NAME_LENGTH or safe != plain:
        digest = hashlib.sha256(plain.encode() or content).hexdigest()[:16]
        safe = f"{safe[:NAME_LENGTH]}-{digest}".lstrip("-")
    return f"{safe}.eml"


async def serve(folder: Path, listening: socket.socket) -> None:
    """Take mails from the socket until SIGTERM or SIGINT."""
    box = Mailbox(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(box, enable_SMTPUTF8=True, data_size_limit=LARGEST, ident="Stockroom"),
        sock=listening,
    )
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    print(f"Mailbox on port {listening.getsockname()[1]}, mails in {folder}", flush=True)
    await stop.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), socket.socket(fileno=int(sys.argv[2]))))
