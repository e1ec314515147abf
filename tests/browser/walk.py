"""What people come to do, written once as steps over labels and roles; drivers.py walks them by
keys, by touch and without JavaScript. Each task ends in what the database then holds.

Where a driver cannot go it is said in `unless`, with the reason.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.browser.conftest import Visitor

MANAGER, STAFF, ADMIN, NOBODY = "demo_manager", "demo_staff", "demo_admin", ""
LAST_WEEK = (datetime.now(UTC) - timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")


@dataclass(frozen=True)
class Open:
    """Go to a room by what leads there: the palette, the tab bar and its menu, or the side."""

    name: str


@dataclass(frozen=True)
class Begin:
    """A movement to post: by its keys, the phone's menu, or the menu of every page."""

    verb: str


@dataclass(frozen=True)
class Follow:
    """A link, by the beginning of its name."""

    name: str


@dataclass(frozen=True)
class Press:
    """A button, by the beginning of its name."""

    name: str


@dataclass(frozen=True)
class Unfold:
    """A summary that opens a menu or a part."""

    name: str


@dataclass(frozen=True)
class Fill:
    """A field by its label; `enter` sends it."""

    label: str
    text: str
    enter: bool = False


@dataclass(frozen=True)
class Choose:
    """An option of a list by its value."""

    label: str
    value: str


@dataclass(frozen=True)
class Tick:
    """A box that is to be ticked."""

    label: str


@dataclass(frozen=True)
class Attach:
    """A file for a field: its name and its content."""

    label: str
    name: str
    content: bytes


@dataclass(frozen=True)
class See:
    """What the page then says."""

    text: str


Step = Open | Begin | Follow | Press | Unfold | Fill | Choose | Tick | Attach | See


@dataclass(frozen=True)
class Task:
    """Who does what, and what is so afterwards: a question to the database and its answer, one row;
    or what is compared by `agrees` of the page and the database."""

    name: str
    person: str
    steps: tuple[Step, ...]
    asks: str = ""
    answer: tuple[Any, ...] = ()
    agrees: Callable[[Visitor], None] | None = None
    unless: dict[str, str] = field(default_factory=dict)


def png() -> bytes:
    """A small picture."""
    import io

    from PIL import Image

    drawn = io.BytesIO()
    Image.new("RGB", (80, 60), "#0f766e").save(drawn, "png")
    return drawn.getvalue()


def shows_what_is_out(visitor: Visitor) -> None:
    """The rows are those that the database has out, at places of this person."""
    rows = visitor.page.locator("tr[data-sku]")
    with visitor.stand.database.connect(STAFF) as own:
        out = own.execute("select distinct sku from api.thresholds where status = 'out'").fetchall()
    assert {row["sku"] for row in out} == set(
        rows.evaluate_all("rows => rows.map(row => row.dataset.sku)")
    )
    assert out


def shows_last_weeks_levels(visitor: Visitor) -> None:
    """The report has as many levels as the ledger says lay there then, at the person's places."""
    with visitor.stand.database.connect() as db:
        row = db.execute(
            "select count(*) as levels from (select from inventory.movements as m"
            " join inventory.documents as d using (document_id, posted_at)"
            " join inventory.location_tree as t on t.location_id = m.location_id"
            " where d.occurred_at <= %s::timestamptz and t.ancestor_id = (select location_id"
            " from inventory.locations where code = 'NORTH')"
            " group by m.item_id, m.location_id, m.lot_id having sum(m.quantity) <> 0) as l",
            [LAST_WEEK + "Z"],
        ).fetchone()
    assert row
    figure = visitor.page.locator("dl.figures div", has_text="Stock levels").locator("dd")
    assert figure.inner_text() == str(row["levels"])


def shows_three_labels(visitor: Visitor) -> None:
    """As many as were asked for, each with the code that the item has."""
    says = visitor.page.locator(".label:not(.used)")
    assert says.count() == 3
    with visitor.stand.database.connect() as db:
        row = db.execute("select name from inventory.items where sku = 'TPE-BRN'").fetchone()
    assert row
    assert all(row["name"] in text and "TPE-BRN" in text for text in says.all_inner_texts())


def find(sku: str, name: str) -> tuple[Step, ...]:
    """From anywhere to an item's page."""
    return (Open("Items"), Fill("Search items", f"sku:{sku}", enter=True), Follow(name))


def post(verb: str, reference: str, *line: Step) -> tuple[Step, ...]:
    """A document of one line, found again by its reference."""
    return (
        Begin(verb), *line,
        Fill("Reference", reference), Press(verb), See("Posted."),
    )  # fmt: skip


TAPE = Fill("Item (SKU)", "TPE-BRN")
TASKS = (
    Task(
        "sign in", NOBODY,
        (Fill("Name", "demo_viewer"), Fill("Password", "{password}"), Press("Sign in"),
         See("Needs attention")),
        "select count(*) from auth.sessions where person = 'demo_viewer'", (1,),
    ),
    Task(
        "find by a qualifier", STAFF,
        (Open("Items"), Fill("Search items", "status:out", enter=True), See("2 items")),
        agrees=shows_what_is_out,
    ),
    Task(
        "save a view", STAFF,
        (Open("Items"), Fill("Search items", "category:COFFEE", enter=True), Follow("Save view"),
         Fill("Name", "Coffee shelf"), Press("Save view"), See("Coffee shelf")),
        "select owner, query from inventory.saved_views where name = 'Coffee shelf'",
        (STAFF, "category:COFFEE"),
    ),
    Task(
        "change many items", MANAGER,
        (Open("Items"), Fill("Search items", "category:PACKAGING", enter=True),
         Tick("Select Packing tape, brown"), Tick("Select Carton, small"), Press("Edit…"),
         Fill("Add tags", "summer"), Press("Show what would change"), See("Nothing is changed yet"),
         Press("Change"), See("2 items were changed")),
        "select array_agg(sku order by sku) from inventory.items where 'summer' = any(tags)",
        (["CRT-S", "TPE-BRN"],),
    ),
    Task(
        "create an item with barcode and picture, edit it, duplicate it", MANAGER,
        (Open("Items"), Follow("New item"), Fill("SKU", "WALK-1"), Fill("Name", "Walking mug"),
         Choose("Category", "COFFEE"), Choose("Base unit", "ea"),
         Fill("Barcode 1", "4006381333931"), Press("Create item"), Follow("Files"),
         Attach("Files", "mug.png", png()), Press("Add"), See("mug.png"), Follow("Overview"),
         Follow("Edit"), Fill("Name", "Walking mug, red"), Press("Save"), See("Walking mug, red"),
         Unfold("More about this item"), Follow("Duplicate"), Fill("SKU", "WALK-2"),
         Press("Create item"), See("WALK-2")),
        "select array_agg(distinct i.sku || ' ' || i.name), max(b.barcode), count(distinct a)::int"
        " from inventory.items as i left join inventory.item_barcodes as b using (item_id)"
        " left join inventory.attachments as a using (item_id) where i.sku like 'WALK-%%'",
        (["WALK-1 Walking mug, red", "WALK-2 Walking mug, red"], "4006381333931", 1),
    ),
    Task(
        "receive", STAFF,
        post("Receive", "WALK-R", TAPE, Choose("Location", "MAIN-A-04"), Fill("Quantity", "5")),
        "{moved} 'WALK-R'", (["MAIN-A-04 5"],),
    ),
    Task(
        "issue", STAFF,
        post("Issue", "WALK-I", TAPE, Choose("Location", "MAIN-A-04"), Fill("Quantity", "2")),
        "{moved} 'WALK-I'", (["MAIN-A-04 -2"],),
    ),
    Task(
        "transfer", STAFF,
        post("Transfer", "WALK-T", TAPE, Choose("From", "MAIN-A-04"), Choose("To", "MAIN-A-03"),
             Fill("Quantity", "3")),
        "{moved} 'WALK-T'", (["MAIN-A-03 3", "MAIN-A-04 -3"],),
    ),
    Task(
        "adjust", STAFF,
        post("Adjust", "WALK-A", TAPE, Choose("Location", "MAIN-A-04"), Fill("Quantity", "-1"),
             Fill("Reason", "Torn")),
        "{moved} 'WALK-A'", (["MAIN-A-04 -1"],),
    ),
    Task(
        "paste lines, post them, reverse them", STAFF,
        (Begin("Receive"),
         Unfold("Paste from a spreadsheet"),
         Fill("Rows of SKU", "TPE-BRN\t7\tMAIN-A-04\nCRT-S\t9\tMAIN-A-04"),
         Press("Add these lines"), See("Packing tape, brown"),
         Fill("Reference", "WALK-P"), Press("Receive"), See("2 lines"),
         Follow("Reverse"), Press("Reverse 2 lines"), See("Posted.")),
        "select count(*)::int, sum(m.quantity)::int from inventory.movements as m"
        " join inventory.documents as d using (document_id, posted_at)"
        " left join inventory.documents as o on o.document_id = d.reverses_document_id"
        " where 'WALK-P' in (d.reference, o.reference)", (4, 0),
    ),
    Task(
        "set a range", MANAGER,
        (*find("TPE-BRN", "Packing tape, brown"), Follow("Set a range"),
         Choose("Location", "HARBOUR"), Fill("Minimum", "3"), Fill("Maximum", "900"),
         Press("Set the range"), See("Packing tape, brown")),
        "select minimum::int, maximum::int from inventory.thresholds"
        " join inventory.items using (item_id) join inventory.locations as l using (location_id)"
        " where sku = 'TPE-BRN' and l.code = 'HARBOUR'", (3, 900),
    ),
    Task(
        "set a default", MANAGER,
        (Open("Ranges"), Follow("Defaults"), Follow("New default"), Choose("Items of", "CLEANING"),
         Choose("At", "HARBOUR"), Fill("Minimum", "1"), Press("See what it would set"),
         See("What would change"), Press("Set the default"), See("Cleaning")),
        "select count(*)::int, min(t.minimum)::int from inventory.threshold_defaults as t"
        " join inventory.categories as c using (category_id) where c.code = 'CLEANING'", (1, 1),
    ),
    Task(
        "move a place", MANAGER,
        (Open("Locations"), Fill("Code or name", "MAIN-B-04"), Press("Show"),
         Follow("ACME Outfitters / North / Main warehouse / Hall B / Hall B, bin 04"),
         Follow("Move…"), Choose("Lies in", "HARBOUR"), Press("See what it would change"),
         See("What would change"), Press("Move MAIN-B-04 to HARBOUR"), See("Harbour")),
        "select p.code from inventory.locations as l join inventory.locations as p"
        " on p.location_id = l.parent_id where l.code = 'MAIN-B-04'", ("HARBOUR",),
    ),
    Task(
        "import a file", MANAGER,
        (Open("Import"), Choose("What the file is about", "items"),
         Attach("File", "mugs.csv", b"sku,name,category,unit\nIMP-1,Mug one,COFFEE,ea\n"
                                    b"IMP-2,Mug two,COFFEE,ea\n"),
         Press("Send and look at it"), See("How it is read"), Press("Check every row"),
         See("What would come of it"), Press("Import all 2 rows"), See("Imported.")),
        "select array_agg(name order by sku) from inventory.items where sku like 'IMP-%%'",
        (["Mug one", "Mug two"],),
    ),
    Task(
        "the inventory as of last week", MANAGER,
        (Open("Reports"), Follow("Inventory"), Fill("As of", LAST_WEEK), Press("Show"),
         See(", as known now;")),
        agrees=shows_last_weeks_levels,
    ),
    Task(
        "print labels", STAFF,
        (*find("TPE-BRN", "Packing tape, brown"), Unfold("More about this item"),
         Follow("Print labels"), Fill("Copies", "3"), Press("Show"), See("3 labels")),
        agrees=shows_three_labels,
    ),
    Task(
        "scan with typed codes", STAFF,
        (Open("Scan"), Follow("Receive"), Choose("Location", "MAIN-A-04"),
         Fill("Code", "TPE-BRN", enter=True), See("Packing tape, brown"), Fill("Quantity", "11"),
         Press("Receive"), See("{scanned}")),
        "select count(*)::int from inventory.movements as m join inventory.items using (item_id)"
        " join inventory.documents as d using (document_id, posted_at)"
        " where sku = 'TPE-BRN' and quantity = 11 and d.posted_by = 'demo_staff'"
        " and d.posted_at > now() - interval '5 minutes'", (1,),
    ),
    Task(
        "invite a person, grant another place", ADMIN,
        (Open("People"), Follow("Invite"), Fill("Name that others see", "Wanda Walk"),
         Fill("Name to sign in with", "temp_wanda"), Choose("Place", "MAIN"), Tick("Staff"),
         Press("Invite"), See("Wanda Walk"), Choose("Grant a place and all below it", "HARBOUR"),
         Press("Grant"), See("Harbour")),
        "select p.name, array_agg(l.code order by l.code) from auth.people as p"
        " join auth.location_grants as g using (person)"
        " join inventory.locations as l using (location_id)"
        " where person = 'temp_wanda' group by p.name", ("Wanda Walk", ["HARBOUR", "MAIN"]),
    ),
    Task(
        "why somebody may", MANAGER,
        (Open("Who may what"), See("Tom Becker")),
        "select count(*)::int from auth.people where name = 'Tom Becker'", (1,),
    ),
)  # fmt: skip
MOVED = (
    "select array_agg(l.code || ' ' || trim_scale(m.quantity) order by l.code)"
    " from inventory.movements as m join inventory.documents as d using (document_id, posted_at)"
    " join inventory.locations as l using (location_id) where d.reference ="
)
