"""`stockroom mail`: the local mailbox in the terminal."""

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from ops.errors import Trouble
from ops.settings import read


def show(which: str | None) -> None:
    """List the mails, newest last, or print one: `last`, or its number in the list."""
    folder = Path(read()["STOCKROOM_DATA"]).absolute() / "mail"
    found = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime)
    if which is None:
        for number, path in enumerate(found, start=1):
            mail = _open(path)
            print(f"{number:4}  {mail['Date']}  {mail['To']}  {mail['Subject']}")
        print(f"{len(found)} mails in {folder}")
        return
    mail = _open(_choose(found, which))
    for name in ("Date", "From", "To", "Subject", "Message-ID"):
        print(f"{name}: {mail[name]}")
    body = mail.get_body(("plain", "html"))
    print("\n" + (body.get_content() if body else ""))


def _choose(found: list[Path], which: str) -> Path:
    number = len(found) if which == "last" else int(which) if which.isdecimal() else 0
    if not 0 < number <= len(found):
        raise Trouble(f"There is no mail {which}.", "`stockroom mail` lists them.")
    return found[number - 1]


def _open(path: Path) -> EmailMessage:
    with path.open("rb") as file:
        return email.message_from_binary_file(file, _class=EmailMessage, policy=default)
