"""Labels to print: of items, of a search's items, of places; on sheets or one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from web import barcodes, filters, formats, forms, pages, render
from web.db import as_user, call
from web.declared import no_data
from web.language import N_

routes = web.RouteTableDef()
MOST_THINGS, MOST_LABELS, MOST_COPIES = 500, 1_000, 200
LONGEST_ADDRESS = 6_000  # letters of ticked rows; servers between take eight thousand
CODES = ("auto", "sku", "qr")


@dataclass(frozen=True)
class Stock:
    """Paper that labels are printed on; its measures are in labels.css under its name."""

    name: str
    about: str
    labels: int  # on a sheet


STOCKS = (
    Stock("a4-24", N_("A4 sheet, 24 labels of 70 by 37 mm"), 24),
    Stock("letter-30", N_("Letter sheet, 30 labels of 2⅝ by 1 in"), 30),
    Stock("single", N_("Single labels, 57 by 32 mm"), 1),
)


@dataclass(frozen=True)
class Label:
    """One label: what its code says and how it is drawn, and what people read."""

    code: str
    kind: str
    title: str
    text: str


@routes.get("/labels")
@no_data("A page to print; what is on it is api.label_rows().")
async def labels(request: web.Request) -> web.StreamResponse:
    """api.label_rows() as sheets of labels, as they will be printed."""
    return await _sheet(request, request.query)


@routes.post("/labels")
@no_data("It leads to the page to print.")
async def labels_of_ticked(request: web.Request) -> web.StreamResponse:
    """Labels of the items that are ticked in the list, at an address where that holds them."""
    given = await request.post()
    async with as_user(request, write=False, page=True) as db:
        await call(db, "label_rows")  # refuses who may print none here, not a page later
    asked = urlencode([("sku", str(one)) for one in given.getall("sku", [])])
    if len(asked) > LONGEST_ADDRESS:
        return await _sheet(request, given)
    return pages.redirect(f"/labels?{asked}" if asked else "/labels")


async def _sheet(request: web.Request, query: forms.Form) -> web.StreamResponse:
    """The page for what is asked: `sku` and `location`, each once or more, `below` with all that
    lies in those places, the search `q`."""
    search = forms.text(query, "q")
    wrong: list[filters.Problem] = []

    async def ask(searched: dict[str, Any]) -> Any:
        async with as_user(request, page=True) as db:
            skus, more = query.getall("sku", []), False
            if searched["query"]:
                found = await call(db, "search_items", **searched, max_rows=MOST_THINGS)
                skus, more = [*skus, *(one["sku"] for one in found["rows"])], bool(found["next"])
            asked = {
                "skus": skus[:MOST_THINGS], "locations": query.getall("location", []),
                "below": "below" in query,
            }  # fmt: skip
            return skus, more, asked, await call(db, "label_rows", **asked), await db.me()

    skus, more, asked, rows, me = await filters.kept(
        request, ask, {"query": search}, {"q": "query"}, wrong
    )
    refusal = filters.refusal([one | {"field": "q"} for one in wrong])
    code = query.get("code", "") if query.get("code") in CODES else CODES[0]
    stock = next((one for one in STOCKS if one.name == query.get("stock")), STOCKS[0])
    one_each = [*_of_items(rows["items"], code, "packs" in query), *_of_places(rows["locations"])]
    copies, start = _number(query, "copies", MOST_COPIES), _number(query, "start", stock.labels)
    wanted = [label for label in one_each for _ in range(copies)]
    return render.page(
        request, "labels.html", me, status=refusal.status if refusal else 200, refusal=refusal,
        stock=stock, stocks=STOCKS, codes=CODES, code=code,
        copies=copies, start=start, sheets=_sheets(wanted[:MOST_LABELS], stock, start),
        count=len(wanted), most=MOST_LABELS, more=more, draw=cache(barcodes.drawn),
        search=search, asked=asked, packs="packs" in query,
        more_places=len(rows["locations"]) >= MOST_THINGS,
        missing=len(dict.fromkeys(skus)) - len(rows["items"]),
    )  # fmt: skip


def _number(query: Any, name: str, most: int) -> int:
    """A whole number from 1, as typed; 1 for what is none."""
    said = str(query.get(name, "")).strip()
    return max(1, min(int(said), most)) if said.isascii() and said.isdigit() else 1


def _of_items(items: list[dict[str, Any]], code: str, with_packs: bool) -> Iterator[Label]:
    for item in items:
        units: list[tuple[str | None, str]] = [(None, item["sku"])]
        if with_packs:
            units += [
                (
                    pack["unit"],
                    f"{item['sku']} · {pack['unit']} of {formats.quantity(pack['factor'])}",
                )
                for pack in item["packs"]
            ]
        for unit, text in units:
            said = _code(item, unit, code)
            yield Label(said, "qr" if code == "qr" else barcodes.kind_of(said), item["name"], text)


def _code(item: dict[str, Any], unit: str | None, code: str) -> str:
    """What a scanner shall read: the barcode it has, else its SKU, which everything here reads."""
    fitting = (one["barcode"] for one in item["barcodes"] if one["unit"] == unit)
    return str(item["sku"] if code == "sku" else next(fitting, item["sku"]))


def _of_places(places: list[dict[str, Any]]) -> Iterator[Label]:
    for place in places:
        yield Label(place["location"], "qr", place["name"], place["location"])


def _sheets(wanted: list[Label], stock: Stock, start: int) -> list[list[Label | None]]:
    """The labels sheet by sheet; the first begins where one was used already."""
    cells: list[Label | None] = [None] * (start - 1) + wanted if wanted else []
    return [cells[at : at + stock.labels] for at in range(0, len(cells), stock.labels)]
