"""The local mailbox keeps each message once, whole, under a harmless name."""

import smtplib
import socket
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

from ops.mailbox import file_name, keep


def message(message_id: str, text: str = "Hello") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.org", "b@example.org", "Low: bolts"
    made["Message-ID"] = message_id
    made.set_content(text)
    return made


def raw(message_id: str) -> bytes:
    """As it may come over the wire: Python's own writer would mend a broken Message-ID."""
    return f"Message-ID: {message_id}\r\nSubject: Low\r\n\r\nHello\r\n".encode()


def test_one_message_delivered_twice_is_one_file(tmp_path: Path) -> None:
    post = socket.create_server(("127.0.0.1", 0))
    port, number = post.getsockname()[1], post.fileno()
    command = [sys.executable, "-m", "ops.mailbox", str(tmp_path / "mail"), str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, pass_fds=[number]) as box, post:
        assert box.stdout is not None
        box.stdout.readline()
        with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
            for text in ("first", "second"):
                client.send_message(message("<one@stockroom>", text))
            client.send_message(message("<two@stockroom>", "Grüße: 5 °C, 中文"))
        begun = time.monotonic()
        box.terminate()
        assert box.wait(5) == 0
        assert time.monotonic() - begun < 2
    names = sorted(path.name for path in (tmp_path / "mail").iterdir())
    assert names == ["one@stockroom.eml", "two@stockroom.eml"]
    assert b"second" in (tmp_path / "mail" / "one@stockroom.eml").read_bytes()


def test_names_stay_in_the_folder(tmp_path: Path) -> None:
    for hostile in ("<../../etc/passwd>", "</etc/passwd>", "<" + "x" * 500 + ">", "<.>", ""):
        path = keep(tmp_path, raw(hostile))
        assert path.parent == tmp_path
        assert not path.name.startswith(".")
        assert path.exists()


def test_different_ids_never_share_a_name() -> None:
    ids = ["<a@b>", "<a_b>", "<a/b>", "<a b>", "<A@b>", f"<{'x' * 200}1@b>", f"<{'x' * 200}2@b>"]
    names = {file_name(raw(one)) for one in ids}
    assert len(names) == len(ids)
