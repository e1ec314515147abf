"""API tokens over HTTP: good, wrong, expired, revoked, beside or in a cookie, and in a flood."""

from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.functions.test_people import sha
from tests.web.conftest import Answer, Browser, Site
from web.bearer import Guard

WRONG = "sr_" + "x" * 52


@dataclass
class Program:
    """What calls the API: a token, no cookies, no word of where it comes from."""

    http: Browser
    name: str
    token: str

    async def get(self, path: str = "/items", token: str | None = None, **options: str) -> Answer:
        """GET with the token, or with another."""
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"} | options
        return await self.http.get(path, headers=headers, allow_redirects=False)


@pytest_asyncio.fixture
async def program(site: Site) -> Program:
    """A client that may post at MAIN, and its token."""
    name = f"client_{site.database.name}"
    with site.database.connect("ann_admin") as ann:
        ann.execute("select api.create_user(%s, 'Shop', array['staff'], kind => 'client')", [name])
        ann.execute("select api.grant_location(%s, 'MAIN')", [name])
        row = ann.execute("select api.create_token(%s, 'nightly') as token", [name]).fetchone()
    visitor = await site.visitor()
    visitor.sent = {}
    return Program(visitor, name, row["token"])


def refused(answer: Answer) -> None:
    """401 as JSON with a challenge; no redirect, no cookie."""
    assert answer.status == 401, answer.text
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
    assert "Set-Cookie" not in answer.headers
    assert answer.json()["error"]["message"]


async def test_reads_and_posts_as_itself_without_a_form_token(site: Site, program: Program) -> None:
    me = await program.get("/items.json?q=APPLE")
    assert me.status == 200, me.text
    assert [row["sku"] for row in me.json()["rows"]] == ["APPLE"]
    line = {"item": "APPLE", "location": "MAIN-A", "quantity": 3}
    body = {"lines": [line], "idempotency_key": "0b0e9d0e-6f4f-4c43-a0c3-5d9bb7a9b7a1"}
    posted = await program.http._ask(
        "POST", "/post_receipt", json=body, headers={"Authorization": f"bearer {program.token}"}
    )
    assert posted.status == 200, posted.text
    with site.database.connect() as db:
        assert db.execute("select posted_by from inventory.documents").fetchall() == [
            {"posted_by": program.name}
        ]
    assert (await program.get("/people.json")).status == 403


async def test_the_first_use_is_noted_at_once(site: Site, program: Program) -> None:
    query = (
        "select bool_and(last_seen_at > created_at) as used from auth.sessions where label <> ''"
    )
    with site.database.connect() as db:
        assert db.execute(query).fetchone() == {"used": False}
        await program.get("/items.json")
        assert db.execute(query).fetchone() == {"used": True}


@pytest.mark.parametrize(
    "token",
    [WRONG, "", "sr_", "sr_x", "x" * 55, "sr_" + "é" * 52, f"{WRONG} {WRONG}", "sr_' or 1=1"],
)
async def test_what_is_no_token_opens_nothing(program: Program, token: str) -> None:
    for path in ("/items", "/items.json", "/", "/people", "/nothing-here.json"):
        answer = await program.get(path, token)
        if path.startswith("/nothing"):
            assert answer.status in (401, 404)
        else:
            refused(answer)
    refused(await program.get("/items", token, Accept="text/html"))


@pytest.mark.parametrize("end", ["revoked", "expired", "disabled", "ended", "offboarded"])
async def test_over_is_over_at_once(site: Site, program: Program, end: str) -> None:
    assert (await program.get()).status == 200
    with site.database.connect() as db:
        statement = {
            "revoked": "select api.revoke_session((select session_id from auth.sessions "
            "where person = %s))",
            "expired": "update auth.sessions set expires_at = now() where person = %s",
            "disabled": "select api.disable_user(%s)",
            "ended": "update auth.people set valid_until = now() where person = %s",
            "offboarded": "select api.offboard_user(%s)",
        }[end]
        db.execute(statement, [program.name])
    refused(await program.get())


async def test_no_cookie_counts_beside_it(site: Site, program: Program) -> None:
    """A wrong token is not made good by a session, nor a good one by an admin's cookie."""
    for token, status in ((WRONG, 401), (program.token, 403)):
        admin = await site.person("ann_admin")
        answer = await admin.get("/people.json", headers={"Authorization": f"Bearer {token}"})
        assert answer.status == status
        assert (await admin.get("/people.json")).status == 200


async def test_in_a_cookie_or_an_address_it_opens_nothing(site: Site, program: Program) -> None:
    visitor = await site.visitor()
    for cookies in ({"session": program.token}, {"see-as": program.token}):
        answer = await visitor.get("/items.json", cookies=cookies, allow_redirects=False)
        assert answer.status == 401
    answer = await visitor.get(f"/items.json?token={program.token}", allow_redirects=False)
    assert answer.status == 401
    basic = {"Authorization": f"Basic {program.token}"}
    assert (await visitor.get("/items.json", headers=basic)).status == 401


async def test_a_session_of_a_person_is_no_token(site: Site, program: Program) -> None:
    person = await site.person("sue_staff")
    (cookie,) = [one.value for one in person.http.cookie_jar if one.key == "session"]
    refused(await program.get("/items.json", cookie))


async def test_a_flood_is_turned_away_and_locks_nobody_out(site: Site, program: Program) -> None:
    assert (await program.get()).status == 200
    # Pages that anybody may read are no way around.
    paths = ("/items", "/docs/errors", "/keys")
    statuses = [(await program.get(paths[n % 3], f"sr_{n:052d}")).status for n in range(40)]
    assert statuses == [401] * Guard.FAILURES + [429] * (40 - Guard.FAILURES)
    last = await program.get("/items", WRONG)
    assert 0 < int(last.headers["Retry-After"]) <= Guard.SECONDS + 1
    assert (await program.get()).status == 200  # known to be good
    assert (await site.person("sue_staff")).http  # signing in is not kept from anybody
    with site.database.connect() as db:
        live = db.execute("select revoked_at from auth.sessions where token_hash = %s",
                          [sha(program.token)]).fetchone()  # fmt: skip
    assert live["revoked_at"] is None
