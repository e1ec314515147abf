"""Files out of and into one web process: how fast, and how much memory it takes for them.

**export_csv**, **export_xlsx**, **export_json**: rows a second of the items list as a file of
everything, read to its end by one client / of a superuser's COPY of the same items.
**import_rows**: rows a second of a CSV file of movements that is sent, checked and posted by the
page's own forms / of COPY into a table of texts. `memory` is what the web process held at most
above what it held before, in MB, `bytes` the file's. One round each: a file takes minutes.
"""

import http.client
import json
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import psutil

from bench.figures import Figure, Sample, alternate
from bench.served import Served, served
from bench.shop import Shop, open_shop
from bench.stage import Stage
from ops.errors import Trouble

IMPORTED = 100_000
ENDINGS = {"export_csv": ".csv", "export_xlsx": ".xlsx", "export_json": ".json?all=1"}
PART = 1 << 18
TICK = 0.05  # seconds between two looks at the memory
COPIED = (
    "copy (select i.sku, i.name, c.code, u.code, i.updated_at from inventory.items as i"
    " join inventory.categories as c using (category_id) join inventory.units as u using (unit_id)"
    " order by i.name, i.item_id) to stdout with (format csv)"
)
# A hundredth of what COPY moves without rights, pages, checks or a ledger.
TARGET = ">= 0.01"


def measure(stage: Stage, name: str) -> dict[str, Any]:
    """One figure of files."""
    shop = open_shop(stage)
    about: dict[str, Any] = {}
    with served(stage, shop) as site:
        ours = _import if name == "import_rows" else _export
        theirs = _copy_in if name == "import_rows" else _copy_out
        sides = {
            "baseline": lambda: theirs(stage, shop),
            "ours": lambda: ours(stage, shop, site, name, about),
        }
        found = alternate(sides, 1)
    return Figure(name, "rows/s", TARGET, found).line() | about


@contextmanager
def watched(process: psutil.Process, about: dict[str, Any]) -> Iterator[None]:
    """Note in `about` how much more memory the process held at most, in MB."""
    over, at_first = threading.Event(), process.memory_info().rss
    most = at_first

    def look() -> None:
        nonlocal most
        while not over.wait(TICK):
            most = max(most, process.memory_info().rss)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()
        about |= {"memory": round((most - at_first) / 1e6, 1), "held": round(at_first / 1e6, 1)}


def timed(rows: Callable[[], int]) -> Sample:
    """What came of it, a second."""
    begun = time.monotonic()
    done = rows()
    return Sample(rate=done / (time.monotonic() - begun), done=done)


def _items(stage: Stage, shop: Shop) -> int:
    with stage.connect("postgres", shop.database) as db:
        row = db.execute("select count(*) from inventory.items where retired_at is null").fetchone()
    return row[0] if row else 0


def _export(stage: Stage, shop: Shop, site: Served, name: str, about: dict[str, Any]) -> Sample:
    path = f"/items{ENDINGS[name]}"
    _read(site, shop, f"{path.split('?')[0]}?q=sku:B-1{'&all=1' if 'json' in path else ''}")  # warm
    rows = _items(stage, shop)

    def work() -> int:
        about["bytes"] = _read(site, shop, path)
        return rows

    with watched(site.process, about):
        sample = timed(work)
    return sample


def _read(site: Served, shop: Shop, path: str) -> int:
    """Bytes of a file that is read to its end. Raises Trouble for none."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=1200)
    connection.request("GET", path, headers={"Cookie": f"session={shop.token}"})
    answer, size = connection.getresponse(), 0
    if answer.status != 200:
        raise Trouble(f"{path}: {answer.status}", "Look at what the web printed.")
    while part := answer.read(PART):
        size += len(part)
    connection.close()
    return size


def _copy_out(stage: Stage, shop: Shop) -> Sample:
    def work() -> int:
        rows = 0
        with (
            stage.connect("postgres", shop.database) as db,
            db.cursor() as cursor,
            cursor.copy(COPIED) as copy,
        ):
            for block in copy:
                rows += bytes(block).count(b"\n")
        return rows

    return timed(work)


def _lines(shop: Shop, rows: int) -> bytes:
    """A file of receipts, each item at its own place, a thousand lines to a document."""
    mark = uuid.uuid4().hex[:8]
    lines = "".join(
        f"{mark}-{n // 1000},receipt,B-{n},P-{1 + n % shop.places},1\n"
        for n in (1 + at % shop.items for at in range(rows))
    )
    return f"reference,kind,item,location,quantity\n{lines}".encode()


def _copy_in(stage: Stage, shop: Shop) -> Sample:
    content = _lines(shop, _wanted(stage))

    def work() -> int:
        with stage.connect("postgres", shop.database) as db, db.cursor() as cursor:
            cursor.execute("create temporary table sent (a text, b text, c text, d text, e text)")
            with cursor.copy("copy sent from stdin with (format csv, header)") as copy:
                copy.write(content)
        return content.count(b"\n") - 1

    return timed(work)


def _wanted(stage: Stage) -> int:
    return 2_000 if stage.options.short else IMPORTED


def _import(stage: Stage, shop: Shop, site: Served, name: str, about: dict[str, Any]) -> Sample:
    content = _lines(shop, _wanted(stage))
    steps: dict[str, float] = {}

    def work() -> int:
        begun = time.monotonic()
        address = _send(site, shop, content)
        steps["sent"] = round(time.monotonic() - begun, 1)
        for step, how in (("check", "check"), ("start", "all")):
            begun = time.monotonic()
            _post(site, shop, f"{address}/{step}", {"how": how})
            page = _settled(site, shop, address)
            if page["bad"] or page["state"] not in ("checked", "done"):
                raise Trouble(f"The file was not taken: {page}", "That is a bug.")
            steps[page["state"]] = round(time.monotonic() - begun, 1)
        return int(page["rows"])

    with watched(site.process, about):
        sample = timed(work)
    about |= {"bytes": len(content), "seconds": steps}
    return sample


def _ask(site: Served, shop: Shop, method: str, path: str, body: Any = None,
         kind: str = "") -> tuple[int, str, str]:  # fmt: skip
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=600)
    headers = {"Cookie": f"session={shop.token}", "Sec-Fetch-Site": "same-origin"}
    connection.request(method, path, body, headers | ({"Content-Type": kind} if kind else {}))
    answer = connection.getresponse()
    said = answer.status, answer.headers.get("Location", ""), answer.read().decode()
    connection.close()
    return said


def _token(site: Served, shop: Shop) -> str:
    found = re.search(
        r'name="form_token" value="([0-9a-f]+)"', _ask(site, shop, "GET", "/import")[2]
    )
    if not found:
        raise Trouble("The import page has no form.", "Look at what the web printed.")
    return found[1]


def _send(site: Served, shop: Shop, content: bytes) -> str:
    mark = uuid.uuid4().hex
    fields = {"form_token": _token(site, shop), "kind": "movements"}
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    parts.append(
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="bench.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n".encode()
        + content
        + f"\r\n--{mark}--\r\n".encode()
    )
    status, place, text = _ask(
        site, shop, "POST", "/import", b"".join(parts), f"multipart/form-data; boundary={mark}"
    )
    if status != 303:
        raise Trouble(f"The file was not taken: {status}", text[:500])
    return place


def _post(site: Served, shop: Shop, path: str, form: dict[str, str]) -> None:
    columns = ("reference", "kind", "item", "location", "quantity")
    said = {f"column.{at}": name for at, name in enumerate(columns)}
    body = urlencode(form | said | {"form_token": _token(site, shop)})
    status, _, text = _ask(site, shop, "POST", path, body, "application/x-www-form-urlencoded")
    if status not in (200, 303):
        raise Trouble(f"{path}: {status}", text[:500])


def _settled(site: Served, shop: Shop, address: str) -> dict[str, Any]:
    while True:
        page: dict[str, Any] = json.loads(_ask(site, shop, "GET", f"{address}.json")[2])
        if page["state"] not in ("checking", "importing"):
            return page
        time.sleep(0.2)
