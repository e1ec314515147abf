"""The local mailbox: what was mailed on a machine that has no mail server."""

import email
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiohttp import web

from web import auth, render
from web.db import as_user
from web.declared import no_data

routes = web.RouteTableDef()
NEWEST = 100
NAME = re.compile(r"^[A-Za-z0-9_@-][A-Za-z0-9._@-]{0,120}\.eml$")


@dataclass(frozen=True)
class Mail:
    """One mail as the page shows it: text only, whatever it came as."""

    name: str
    subject: str
    sender: str
    to: str
    at: str
    body: str


@routes.get("/mailbox")
@no_data("Mails of a machine that has no mail server, to look at.")
async def mailbox(request: web.Request) -> web.StreamResponse:
    """The newest mails of everybody: this is a developer's mailbox."""
    folder, me = await _folder(request)
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    mails = [read(path) for path in paths[:NEWEST]]
    return render.page(request, "mailbox.html", me, mails=mails, count=len(paths))


@routes.get("/mailbox/{name}")
@no_data("One of them.")
async def mail(request: web.Request) -> web.StreamResponse:
    """One mail; with `raw` the file itself, as a download."""
    folder, me = await _folder(request)
    path = folder / request.match_info["name"]
    if not NAME.match(request.match_info["name"]) or not path.is_file():
        raise web.HTTPNotFound(text="No such mail.")
    if "raw" in request.query:
        disposition = {"Content-Disposition": f'attachment; filename="{path.name}"'}
        return web.Response(
            body=path.read_bytes(), content_type="message/rfc822", headers=disposition
        )
    return render.page(request, "mail.html", me, mail=read(path))


async def _folder(request: web.Request) -> tuple[Path, dict[str, object]]:
    """The mailbox's folder, for those who may look into it."""
    settings = request.app[auth.SETTINGS]
    async with as_user(request, page=True) as db:
        me = await db.me()
    if settings.mailbox is None:
        raise web.HTTPNotFound(text="Mail goes to a mail server here; there is no local mailbox.")
    if not (settings.demo or me["can"]["manage_people"]):
        raise web.HTTPForbidden(text="The local mailbox holds everybody's mail: it needs an admin.")
    return settings.mailbox, me


def read(path: Path) -> Mail:
    """Parse one file; what cannot be parsed is shown as far as it goes."""
    message = email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
    part = message.get_body(("plain",))
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat()
    return Mail(
        name=path.name,
        subject=str(message.get("Subject", "(no subject)")),
        sender=str(message.get("From", "")),
        to=str(message.get("To", "")),
        at=at,
        body=part.get_content() if part is not None else "(no plain text)",
    )
