"""Another document's lines as those of a new form: post again as new."""

import uuid
from decimal import Decimal
from typing import Any

import psycopg
from aiohttp import web

from web import errors
from web.db import as_user, call

Line = dict[str, Any]


async def lines(request: web.Request, kind: str, fields: tuple[str, ...]) -> list[Line]:
    """The lines of the document that `like` names, as a form of this kind has them; none of what
    the person does not see. Costs are not copied: the new ones are asked of who receives."""
    try:
        document = str(uuid.UUID(request.query["like"]))
    except ValueError:
        return []
    try:
        async with as_user(request, page=True) as db:
            answer = await call(db, "document_page", document=document)
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.code not in errors.NOT_FOUND:
            raise
        return []
    moved = answer["lines"] or []
    if kind == "transfer":
        pairs = zip(moved[::2], moved[1::2], strict=False)
        return [_line(to, fields) | {"from": out["location"], "to": to["location"]}
                for out, to in pairs if out["item"] == to["item"]]  # fmt: skip
    return [_line(one, fields) for one in moved]


def _line(one: dict[str, Any], fields: tuple[str, ...]) -> Line:
    signed = Decimal(str(one["entered_quantity"])).normalize()
    said = {
        "item": one["item"], "location": one["location"], "lot": one["lot"] or "",
        "quantity": signed if "reason" in fields else abs(signed),
        "unit": "" if one["entered_unit"] == one["unit"] else one["entered_unit"],
        "reason": one["reason"], "note": one["note"],
    }  # fmt: skip
    return {field: said.get(field, "") for field in fields}
