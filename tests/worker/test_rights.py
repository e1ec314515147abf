"""What a real worker does about rights: letters about those taken, an end to what is over."""

import time
from collections.abc import Callable

import psycopg
import pytest

from ops.importing.connection import as_person
from tests.conftest import Database
from tests.worker.conftest import Shop, Workers, wait_for
from tests.worker.postbox import Postbox

TAKE = "select api.break_glass('The night shift is locked out of the site', 'S1')"


@pytest.fixture
def other(shop: Shop) -> str:
    """A manager who holds no place."""
    name = f"bo_{shop.person}"
    shop.run(
        "select api.create_user(person => %s, name => 'Bo <Night>', groups => '{manager}')", name
    )
    return name


def test_a_letter_says_who_took_what_and_why(
    shop: Shop, other: str, workers: Workers, postbox: Postbox
) -> None:
    workers.start()
    begun = time.monotonic()
    with as_person(shop.database.dsn(), other) as db:
        db.execute(TAKE)
    wait_for(lambda: shop.states() == ["sent"])
    assert time.monotonic() - begun < 10
    (message,) = postbox.received
    assert message["Subject"] == "Bo <Night> broke the glass at Main site"
    assert message["To"] == "Ann Doe <ann@shop.example>"
    text = message.get_body(("plain",)).get_content()
    assert "The night shift is locked out of the site" in text
    assert "https://stock.shop.example/break_glass" in text
    assert "Bo &lt;Night&gt;" in message.get_body(("html",)).get_content()


def test_an_admin_hears_of_it_at_the_old_address_too(
    shop: Shop, workers: Workers, postbox: Postbox
) -> None:
    """Another admin changes their address: a letter to where they read, and to the other admins."""
    for name in ("al", "bea"):
        shop.run(
            "select api.create_user(person => %s, name => %s, groups => '{admin}', email => %s)",
            f"{name}_{shop.person}", f"{name.title()} <Boss>", f"{name}@shop.example",
        )  # fmt: skip
    with as_person(shop.database.dsn(), f"al_{shop.person}") as db:
        change = "select api.edit_user(%s, jsonb_build_object('email', 'mine@shop.example'))"
        db.execute(change, [f"bea_{shop.person}"])
    workers.start()
    wait_for(lambda: shop.states() == ["sent", "sent"])
    sent = {str(message["To"]): message for message in postbox.received}
    assert set(sent) == {"Ann Doe <ann@shop.example>", '"Bea <Boss>" <bea@shop.example>'}
    message = sent['"Bea <Boss>" <bea@shop.example>']
    assert message["Subject"] == "Al <Boss> changed the e-mail address of Bea <Boss>"
    text = message.get_body(("plain",)).get_content()
    assert f"https://stock.shop.example/people/bea_{shop.person}" in text
    assert "Al &lt;Boss&gt;" in message.get_body(("html",)).get_content()


def test_whoever_is_no_longer_concerned_gets_no_letter(
    shop: Shop, other: str, workers: Workers, postbox: Postbox
) -> None:
    with as_person(shop.database.dsn(), other) as db:
        db.execute(TAKE)
    shop.run("update auth.people set disabled_at = now() where person = %s", shop.person)
    workers.start()
    wait_for(lambda: shop.states() == ["suppressed"])
    assert not postbox.received


def test_an_open_connection_ends_within_a_minute(
    shop: Shop, workers: Workers, database: Database, record_property: Callable[[str, object], None]
) -> None:
    """A DBA's NOLOGIN, with nothing done through us: the worker's own schedule finds it."""
    secret = "correct horse battery"
    with database.connect() as db:
        made = db.pgconn.encrypt_password(secret.encode(), shop.person.encode(), b"scram-sha-256")
        db.execute("select api.set_password(%s, %s)", [shop.person, made.decode()])
    database.passwords[shop.person] = secret
    workers.start()
    with database.connect(shop.person) as own:
        begun = time.monotonic()
        shop.run(f"alter role {shop.person} nologin")

        def is_over() -> bool:
            try:
                own.execute("select 1")
            except psycopg.OperationalError:
                return True
            return False

        wait_for(is_over, seconds=60)
        record_property("seconds until an open connection ended", time.monotonic() - begun)
