"""How a shop of one person starts: the first place is its maker's; nobody else's ever is."""

from tests.conftest import Database
from tests.policies.steps import allowed, refused, value

CREATE = "select api.create_location(code => %s, name => %s, kind => %s, parent => %s)"


def test_the_first_place_is_its_makers(database: Database) -> None:
    name = f"first_{database.name}"
    with database.connect() as db:
        create = "select api.create_user(%s, 'First', array['admin', 'manager'], verifier => %s)"
        made = db.pgconn.encrypt_password(b"long enough", name.encode(), b"scram-sha-256").decode()
        db.execute(create, [name, made])
    database.passwords[name] = "long enough"
    with database.connect(name) as own:
        assert value(own, CREATE, ["main", "Main", "site", None]) == "MAIN"
        assert own.execute("select person, location from api.location_grants").fetchall() == [
            {"person": name, "location": "MAIN"}
        ]
        own.execute(CREATE, ["MAIN-A", "A", "zone", "main"])
        own.execute(CREATE, ["OTHER", "Other", "site", ""])
        assert len(own.execute("select * from api.location_grants").fetchall()) == 1


def test_managers_make_places_within_theirs(shop: Database) -> None:
    with shop.connect("max_manager") as own:
        allowed(own, CREATE, ["NEW", "New", "zone", "MAIN"])
        refused(own, "42501", CREATE, ["NEW", "New", "site", None])
        refused(own, "IN014", CREATE, ["NEW", "New", "zone", "AIRPORT"])
        refused(own, "IN017", CREATE, ["MAIN-A", "New", "zone", "MAIN"])
        refused(own, "IN017", CREATE, [None, "New", "zone", "MAIN"])
        refused(own, "IN017", CREATE, ["NEW", "New", "shelf", "MAIN"])
    with shop.connect("sue_staff") as own:
        refused(own, "42501", CREATE, ["NEW", "New", "zone", "MAIN"])
