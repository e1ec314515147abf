"""Scan mode as a form, what it keeps for later, and what of it is nobody's."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.web.conftest import Site

LINE = {"item": "APPLE", "location": "MAIN-A", "quantity": 2}


async def test_the_shell_holds_nobodys_data_and_the_worker_names_its_files(site: Site) -> None:
    boss, visitor = await site.person("bob_boss"), await site.visitor()
    shells = [(await one.get("/scan/shell")).text for one in (boss, visitor)]
    for text in shells:
        assert not re.search(r"Bob|bob_boss|MAIN|form_token", text)
    assert shells[0] == shells[1]
    worker = await visitor.get("/scan-worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert worker.headers["Cache-Control"] == "no-store", "a new one is found at once"
    files = re.findall(r'"(/static/[^"]+)"', worker.text)
    assert len(files) >= 8
    for url in files:
        assert (await visitor.get(url)).status == 200, url


async def test_only_who_is_signed_in_learns_their_places_and_a_token(site: Site) -> None:
    sue, visitor = await site.person("sue_staff"), await site.visitor()
    assert (await visitor.get("/scan/state.json")).status == 401
    state = (await sue.get("/scan/state.json")).json()
    assert state["person"] == "sue_staff"
    assert {one["location"] for one in state["places"]} == {"MAIN", "MAIN-A", "MAIN-A-1", "MAIN-B"}
    assert state["link"] is False
    assert (await (await site.person("vic_viewer")).get("/scan/state.json")).json()["places"] == []


async def test_a_token_of_another_session_sends_nothing(
    site: Site, receive: Callable[..., str]
) -> None:
    """Whoever signs in meanwhile on the same phone does not post what another one scanned."""
    receive("APPLE", "MAIN-A", 10)
    sue, boss = await site.person("sue_staff"), await site.person("bob_boss")
    token = (await sue.get("/scan/state.json")).json()["form_token"]
    body = {"lines": [LINE], "idempotency_key": str(uuid.uuid4())}
    headers = {"X-Form-Token": token, "Accept": "application/json"}
    assert (await boss._ask("POST", "/post_issue", json=body, headers=headers)).status == 403
    assert (await sue._ask("POST", "/post_issue", json=body, headers=headers)).status == 200


async def test_delivered_twice_it_is_one_document(site: Site, receive: Callable[..., str]) -> None:
    """A phone sends again what it sent, to the letter (scan-queue.js keeps it): another time of
    happening would be another document under the same key, and is refused."""
    receive("APPLE", "MAIN-A", 10)
    sue, body = await site.person("sue_staff"), {"lines": [LINE]}
    body["idempotency_key"] = str(uuid.uuid4())
    first = await sue.post_json("/post_issue", body)
    past = (datetime.now(UTC) - timedelta(seconds=30)).isoformat()
    second = await sue.post_json("/post_issue", body)
    assert (first.status, second.status) == (200, 200)
    assert first.json() == second.json()
    other = await sue.post_json("/post_issue", body | {"occurred_at": past})
    assert (other.status, other.json()["code"]) == (409, "IN002")
    assert other.json()["facts"]["document"] == first.json()["document"]


async def test_the_form_step_by_step(site: Site, receive: Callable[..., str]) -> None:
    receive("APPLE", "MAIN-A", 10)
    sue = await site.person("sue_staff")
    page = (await sue.get("/scan?mode=issue&code=main-a")).text
    assert re.search(r'value="MAIN-A" selected', page), "a scanned place is chosen"
    page = (await sue.get("/scan?mode=issue&location=MAIN-A&code=apple")).text
    assert "<b>10 ea</b>" in page
    form = {"mode": "issue", "location": "MAIN-A", "code": "apple", "item": "APPLE"}
    key = {"idempotency_key": str(uuid.uuid4())}
    refused = await sue.post("/scan", form | key | {"quantity": "11"}, allow_redirects=False)
    assert refused.status == 422
    assert 'value="11"' in refused.text, "what was typed is kept"
    for _ in range(2):
        done = await sue.post("/scan", form | key | {"quantity": "4"}, allow_redirects=False)
        assert done.status == 303
        assert "posted=" in done.headers["Location"]
    assert "<b>6 ea</b>" in (await sue.get("/scan?location=MAIN-A&code=apple")).text, "once"


async def test_who_counts_sees_no_quantity_and_posts_nothing(
    site: Site, receive: Callable[..., str]
) -> None:
    receive("APPLE", "MAIN-A", 4711)
    cora = await site.person("cora_counter")
    page = (await cora.get("/scan?mode=look-up&code=apple")).text
    assert "Apple" in page
    assert "4711" not in page.replace(",", "")
    assert "4711" not in (await cora.get("/read_barcode.json?code=apple")).text


async def test_the_page_for_phones_without_lan_says_how(site: Site) -> None:
    page = await (await site.visitor()).get("/phone")
    assert page.status == 200
    assert "stockroom up --lan" in page.text
