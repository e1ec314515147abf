"""Every page there is: an address for each route of the router that answers one, by who opens it.

`{document}` and the like are filled in from the demo company (`furnish`). A route without an
address here and without a reason in NO_PAGE fails tests/browser/test_accessibility.py.
"""

import io
import re
from typing import TYPE_CHECKING, Any

from aiohttp import web
from PIL import Image
from psycopg.types.json import Jsonb

from tests.web.routes import routed
from web.app import make_app
from web.settings import LOOPBACK, WebSettings

if TYPE_CHECKING:
    from tests.browser.conftest import Stand

VISITOR = ""
PAGES: dict[str, tuple[str, ...]] = {
    "demo_manager": (
        "/", "/items", "/items?q=status:low,out", "/items?q=zzzz",
        "/items/ESP-1KG", "/items/ESP-1KG/files", "/items/ESP-1KG/lots", "/items/ESP-1KG/history",
        "/history?kind=location&key=MAIN", "/labels", "/labels?sku=ESP-1KG&location=MAIN&packs=1",
        "/create_item?like=ESP-1KG", "/items/ESP-1KG?days=30&table=1",
        "/items/ESP-1KG/movements", "/movements", "/documents/{document}",
        "/reverse_document/{document}", "/alerts", "/alerts?state=all", "/health", "/mailbox",
        "/create_item?category=COFFEE", "/edit_item/ESP-1KG",
        "/edit_items?sku=ESP-1KG&sku=ESP-250", "/remove_item/ESP-1KG",
        "/set_threshold/ESP-1KG?location=MAIN", "/post_receipt",
        "/post_issue?item=TPE-BRN&location=MAIN-A-04", "/post_transfer",
        "/post_adjustment", "/account", "/why",
        "/why?person=demo_staff&action=set threshold&object=location:MAIN", "/access",
        "/access?location=MAIN", "/people", "/phone", "/scan",
        "/scan?mode=issue&location=MAIN-A-01&code=ESP-1KG", "/scan?mode=look-up&code=no-such-code",
        "/people/demo_staff", "/break_glass", "/create_location",
        "/locations", "/locations/MAIN", "/edit_location/MAIN", "/move_location/MAIN-A",
        "/close_location/MAIN", "/open_location/{closed}", "/remove_location/{closed}",
        "/categories", "/categories/COFFEE", "/create_category", "/edit_category/COFFEE",
        "/remove_category/COFFEE", "/attributes", "/attributes/COFFEE/roast", "/declare_attribute",
        "/change_attribute/COFFEE/roast", "/retire_attribute/COFFEE/roast",
        "/units", "/create_unit", "/edit_unit/ea",
        "/thresholds", "/threshold_defaults", "/set_threshold_default", "/subscriptions",
        "/edit_subscription/{subscription}", "/lots?state=all", "/overview", "/reports",
        "/reports/inventory", "/reports/inventory?grouped_by=category", "/reports/movements",
        "/import", "/imports/{import}", "/imports/{import}/cancel", "/saved_views",
        "/saved_views/{view}",
        "/create_saved_view?query=coffee", "/edit_saved_view/{view}", "/movements?q=kind:transfer",
        "/docs/api", "/docs/api?q=receipt", "/docs/api/movements", "/docs/api/people-and-rights",
        "/docs/errors", "/keys", "/help",
        "/remove_saved_view/{view}", "/remove_threshold/ESP-1KG?location=MAIN",
        "/remove_attachment/{attachment}?item=ESP-1KG", "/sign_out_everywhere", "/remove_unit/ea",
        "/remove_subscription/{subscription}",
        "/remove_threshold_default?category=COFFEE&location=MAIN&kind=bin",
        "/revoke_device/{device}",
        "/revoke_session/{own_session}", "/end_break_glass/{taken}",
    ),
    "demo_admin": (
        "/", "/people", "/people?q=tom", "/people/demo_staff", "/people/demo_reporting",
        "/invite_user", "/create_user", "/offboard_user/demo_staff",
        "/reset_second_factor/demo_staff", "/disable_user/demo_staff",
        "/revoke_location/demo_staff?location=MAIN", "/break_glass", "/settings", "/mailbox/{mail}",
        "/end_session/demo_staff?session={session}",
    ),
    "demo_counter": ("/", "/items", "/items/ESP-1KG", "/account", "/mailbox", "/scan"),
    "demo_auditor": (
        "/audit", "/audit?kind=ranges", "/audit?search=nothing+has+this", "/audit/refusals",
        "/audit/sign-ins", "/audit/sign-ins?success=no",
    ),
    VISITOR: ("/sign-in", "/invitation/{invitation}", "/scan/shell"),
}  # fmt: skip
# Of the form that the {names} have, for the router.
A_KEY = "019d0000-0000-7000-8000-000000000000"
FORMS = {
    "document": A_KEY, "subscription": "1", "closed": "ATTIC", "import": A_KEY, "view": A_KEY,
    "mail": "one.eml", "invitation": "x" * 43, "attachment": A_KEY,
    "device": A_KEY, "session": A_KEY, "own_session": A_KEY, "taken": A_KEY,
}  # fmt: skip
# What is answered with a refusal is a page too: the address, and its status.
REFUSED: dict[str, dict[str, int]] = {
    "demo_manager": {
        "/items?q=supplier:acme": 422, "/movements?q=zzz": 422, "/nothing-here": 404,
        "/settings": 403,
        f"/item_edits/{A_KEY}": 404,
    },
    "demo_staff": {"/health": 403},
}  # fmt: skip
# Routes that answer no page of their own.
NO_PAGE = {
    "/static/{name}": "a file",
    "/healthz": "a word for probes",
    "/readyz": "a word for probes",
    "/openapi.json": "data",
    "/docs/api/example.py": "a file",
    "/phone/stockroom.crt": "a file, and only with --lan",
    "/events": "a stream",
    "/scan-worker.js": "a script",
    "/scan/state.json": "data",
    "/read_barcode{suffix}": "leads to /scan",
    "/attachments/{attachment}": "a file",
    "/attachments/{attachment}/{version}": "a picture",
    "/imports/{import}/problems{suffix}": "a file",
    "/import_sample/{kind}{ending}": "a file",
    "/item_fields{suffix}": "a file",
    "/items/rows": "rows that a page takes in",
    "/items/{sku}": "a SKU with a slash leads to its page",
    "/count_alerts{suffix}": "data",
    "/count_list{suffix}": "a part that a list's page takes in",
    "/count_searches{suffix}": "data",
    "/first_steps{suffix}": "data",
    "/needs_attention{suffix}": "data",
    "/suggest_anything{suffix}": "data",
    "/suggest_items{suffix}": "data",
    "/suggest_search{suffix}": "data",
    "/second-factor": "in the middle of signing in: tests/browser/test_account.py",
}


def router() -> web.Application:
    """The application as it routes; it serves nobody."""
    return make_app(WebSettings("127.0.0.1", 0, "http://127.0.0.1", LOOPBACK, "", "", None, "INFO"))


def reached(paths: list[str], app: web.Application) -> set[str]:
    """Which of the router's GET routes these addresses are of; the first that matches counts."""
    found = set()
    patterns = {
        route.removeprefix("GET "): re.compile(pattern or re.escape(route.removeprefix("GET ")))
        for route, pattern in routed(app).items()
        if route.startswith("GET ")
    }
    for path in paths:
        name = path.split("?")[0].format_map(FORMS)
        found.add(next((route for route, one in patterns.items() if one.fullmatch(name)), name))
    return found


def furnish(stand: "Stand") -> dict[str, str]:
    """What the demo has none of is made; returns what the addresses' {names} stand for."""
    asks = {
        "document": "select document_id from inventory.documents where posted_by = 'demo_staff'"
        " order by posted_at desc limit 1",
        "subscription": "select subscription_id from inventory.subscriptions"
        " where person = 'demo_manager'",
    }
    with stand.database.connect() as db:
        known = {name: str(next(iter(db.execute(ask).fetchone().values())))  # type: ignore[union-attr]
                 for name, ask in asks.items()}  # fmt: skip
    with stand.database.connect("demo_manager") as own:
        view = own.execute(
            'select api.create_saved_view(\'{"name": "Coffee", "query": "category:COFFEE",'
            " \"pinned\": true}') ->> 'view' as v"
        ).fetchone()
        own.execute("select api.create_location('ATTIC', 'Attic', 'zone', 'MAIN')")
        own.execute("select api.close_location('ATTIC', 1)")
        own.execute("select api.set_threshold_default('COFFEE', 'MAIN', 'bin', 0, null)")
        taken = own.execute(
            "select api.break_glass('Tried as a picture', 'SOUTH') ->> 'break_glass' as v"
        ).fetchone()
        shown = picture(own, "ESP-1KG")
        sent = staged(own)
    with stand.database.connect("demo_admin") as admin:
        admin.execute("select api.create_user('temp_invited', 'Ivy Moss', array['viewer'])")
        link = admin.execute("select api.invitation_link('temp_invited') as v").fetchone()
    assert view
    assert link
    mail = stand.mailbox / "one.eml"
    mail.write_text(
        "Stockroom-Notice: invitation\nTo: ivy@acme.example\nSubject: Welcome\n\nHello, Ivy.\n"
    )
    assert taken
    return known | signed_in(stand) | {
        "taken": taken["v"], "view": view["v"], "invitation": link["v"],
        "closed": "ATTIC", "mail": mail.name,
        "import": sent, "attachment": shown,
    }  # fmt: skip


def signed_in(stand: "Stand") -> dict[str, str]:
    """A session of two people, and the device of one."""
    session = (
        "insert into auth.sessions (token_hash, person, expires_at) values "
        "(sha256(uuid_send(gen_random_uuid())), %s, now() + interval '1 hour') "
        "returning session_id::text as v"
    )
    device = (
        "insert into auth.devices (person, name, secret_hash, pin_hash, expires_at) values "
        "('demo_manager', 'Scanner 1', sha256(uuid_send(gen_random_uuid())), sha256('x'), "
        "now() + interval '1 day') "
        "returning device_id::text as v"
    )
    with stand.database.connect() as db:
        return {
            "session": db.execute(session, ["demo_staff"]).fetchone()["v"],
            "own_session": db.execute(session, ["demo_manager"]).fetchone()["v"],
            "device": db.execute(device).fetchone()["v"],
        }  # fmt: skip


def staged(own: Any) -> str:
    """A file that was sent, and waits for its mapping."""
    head = {
        "name": "new items.csv", "bytes": 99, "sha256": "0" * 64, "encoding": "utf-8",
        "delimiter": ";", "header": ["Article", "Name", "Group"],
    }  # fmt: skip
    begun = own.execute("select api.begin_import('items', %s) ->> 'import' as v", [Jsonb(head)])
    found = str(begun.fetchone()["v"])
    rows = [[2, ["MUG-RED", "Red mug", "COFFEE"]], [3, ["MUG-BLU", "Blue mug", "COFFEE"]]]
    own.execute("select api.add_import_rows(%s, %s)", [found, Jsonb(rows)])
    return found


def picture(own: Any, sku: str) -> str:
    """Give an item a picture; returns its key."""
    drawn = io.BytesIO()
    Image.new("RGB", (320, 200), "#b45309").save(drawn, "webp")
    added = own.execute(
        "select api.add_attachment(%s, 'bag.webp', %s, 'image/webp', %s, %s) ->> 'attachment' as v",
        [sku, drawn.getvalue(), drawn.getvalue(), drawn.getvalue()],
    )
    return str(added.fetchone()["v"])
