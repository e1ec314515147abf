"""What was tried where somebody was refused, as a question that /why answers."""

from urllib.parse import urlencode

from aiohttp import web

from web import declared
from web.errors import Refusal

# Functions whose object stands in the address: what it is, and the part.
OBJECTS = {
    "edit_item": ("item", "sku"),
    "remove_item": ("item", "sku"),
    "reverse_document": ("document", "document"),
}
AT_A_PLACE = frozenset(
    {"set_threshold", "post_receipt", "post_issue", "post_transfer", "post_adjustment"}
)


def why(request: web.Request, refusal: Refusal) -> str:
    """The address that explains a refusal for want of a right; empty where it was none."""
    if refusal.code != "42501":
        return ""
    name = _function(request)
    kind, part = OBJECTS.get(name, ("", ""))
    thing = f"{kind}:{request.match_info[part]}" if part in request.match_info else ""
    place = request.query.get("location", "")
    if name in AT_A_PLACE and place:
        thing = f"location:{place}"
    asked = {"action": f"execute api.{name}", "object": thing}
    return "/why?" + urlencode({key: value for key, value in asked.items() if value})


def _function(request: web.Request) -> str:
    """What a button does is named as its route and its function; else the handler says it."""
    said = declared.of(request.match_info.handler)
    if isinstance(said, declared.Operation) and len(said.functions) == 1:
        return said.functions[0]
    return request.match_info.get("command") or request.path.split("/")[1].split(".")[0]
