"""Which pages are visited: every one that the router knows, with what each can be asked."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

# What stands for a part of an address, by the part's name. A new part needs a line here.
PARTS = {
    "sku": ("hot", "usual", "with_lots", "unmoved"),
    "document": ("document", "large_document"),
    "person": ("=bench_clerk", "person", "gone"),
    "token": ("link",),
    "location": ("site", "bin"),
    "category": ("=FOOD.TEA", "=FASTENERS", "=ALL"),
    "attribute": ("=weight",),
    "unit": ("=ea",),
    # One's own alone: looked up in what the account's page shows.
    **dict.fromkeys(("session", "device", "break_glass", "subscription", "edit", "attachment"), ()),
    "view": ("view",),
    "import": ("import",),
    "command": ("=post_receipt", "=post_transfer"),
    "room": ("=items",),
    "kind": ("=items", "=locations", "=movements", "=thresholds"),
    "ending": ("=.csv", "=.xlsx"),
    "suffix": ("=", "=.json"),  # a CSV file is the list's pages one after another
}
# No page of rows: files, streams, signs of life, and the way in.
NO_PAGES = ("/static/{name}", "/events", "/healthz", "/readyz", "/sign-in", "/mailbox",
            "/mailbox/{name}", "/items/{sku}", "/attachments/{attachment}",
            "/attachments/{attachment}/{version}")  # fmt: skip

SEARCHES = (
    "", "bolt", "stainless m8", "HEXB-00", "x", "zzzqqqzzz", '"M8 x 40"', "sku:HEXB",
    "category:FASTENERS", "category:FOOD.COFFEE", "bolt category:FASTENERS -brass",
    "location:{site}", "location:{bin}", "location:BENCH", "location:{site} bolt",
    "lot:{lot}", "status:low", "status:low,out", "status:over", "status:ok", "-status:ok bolt",
    "location:{site} status:low,out", "is:retired", "-category:FOOD", "sku:{hot}",
)  # fmt: skip
SORTS = ("-name", "sku", "-sku", "updated", "-updated")
# What each page is asked besides nothing at all.
ASKED: dict[str, tuple[dict[str, str], ...]] = {
    "/items{suffix}": (
        *({"q": search} for search in SEARCHES),
        *({"sort": sort} for sort in SORTS),
        *({"q": "bolt", "sort": sort} for sort in SORTS),
        *({"after": "{name_cursor}", "sort": sort} for sort in ("name", "-name")),
        *({"after": "{sku_cursor}", "sort": sort} for sort in ("sku", "-sku")),
        *({"after": "{updated_cursor}", "sort": sort} for sort in ("updated", "-updated")),
        {"after": "{name_cursor}", "q": "bolt category:FASTENERS"},
        {"after": "{name_cursor}", "q": "status:low,out"},
    ),
    "/items/rows": ({"sku": "{hot}"}, {"sku": "{usual}"}),
    "/items/{sku}{suffix}": (
        {"days": "30"}, {"days": "365"}, {"days": "0"}, {"place": "{site}"}, {"table": ""},
    ),
    "/history{suffix}": (
        {"kind": "item", "key": "{hot}"}, {"kind": "location", "key": "{site}"},
    ),
    "/labels": ({"sku": "{hot}", "location": "{site}"}, {"q": "bolt"}),
    "/items/{sku}/movements{suffix}": ({"after": "{movement_cursor}"},),
    "/movements{suffix}": ({"after": "{movement_cursor}"},),
    "/alerts{suffix}": (
        {"state": "open"}, {"state": "resolved"}, {"state": "all"},
        {"state": "resolved", "after": "{alert_cursor}"},
        {"state": "all", "after": "{alert_cursor}"},
        {"state": "open", "after": "{alert_cursor}"},
    ),
    "/audit{suffix}": (
        {"search": "no such text"}, {"person": "bench_manager"}, {"kind": "ranges"},
        {"kind": "items", "operation": "delete"}, {"since": "2020-01-01", "until": "2020-01-02"},
    ),
    "/audit/refusals{suffix}": ({"search": "no such text"},),
    "/audit/sign-ins{suffix}": ({"success": "no"},),
    "/people{suffix}": (
        {"q": "no such name"}, {"q": "clerk"}, {"state": "ended"}, {"after": "{person_cursor}"},
    ),
    "/access{suffix}": ({"location": "N01"}, {"location": "N01", "after": "{person}"}),
    "/why{suffix}": (
        {"person": "bench_viewer", "action": "see stock", "object": "location:N01"},
        {"person": "bench_viewer", "action": "see document", "object": "document:{document}"},
    ),
    "/set_threshold/{sku}": ({"location": "{site}"},),
    "/locations{suffix}": ({"q": "no such place"}, {"below": "{site}"}),
    "/thresholds{suffix}": (
        {"status": "crossed"}, {"status": "out"}, {"location": "{site}"}, {"query": "bolt"},
        {"severity": "critical"},
    ),
    "/remove_threshold/{sku}": ({"location": "{site}"},),
    "/revoke_location/{person}": ({"location": "N01"},),
    "/count_list{suffix}": (
        {"list": "items", "query": "status:low"}, {"list": "movements"}, {"list": "alerts"},
        {"list": "lots", "state": "soon"}, {"list": "people"},
    ),
    "/lots{suffix}": ({"state": "expired"}, {"state": "all"}, {"query": "zzz"}),
    "/{command}": ({"item": "{usual}", "location": "{bin}"},),
}  # fmt: skip


def pages(app: web.Application, known: dict[str, Any]) -> Iterator[str]:
    """Addresses to visit, every page of the router among them.

    Raises LookupError for a part of an address that PARTS does not know.
    """
    for resource in app.router.resources():
        path = resource.canonical
        if path in NO_PAGES or not any(route.method == "GET" for route in resource):
            continue
        for number, address in enumerate(_addresses(resource, known)):
            yield address
            # Its questions are asked of the first two: the hottest item, as a page and as data.
            for query in ASKED.get(path, ()) if number == 0 else ():
                filled = {name: value.format(**known) for name, value in query.items()}
                yield f"{address}?{urlencode(filled)}"


def _addresses(resource: web.AbstractResource, known: dict[str, Any]) -> list[str]:
    """A resource's addresses, one for each value of each part."""
    info = resource.get_info()
    if "path" in info:
        return [info["path"]]
    found: list[dict[str, str]] = [{}]
    for name in info["pattern"].groupindex:
        if name not in PARTS:
            raise LookupError(f"{resource.canonical}: what stands for {{{name}}}? See PARTS.")
        values = [one[1:] if one[0] == "=" else known[one] for one in PARTS[name]]
        found = [{**parts, name: str(value)} for parts in found for value in values]
    addresses = [info["formatter"].format(**parts) for parts in found]
    return [address for address in addresses if info["pattern"].fullmatch(address)]
