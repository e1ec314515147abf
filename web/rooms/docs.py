"""What programs are told of the API, for people to read."""

import re

from aiohttp import web
from markupsafe import Markup, escape

from web import codes, pages, render
from web.declared import no_data

routes = web.RouteTableDef()
CODE = re.compile(r"`([^`]+)`")


@routes.get(codes.PAGE)
@no_data("The page is the description; the document is /openapi.json.")
async def errors(request: web.Request) -> web.StreamResponse:
    """Every code with what to do about it: where the `type` of a problem leads. It holds nobody's
    data and is the same for all, so it is told without signing in."""
    groups = (
        ("What the database refuses", codes.REFUSED),
        ("Of a line, within IN001", codes.LINES),
        ("Everything else", codes.OTHERS),
    )
    return render.page(
        request, "docs_errors.html", await pages.who(request), groups=groups, said=said
    )


def said(text: str) -> Markup:
    """A text with its `code` as such."""
    parts = CODE.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if at % 2 else escape(part)
        for at, part in enumerate(parts)
    )
