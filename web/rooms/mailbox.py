"""The local mailbox: what was mailed on a machine that has no mail server.

A mail is for whom it is addressed to: it tells of stock, or its link opens an account. Admins also
see what is about accounts, so that an invitation can be handed on.
"""

import email
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiohttp import web

from web import auth, http, render
from web.db import as_user
from web.declared import no_data
from web.language import _

routes = web.RouteTableDef()
NEWEST = 100
KIND = "Stockroom-Notice"  # set by worker/letter.py
OF_ACCOUNTS = ("invitation", "admin_changed", "break_glass")  # tell of no stock
LOOKED_AT = 500  # files, to find those
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
    """The newest mails that this person may read."""
    folder, me = await _folder(request)
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    mails = [read(path) for path in paths[:LOOKED_AT] if may_read(me, parsed(path))]
    return render.page(request, "mailbox.html", me, mails=mails[:NEWEST], count=len(mails))


@routes.get("/mailbox/{name}")
@no_data("One of them.")
async def mail(request: web.Request) -> web.StreamResponse:
    """One mail; with `raw` the file itself, as a download."""
    folder, me = await _folder(request)
    path = folder / request.match_info["name"]
    if not NAME.match(request.match_info["name"]) or not path.is_file():
        raise web.HTTPNotFound(text=_("No such mail."))
    if not may_read(me, parsed(path)):
        raise web.HTTPForbidden(text=_("This mail is for somebody else."))
    if "raw" in request.query:
        disposition = {"Content-Disposition": f'attachment; filename="{path.name}"'}
        return web.Response(
            body=path.read_bytes(), content_type="message/rfc822", headers=disposition
        )
    return render.page(request, "mail.html", me, mail=read(path))


async def _folder(request: web.Request) -> tuple[Path, dict[str, Any]]:
    """The mailbox's folder, and who asks. Raises HTTPForbidden while another's dashboard is open:
    whoever looks on may not read the links that were mailed to that person."""
    settings = request.app[auth.SETTINGS]
    async with as_user(request, page=True) as db:
        me = await db.me()
    if settings.mailbox is None:
        raise web.HTTPNotFound(
            text=_("Mail goes to a mail server here; there is no local mailbox.")
        )
    if http.sees_as(request):
        raise web.HTTPForbidden(text=_("Mail is for its reader's own eyes."))
    return settings.mailbox, me


def parsed(path: Path) -> EmailMessage:
    """One file."""
    return email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)


def may_read(me: Mapping[str, Any], message: EmailMessage) -> bool:
    """Whether it is addressed to this person, or is about accounts and they keep those."""
    own = (me["email"] or "").casefold()
    to = message["To"].addresses if message["To"] else ()
    if own and any(one.addr_spec.casefold() == own for one in to):
        return True
    return bool(me["can"]["manage_people"] and message.get(KIND) in OF_ACCOUNTS)


def read(path: Path) -> Mail:
    """One mail as text; what cannot be parsed is shown as far as it goes."""
    message = parsed(path)
    part = message.get_body(("plain",))
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat()
    return Mail(
        name=path.name,
        subject=str(message.get("Subject", _("(no subject)"))),
        sender=str(message.get("From", "")),
        to=str(message.get("To", "")),
        at=at,
        body=part.get_content() if part is not None else "(no plain text)",
    )
