"""What people do all day in the last release's web, step by step, over HTTP.

Everything a room of it asks the database for comes up once: each page, each list as data, each
command by form or JSON, the live stream. A step that is not answered as it was in that release is
a failure of the new schema. When a new sample is made, the journey follows its web.
"""

import re
import uuid
from typing import Any

from tests.upgrade.samples import PASSWORD
from tests.web.conftest import Answer, Browser
from tests.web.test_live import listening

SKU, HALL, DEPOT = "UP-ROPE", "MAIN-B-04", "HARBOUR-YARD"
PAGES = (
    "/", "/overview.json", "/items", "/items?q=rope", "/items?q=status:low&sort=-updated",
    "/items.json", "/items.csv", f"/items/rows?sku={SKU}&sku=HLM-WHT",
    f"/items/{SKU}", f"/items/{SKU}.json", f"/items/{SKU}?days=0&place=MAIN&table",
    f"/items/{SKU}/movements", f"/items/{SKU}/movements.json", f"/items/{SKU}/movements.csv",
    "/items/UP-LOTS", "/movements", "/movements.json", "/movements.csv",
    "/alerts", "/alerts.json", "/alerts.csv", "/health", "/health.json",
    "/create_item", f"/edit_item/{SKU}", "/remove_item/UP-NEVER",
    f"/set_threshold/{SKU}", f"/set_threshold/{SKU}?location=MAIN",
    "/post_receipt", f"/post_issue?item={SKU}&location={HALL}", "/post_transfer",
    "/post_adjustment", "/readyz",
)  # fmt: skip


async def sign_in(browser: Browser, person: str) -> None:
    """Sign in, and see one's own name."""
    _expect("sign in", await browser.sign_in(person, PASSWORD), 303)


async def look_around(browser: Browser) -> None:
    """Open every page once."""
    for page in PAGES:
        _expect(page, await browser.get(page), 200)


async def post(
    browser: Browser, kind: str, quantity: int | str, item: str = SKU, **more: Any
) -> dict[str, Any]:
    """Post one line as a program does; returns the document."""
    place = {"from": HALL, "to": DEPOT} if kind == "transfer" else {"location": HALL}
    reason = {"reason": "counted"} if kind == "adjustment" else {}
    line = {"item": item, "quantity": quantity, **place, **reason, **more}
    said = {"lines": [line], "idempotency_key": str(uuid.uuid4()), "note": "of the old web"}
    answer = await browser.post_json(f"/post_{kind}", said)
    _expect(kind, answer, 200)
    return dict(answer.json())


async def post_all(browser: Browser) -> None:
    """Each kind of document moves what it says, and a reversal takes it back."""
    before = await on_hand(browser)
    await post(browser, "receipt", 2, unit="case", unit_cost="47.10")
    await post(browser, "issue", 5)
    await post(browser, "transfer", 4)
    await post(browser, "adjustment", -1)
    received = await post(browser, "receipt", 100)
    said = {"idempotency_key": str(uuid.uuid4()), "note": "a slip"}
    answer = await browser.post_json(f"/reverse_document/{received['document']}", said)
    _expect("reverse", answer, 200)
    for page in (f"/documents/{received['document']}", f"/reverse_document/{received['document']}"):
        _expect(page, await browser.get(page), 200)
    assert await on_hand(browser) == before + 24 - 5 - 1


async def post_by_form(browser: Browser) -> None:
    """The same from the form, a refusal included."""
    key = str(uuid.uuid4())
    form = {"document.idempotency_key": key, "document.reference": "by form"}
    _expect("form, bad", await browser.post("/post_issue", form | _line("99999")), 422)
    done = await browser.post("/post_issue", form | _line("1"))
    _expect("form", done, 200)
    assert re.search(r"/documents/[0-9a-f-]{36}\?posted", done.url), done.url


async def edit(browser: Browser) -> None:
    """Make an item, edit it (a stale edit is refused), give it a range, take both back."""
    sku = f"NEW-{uuid.uuid4().hex[:6].upper()}"
    item = {"sku": sku, "name": "Old web's own", "category": "OUTDOOR", "unit": "ea",
            "attributes": {"colour": "red"}}  # fmt: skip
    _expect("create", await browser.post_json("/create_item", item), 200)
    change = {"name": "Renamed", "version": 1}
    _expect("edit", await browser.post_json(f"/edit_item/{sku}", change), 200)
    _expect("edit, stale", await browser.post_json(f"/edit_item/{sku}", change), 409)
    asked = {"location": "MAIN", "minimum": "1", "maximum": "9", "severity": "info"}
    _expect("range", await browser.post_json(f"/set_threshold/{sku}", asked), 200)
    taken = await browser.post(f"/remove_threshold/{sku}", {"location": "MAIN"})
    _expect("no range", taken, 200)
    _expect("remove", await browser.post_json(f"/remove_item/{sku}", {"version": 2}), 200)


async def watch(browser: Browser) -> None:
    """An open page hears of what is posted, and reads the row again."""
    async with listening(browser) as stream:
        await post(browser, "receipt", 1)
        assert SKU in await stream.skus(10)
    rows = await browser.get(f"/items/rows?sku={SKU}", headers={"X-Live": "1"})
    assert f">{SKU}<" in rows.text


async def alert(browser: Browser, mark: str) -> None:
    """Bring a new item below its minimum: somebody will be mailed of its name."""
    item = {"sku": mark, "name": f"Alert {mark}", "category": "OUTDOOR", "unit": "ea"}
    _expect("create", await browser.post_json("/create_item", item), 200)
    await post(browser, "receipt", 10, mark)
    asked = {"location": "MAIN", "minimum": "5", "severity": "critical"}
    _expect("range", await browser.post_json(f"/set_threshold/{mark}", asked), 200)
    await post(browser, "issue", 6, mark)
    assert mark in (await browser.get("/alerts.csv")).text


async def whole_day(browser: Browser) -> None:
    """All of it, by somebody who is signed in."""
    for step in (look_around, post_all, post_by_form, edit, watch):
        await step(browser)


async def sign_out(browser: Browser) -> None:
    """End the session: what comes then is asked to sign in."""
    _expect("sign out", await browser.post("/sign-out"), 200)
    _expect("signed out", await browser.get("/items.json"), 401)


async def on_hand(browser: Browser) -> int:
    """How many of the rope there are, all places together."""
    answer = await browser.get(f"/items/{SKU}.json")
    _expect("on hand", answer, 200)
    return int(answer.json()["row"]["on_hand"])


def _line(quantity: str) -> dict[str, str]:
    return {"item": SKU, "location": HALL, "lot": "", "quantity": quantity, "unit": "", "note": ""}


def _expect(step: str, answer: Answer, status: int) -> None:
    assert answer.status == status, f"{step}: {answer.status}, not {status}: {answer.text[-1500:]}"
