"""TLS of the web for phones of the local network; elsewhere a proxy speaks it for us."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from web import auth
from web.settings import WebSettings

log = logging.getLogger(__name__)

CONTEXT = web.AppKey("tls", object)  # SSLContext, or None
LOOK_SECONDS = 60.0


def context(settings: WebSettings) -> ssl.SSLContext | None:
    """The certificate this web shows; None where it speaks plain HTTP."""
    if not settings.is_lan or settings.lan_tls is None:
        return None
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.load_cert_chain(settings.lan_tls / "server.pem")
    return made


async def kept_fresh(app: web.Application) -> AsyncIterator[None]:
    """While the web runs, a certificate that is renewed in its file is shown from then on."""
    made, folder = app[CONTEXT], app[auth.SETTINGS].lan_tls
    if not isinstance(made, ssl.SSLContext) or folder is None:
        yield
        return
    task = asyncio.create_task(_look(made, folder / "server.pem"))
    yield
    task.cancel()


async def _look(made: ssl.SSLContext, file: Path) -> None:
    seen = _stamp(file)
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        now = _stamp(file)
        if now not in (seen, None):
            seen = now
            made.load_cert_chain(file)
            log.info("shows a renewed certificate")


def _stamp(file: Path) -> int | None:
    """When the file was written; None while there is none."""
    return file.stat().st_mtime_ns if file.exists() else None
