"""How a phone of the local network reaches this machine: a picture to scan, and what to trust."""

import segno
from aiohttp import web
from cryptography.hazmat.primitives.serialization import Encoding
from markupsafe import Markup

from ops import certificate
from web import auth, pages, render
from web.declared import no_data
from web.language import _

routes = web.RouteTableDef()
FILE = "/phone/stockroom.crt"


@routes.get("/phone")
@no_data("It tells people what to do with their phone.")
async def phone(request: web.Request) -> web.StreamResponse:
    """The address as a QR code, and the steps; for everybody, as a phone that is not signed in
    comes here first."""
    settings = request.app[auth.SETTINGS]
    code, print_ = "", ""
    if settings.lan_url and settings.lan_tls:
        drawn = segno.make(f"{settings.lan_url}/phone", micro=False)
        # Dark on light in either theme: many cameras read no inverted code.
        code = drawn.svg_inline(scale=4, border=3, dark="#000", light="#fff", omitsize=True)
        print_ = certificate.fingerprint(settings.lan_tls / "ca.pem")
    return render.page(
        request, "phone.html", await pages.who(request), url=settings.lan_url, file=FILE,
        code=Markup(code), fingerprint=print_, is_lan=settings.is_lan,  # noqa: S704 - drawn by us
    )  # fmt: skip


@routes.get(FILE)
@no_data("A certificate is a file.")
async def phone_certificate(request: web.Request) -> web.StreamResponse:
    """What a phone is asked to trust, as the kind of file whose opening installs it."""
    folder = request.app[auth.SETTINGS].lan_tls
    if folder is None:
        raise web.HTTPNotFound(text=_("No phones are served here: stockroom up --lan does."))
    body = certificate.read(folder / "ca.pem").public_bytes(Encoding.DER)
    return web.Response(
        body=body, content_type="application/x-x509-ca-cert",
        headers={"Content-Disposition": 'attachment; filename="stockroom.crt"'},
    )  # fmt: skip
